/**
 * A strict reader of JSON (RFC 8259, the interoperable part: RFC 7493 I-JSON). `JSON.parse` takes the last of two equal keys,
 * rounds large numbers and nests without end; what may decide about a person is read without such doubt.
 */
import { jsonPointer } from '../model/invoerfouten.ts'
import { Problem } from '../model/problem.ts'

export type JsonLimits = {
  /** Size of the whole text, in bytes. */
  readonly maxBytes: number
  /** Objects and arrays within each other; at most 100, since the reader recurses. */
  readonly maxDepth: number
}

const LIMITS: JsonLimits = { maxBytes: 64 * 1024, maxDepth: 32 }

const DETAIL = {
  'geen-utf8': 'De inhoud is geen geldige UTF-8.',
  bom: 'De inhoud begint met een byte order mark; laat die weg.',
  leeg: 'De inhoud is leeg.',
  'onjuiste-json': 'Hier staat geen geldige JSON.',
  'tekst-na-einde': 'Na de JSON staat nog meer tekst.',
  'dubbele-sleutel': 'Deze sleutel staat twee keer in hetzelfde object.',
  'te-diep': 'De objecten en lijsten zijn te diep genest.',
  'teken-niet-toegestaan':
    'De tekst bevat een teken dat niet is toegestaan (U+0000 of een half paar).',
  'getal-onbruikbaar': 'Dit getal is te groot, te klein of te lang om precies te lezen.',
} as const

const SPACE = /[ \t\n\r]*/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 §7 forbids exactly these unescaped
const PLAIN = /[^"\\\u0000-\u001f]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const HEX = /[0-9a-fA-F]{4}/y
const LONGEST_NUMBER = 40
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

class Reader {
  readonly #text: string
  readonly #maxDepth: number
  readonly #path: (string | number)[] = []
  #at = 0

  constructor(text: string, maxDepth: number) {
    this.#text = text
    this.#maxDepth = maxDepth
  }

  document(): unknown {
    if (this.#text.startsWith('\ufeff')) throw this.#fault('bom')
    this.#pass(SPACE)
    if (this.#at === this.#text.length) throw this.#fault('leeg')
    const value = this.#value()
    this.#pass(SPACE)
    if (this.#at < this.#text.length) throw this.#fault('tekst-na-einde')
    return value
  }

  #fault(code: keyof typeof DETAIL): Problem {
    const error = { pointer: jsonPointer(this.#path), code, detail: DETAIL[code] }
    return new Problem('inhoud-geen-json', { errors: [error] })
  }

  #take(pattern: RegExp): string {
    const from = this.#at
    this.#pass(pattern)
    return this.#text.slice(from, this.#at)
  }

  /** As `take`, of what nobody needs. A test makes no list of what it found: most of a text is found here. */
  #pass(pattern: RegExp): void {
    pattern.lastIndex = this.#at
    if (pattern.test(this.#text)) this.#at = pattern.lastIndex
  }

  #skip(literal: string): boolean {
    if (!this.#text.startsWith(literal, this.#at)) return false
    this.#at += literal.length
    return true
  }

  #value(): unknown {
    switch (this.#text.charAt(this.#at)) {
      case '{':
        return this.#object()
      case '[':
        return this.#array()
      case '"':
        return this.#string()
      case 't':
        return this.#literal('true', true)
      case 'f':
        return this.#literal('false', false)
      case 'n':
        return this.#literal('null', null)
      default:
        return this.#number()
    }
  }

  #literal(word: string, value: boolean | null): boolean | null {
    if (!this.#skip(word)) throw this.#fault('onjuiste-json')
    return value
  }

  #number(): number {
    const digits = this.#take(NUMBER)
    if (digits === '') throw this.#fault('onjuiste-json')
    const value = Number(digits)
    const vanished =
      value === 0 && (digits.startsWith('-') || /[1-9]/.test(digits.split(/e/i)[0] ?? ''))
    if (vanished || digits.length > LONGEST_NUMBER || Math.abs(value) > Number.MAX_SAFE_INTEGER)
      throw this.#fault('getal-onbruikbaar')
    return value
  }

  #string(): string {
    this.#at += 1
    let value = this.#take(PLAIN)
    while (!this.#skip('"')) {
      if (!this.#skip('\\')) throw this.#fault('onjuiste-json')
      value += this.#escape() + this.#take(PLAIN)
    }
    if (!value.isWellFormed() || value.includes('\0')) throw this.#fault('teken-niet-toegestaan')
    return value
  }

  #escape(): string {
    if (this.#skip('u')) {
      const hex = this.#take(HEX)
      if (hex === '') throw this.#fault('onjuiste-json')
      return String.fromCharCode(Number.parseInt(hex, 16))
    }
    const character = ESCAPES.get(this.#text[this.#at] ?? '')
    if (character === undefined) throw this.#fault('onjuiste-json')
    this.#at += 1
    return character
  }

  #array(): unknown[] {
    const list: unknown[] = []
    this.#enter()
    if (this.#skip(']')) return list
    do {
      this.#pass(SPACE)
      this.#path.push(list.length)
      list.push(this.#value())
      this.#path.pop()
      this.#pass(SPACE)
    } while (this.#skip(','))
    if (!this.#skip(']')) throw this.#fault('onjuiste-json')
    return list
  }

  #object(): object {
    const members: Record<string, unknown> = {}
    this.#enter()
    if (this.#skip('}')) return members
    do {
      this.#pass(SPACE)
      this.#member(members)
      this.#pass(SPACE)
    } while (this.#skip(','))
    if (!this.#skip('}')) throw this.#fault('onjuiste-json')
    return members
  }

  #member(members: Record<string, unknown>): void {
    if (this.#text[this.#at] !== '"') throw this.#fault('onjuiste-json')
    const key = this.#string()
    this.#path.push(key)
    if (Object.hasOwn(members, key)) throw this.#fault('dubbele-sleutel')
    this.#pass(SPACE)
    if (!this.#skip(':')) throw this.#fault('onjuiste-json')
    this.#pass(SPACE)
    const value = this.#value()
    // Assignment to `__proto__` would set the prototype; a definition makes a property like any other.
    if (key === '__proto__')
      Object.defineProperty(members, key, {
        value,
        enumerable: true,
        writable: true,
        configurable: true,
      })
    else members[key] = value
    this.#path.pop()
  }

  /** Past the opening bracket. The path is as long as the nesting. */
  #enter(): void {
    if (this.#path.length >= this.#maxDepth) throw this.#fault('te-diep')
    this.#at += 1
    this.#pass(SPACE)
  }
}

const decode = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    const error = { pointer: '', code: 'geen-utf8', detail: DETAIL['geen-utf8'] }
    throw new Problem('inhoud-geen-json', { cause, errors: [error] })
  }
}

/**
 * Reads exactly one JSON text. Numbers are exact up to 2^53 - 1 (fractions are rounded as always); keys are plain own properties.
 * @throws Problem `inhoud-te-groot` over `maxBytes`, before anything is decoded; `inhoud-geen-json` with the place and the rule,
 *         never the value
 */
export function readStrictJson(bytes: Uint8Array, limits: JsonLimits = LIMITS): unknown {
  if (bytes.length > limits.maxBytes) throw new Problem('inhoud-te-groot')
  return new Reader(decode(bytes), limits.maxDepth).document()
}
