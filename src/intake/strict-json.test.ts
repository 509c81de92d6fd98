import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Problem } from '../model/problem.ts'
import { readStrictJson } from './strict-json.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const read = (text: string): unknown => readStrictJson(bytes(text))

const refusal = (input: string | Uint8Array): { kind: string; code?: string; pointer?: string } => {
  try {
    readStrictJson(typeof input === 'string' ? bytes(input) : input)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { code, pointer } = error.errors[0] ?? {}
    return {
      kind: error.kind,
      ...(code === undefined ? {} : { code }),
      ...(pointer === undefined ? {} : { pointer }),
    }
  }
  throw new Error('the text was accepted')
}

const VALID =
  '{"naam":"Boer","lijst":[1,-2.5,3e2,true,false,null,{}],"\\u00e9":"a\\n\\"\\\\\\/\\b\\f\\r\\t"}'

describe('readStrictJson', () => {
  test('reads what JSON.parse reads', () => {
    expect(read(` \t\r\n${VALID} \n`)).toEqual(JSON.parse(VALID))
  })

  test.each(['', ' \n '])('refuses an empty text (%j)', (text) => {
    expect(refusal(text)).toEqual({ kind: 'inhoud-geen-json', code: 'leeg', pointer: '' })
  })

  test.each([
    '{"a":1,}',
    '[1,]',
    '[,1]',
    '{,}',
    '{"a":1 "b":2}',
    '{"a" 1}',
    '{a:1}',
    "{'a':1}",
    '// c\n1',
    '/* c */ 1',
    'NaN',
    'Infinity',
    '-Infinity',
    '+1',
    '.5',
    '-',
    'tru',
    'True',
    'nul',
    'undefined',
    '"a\nb"',
    '"a\tb"',
    '"\\x41"',
    '"\\u12"',
    '"\\u12g4"',
    '"open',
    '"open\\',
    '\u00a01',
  ])('refuses %j, which is no JSON', (text) => {
    expect(refusal(text)).toMatchObject({ kind: 'inhoud-geen-json', code: 'onjuiste-json' })
  })

  test.each(['01', '1.', '0x10', '1e', '1 2', '{}{}', '{} x', '"a"b', 'truefalse', '[]]'])(
    'refuses %j, which goes on after its end',
    (text) => {
      expect(refusal(text)).toMatchObject({ kind: 'inhoud-geen-json', code: 'tekst-na-einde' })
    },
  )

  test('refuses a text cut at any place', () => {
    const all = bytes(VALID)
    for (let length = 0; length < all.length; length += 1)
      expect(refusal(all.subarray(0, length)).kind).toBe('inhoud-geen-json')
  })

  test.each([
    ['{"naam":1,"naam":2}', '/naam'],
    ['{"naam":1,"na\\u0061m":2}', '/naam'],
    ['{"a":[{"x/y~z":1,"x/y~z":1}]}', '/a/0/?'],
    ['{"__proto__":1,"__proto__":2}', '/__proto__'],
  ])('refuses the second of two equal keys in %s', (text, pointer) => {
    expect(refusal(text)).toEqual({ kind: 'inhoud-geen-json', code: 'dubbele-sleutel', pointer })
  })

  test('accepts keys that objects inherit, and the same key in two objects', () => {
    expect(read('{"toString":1,"constructor":2,"a":{"a":{"a":1}}}')).toEqual({
      toString: 1,
      constructor: 2,
      a: { a: { a: 1 } },
    })
  })

  test('keeps __proto__ as a property like any other and pollutes nothing', () => {
    const value = read('{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}}}')
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })

  test.each([
    '9007199254740993',
    '-9007199254740993',
    '1e400',
    '-1e400',
    '1E-400',
    '-0',
    '-0.0',
    '0.'.padEnd(60, '1'),
    '1'.repeat(10_000),
  ])('refuses a number that cannot be read exactly', (text) => {
    expect(refusal(`{"n":${text}}`)).toEqual({
      kind: 'inhoud-geen-json',
      code: 'getal-onbruikbaar',
      pointer: '/n',
    })
  })

  test('accepts the largest exact numbers and every zero', () => {
    expect(read('[9007199254740991,-9007199254740991,0,0.0,0e5,1e15]')).toEqual([
      9007199254740991, -9007199254740991, 0, 0, 0, 1e15,
    ])
  })

  test.each([
    ['[', ']'],
    ['{"a":', '}'],
  ])('reads 32 levels of %s and refuses 33, and 200,000 without overflow', (open, close) => {
    const nested = (levels: number): string => `${open.repeat(levels)}1${close.repeat(levels)}`
    expect(() => read(nested(32))).not.toThrow()
    expect(refusal(nested(33))).toMatchObject({ code: 'te-diep' })
    const deep = bytes(open.repeat(200_000))
    expect(() => readStrictJson(deep, { maxBytes: deep.length, maxDepth: 32 })).toThrow(Problem)
  })

  test('takes exactly the byte limit and refuses one byte more before decoding it', () => {
    const exact = bytes(`"${'a'.repeat(64 * 1024 - 2)}"`)
    expect(readStrictJson(exact)).toHaveLength(64 * 1024 - 2)
    expect(refusal(new Uint8Array(64 * 1024 + 1).fill(0xff))).toEqual({ kind: 'inhoud-te-groot' })
  })

  test.each([
    [0xff, 0xfe],
    [0xc0, 0xaf],
    [0xe2, 0x82],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
  ])('refuses bytes that are no UTF-8 (%i %i …)', (...broken) => {
    expect(refusal(new Uint8Array([0x22, ...broken, 0x22]))).toMatchObject({ code: 'geen-utf8' })
  })

  test('refuses a byte order mark at the start', () => {
    expect(refusal('\ufeff{}')).toMatchObject({ code: 'bom' })
  })

  test.each(['\\ud800', '\\udc00', '\\udc00\\ud800', 'a\\ud83dz', '\\u0000', 'a\\u0000b'])(
    'refuses the string %s, in a value and in a key',
    (text) => {
      expect(refusal(`["${text}"]`)).toMatchObject({ code: 'teken-niet-toegestaan' })
      expect(refusal(`{"${text}":1}`)).toMatchObject({ code: 'teken-niet-toegestaan' })
    },
  )

  test('reads a pair of escaped surrogates as one character', () => {
    expect(read('"\\ud83d\\ude00"')).toBe('😀')
  })

  test('names the place and never the value', () => {
    try {
      read('{"persoon":{"achternaam":"Kanarie","bsn":"999990019\\u0000"}}')
    } catch (error) {
      expect(JSON.stringify(error)).not.toMatch(/Kanarie|999990019/)
      expect((error as Problem).errors[0]?.pointer).toBe('/persoon/bsn')
      return
    }
    throw new Error('the text was accepted')
  })

  test('agrees with JSON.parse on whatever JSON.stringify writes, or says why it refuses', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value)
        let found: unknown
        try {
          found = readStrictJson(bytes(text))
        } catch (error) {
          const code = (error as Problem).errors[0]?.code
          if (code === 'getal-onbruikbaar') return /\d{16}|e[+-]\d/.test(text)
          return code === 'teken-niet-toegestaan' && /\\u(0000|d[89a-f])/.test(text)
        }
        expect(found).toEqual(JSON.parse(text))
        return true
      }),
      { numRuns: 2_000, seed: 20261123 },
    )
  })
})
