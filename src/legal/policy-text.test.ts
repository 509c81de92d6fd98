import { describe, expect, test } from 'vitest'
import { readPolicyText, TextFault } from './policy-text.ts'

const text = (soort: string): string => `naam: proef\nsoorten:\n  - ${soort}\n`

describe('the text of a policy', () => {
  test('is parsed once, however often it is read', () => {
    const first = readPolicyText(text('huur'))
    expect(first.value).toEqual({ naam: 'proef', soorten: ['huur'] })
    expect(readPolicyText(text('huur')).value).toBe(first.value)
  })

  test('with one letter changed is another', () => {
    readPolicyText(text('huur'))
    expect(readPolicyText(text('huus')).value).toEqual({ naam: 'proef', soorten: ['huus'] })
  })

  test('cannot be changed by one reader for the next', () => {
    const { value } = readPolicyText(text('warmte')) as {
      value: { naam: string; soorten: string[] }
    }
    expect(() => (value.naam = 'anders')).toThrow(TypeError)
    expect(() => value.soorten.push('anders')).toThrow(TypeError)
    expect(readPolicyText(text('warmte')).value).toEqual({ naam: 'proef', soorten: ['warmte'] })
  })

  test('knows its lines, the first time and again', () => {
    for (const read of [readPolicyText(text('water')), readPolicyText(text('water'))]) {
      expect(read.line(['soorten', 0])).toBe(3)
      expect(read.line(['soorten', 7, 'onbekend'])).toBe(3)
      expect(read.line(['onbekend'])).toBe(1)
    }
  })

  test('that is refused is refused again, with its line', () => {
    for (const wrong of ['a: 1\nb: &x 2\n', 'a: 1\nb: [\n'])
      for (const _time of [1, 2]) expect(() => readPolicyText(wrong)).toThrow(TextFault)
    const refusal = (): unknown => {
      try {
        return readPolicyText('a: 1\nb: &x 2\n')
      } catch (error) {
        return error
      }
    }
    expect(refusal()).toMatchObject({ line: 2 })
  })

  test('of long ago is forgotten, and read anew', () => {
    const { value } = readPolicyText(text('oud'))
    for (let other = 0; other < 64; other += 1) readPolicyText(text(`ander${other}`))
    const again = readPolicyText(text('oud')).value
    expect(again).toEqual(value)
    expect(again).not.toBe(value)
  })
})
