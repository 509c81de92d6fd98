/**
 * From bytes to records: lines of a list, where a quoted cell of CSV may hold line breaks (RFC 4180 §2). Works on bytes, since every sign of
 * the form is ASCII and never part of a longer UTF-8 sequence: one that is not UTF-8 spoils its own record and no other.
 */

/** The longest record; as much as one signal may be. What a list needs in memory is this and one chunk. */
const MOST_BYTES = 64 * 1024

const LF = 0x0a
const CR = 0x0d
const QUOTE = 0x22
const BOM = [0xef, 0xbb, 0xbf]
/** `;`, `,` and tab: any of them begins a cell until the head tells which one it is. */
const SEPARATORS: readonly number[] = [0x3b, 0x2c, 0x09]

/** `bytes` without the line end; `breuk` when the record could not be read, and then without bytes. */
export type Ruwregel = {
  readonly regel: number
  readonly bytes: Uint8Array
  readonly breuk?: 'regel-te-lang' | 'aanhalingsteken-open'
}

/** Where in a cell: before its first byte, in a plain one, between quotes, at a quote that closes or is the first of two; past a long record. */
type Place = 'begin' | 'plain' | 'quoted' | 'closing' | 'skip'

export class Records {
  readonly #quotes: boolean
  #separators = SEPARATORS
  #place: Place = 'begin'
  #held: Uint8Array[] = []
  #size = 0
  #first = 1
  #line = 1

  /** `quotes`: whether a quoted cell may hold a line break (CSV), or every line is a record (NDJSON). */
  constructor(quotes: boolean) {
    this.#quotes = quotes
  }

  /** From the next record on only this sign begins a cell. */
  useSeparator(separator: string): void {
    this.#separators = [separator.charCodeAt(0)]
  }

  /** The records that end in this chunk, in order. Take them all before the next chunk. */
  *push(chunk: Uint8Array): Generator<Ruwregel> {
    let from = 0
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] as number
      if (byte === LF) this.#line += 1
      if (byte === LF && this.#place !== 'quoted') {
        this.#hold(chunk.subarray(from, at))
        from = at + 1
        yield this.#take()
        continue
      }
      this.#place = this.#next(byte, this.#size + at - from)
      if (this.#size + at - from < MOST_BYTES) continue
      this.#hold(chunk.subarray(from, at + 1))
      from = at + 1
      yield* this.#overflow()
    }
    this.#hold(chunk.slice(from))
  }

  /** The last record, when no line end follows it. Only for a list that was received to its end. */
  *end(): Generator<Ruwregel> {
    while (this.#place === 'quoted') yield* this.#reopen()
    if (this.#size > 0 || this.#place === 'skip') yield this.#take()
  }

  #next(byte: number, offset: number): Place {
    const place = this.#place
    if (!this.#quotes || place === 'skip') return place
    if (place === 'quoted') return byte === QUOTE ? 'closing' : 'quoted'
    if (this.#separators.includes(byte)) return 'begin'
    return place === 'plain' ? 'plain' : this.#atBorder(byte, offset)
  }

  /** Before the first byte of a cell, or at a quote that closes or is the first of two. */
  #atBorder(byte: number, offset: number): Place {
    if (byte === QUOTE) return 'quoted'
    if (this.#place === 'closing') return byte === CR ? 'closing' : 'plain'
    return this.#first === 1 && byte === BOM[offset] ? 'begin' : 'plain'
  }

  #hold(part: Uint8Array): void {
    if (part.length === 0 || this.#place === 'skip') return
    this.#held.push(part)
    this.#size += part.length
  }

  #take(): Ruwregel {
    const regel = this.#first
    const skipped = this.#place === 'skip'
    const bytes = skipped ? new Uint8Array() : trim(join(this.#held, this.#size), regel === 1)
    this.#reset(this.#line)
    return skipped ? { regel, bytes, breuk: 'regel-te-lang' } : { regel, bytes }
  }

  #reset(line: number): void {
    this.#place = 'begin'
    this.#held = []
    this.#size = 0
    this.#first = line
    this.#line = line
  }

  /** Too long: an open quote that swallowed lines is given up, anything else is skipped to the next line. */
  *#overflow(): Generator<Ruwregel> {
    if (this.#place === 'quoted' && this.#line > this.#first) yield* this.#reopen()
    else {
      this.#held = []
      this.#size = 0
      this.#place = 'skip'
    }
  }

  /** A quote that never closes spoils its own line only: what followed is read again from the next one. */
  *#reopen(): Generator<Ruwregel> {
    const regel = this.#first
    const bytes = join(this.#held, this.#size)
    const end = bytes.indexOf(LF)
    this.#reset(end === -1 ? this.#line : regel + 1)
    yield { regel, bytes: new Uint8Array(), breuk: 'aanhalingsteken-open' }
    if (end !== -1) yield* this.push(bytes.subarray(end + 1))
  }
}

function join(parts: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return only
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Without the CR before the line end, and in the first record without a byte order mark. */
function trim(bytes: Uint8Array, first: boolean): Uint8Array {
  const start = first && BOM.every((byte, at) => bytes[at] === byte) ? BOM.length : 0
  const end = bytes.at(-1) === CR ? bytes.length - 1 : bytes.length
  return bytes.subarray(start, Math.max(start, end))
}
