/** A CSV file as rows of cells (RFC 4180), whatever its columns mean: also for exports that are no list of ours yet. */
import { type Lijstfoutcode, Lijstweigering, regelfout } from '../../model/lijst.ts'
import { Records, type Ruwregel } from './records.ts'

/** `tekenset` for files that are not UTF-8; only what a profile names. */
export type CsvOptions = {
  readonly tekenset?: 'utf-8' | 'windows-1252'
  readonly scheiding?: string
}

/** `bytes` is the row as it was, for whoever may copy it; `cellen` are trimmed, as many as the head has. */
export type Csvregel = {
  readonly regel: number
  readonly bytes: Uint8Array
} & ({ readonly cellen: readonly string[] } | { readonly fout: Lijstfoutcode })

/** The head: names of columns as they stand there. */
export type Csvkop = {
  readonly kolommen: readonly string[]
  readonly scheiding: string
  readonly bytes: Uint8Array
}

/** What a spreadsheet program may write above the head to say its separator. */
const SEP_LINE = /^sep=(.)$/i
const CANDIDATES = [';', ',', '\t']

/** Reads the head first, then rows. Empty rows are left out. */
export class CsvRows {
  readonly #records = new Records(true)
  readonly #decoder: InstanceType<typeof TextDecoder>
  #scheiding: string | undefined
  #kop: Csvkop | undefined

  constructor({ tekenset = 'utf-8', scheiding }: CsvOptions = {}) {
    this.#decoder = new TextDecoder(tekenset, { fatal: true, ignoreBOM: true })
    this.#scheiding = scheiding
  }

  /** The head, once it was read. */
  get kop(): Csvkop | undefined {
    return this.#kop
  }

  /** @throws Lijstweigering when the head cannot be read */
  *push(chunk: Uint8Array): Generator<Csvregel> {
    for (const record of this.#records.push(chunk)) {
      const row = this.#row(record)
      if (row !== undefined) yield row
    }
  }

  /** @throws Lijstweigering when there was no head */
  *end(): Generator<Csvregel> {
    for (const record of this.#records.end()) {
      const row = this.#row(record)
      if (row !== undefined) yield row
    }
    if (this.#kop === undefined) throw new Lijstweigering([regelfout('lijst-leeg')])
  }

  /** Nothing for the head and for an empty row. */
  #row(record: Ruwregel): Csvregel | undefined {
    const { regel, bytes, breuk } = record
    if (this.#kop === undefined) {
      this.#head(record)
      return undefined
    }
    const cells = breuk ?? this.#cells(bytes, this.#kop)
    if (typeof cells === 'string') return { regel, bytes, fout: cells }
    return cells.every((cell) => cell === '') ? undefined : { regel, bytes, cellen: cells }
  }

  #head({ bytes, breuk, regel }: Ruwregel): void {
    const text = breuk === undefined ? this.#decode(bytes) : undefined
    if (text === undefined) throw new Lijstweigering([regelfout('kop-onleesbaar')], regel)
    const told = SEP_LINE.exec(text.trim())?.[1]
    if (told !== undefined && regel === 1) {
      this.#scheiding ??= told
      this.#records.useSeparator(this.#scheiding)
      return
    }
    if (text.trim() === '') return
    const scheiding = this.#scheiding ?? separatorOf(text)
    const cells = splitCells(text, scheiding)
    if (cells === undefined) throw new Lijstweigering([regelfout('aanhalingsteken-onjuist')], regel)
    this.#records.useSeparator(scheiding)
    const last = cells.findLastIndex((name) => name !== '')
    this.#kop = { kolommen: cells.slice(0, last + 1), scheiding, bytes }
  }

  #cells(bytes: Uint8Array, { scheiding, kolommen }: Csvkop): readonly string[] | Lijstfoutcode {
    const text = this.#decode(bytes)
    if (text === undefined) return 'geen-utf8'
    const cells = splitCells(text, scheiding)
    if (cells === undefined) return 'aanhalingsteken-onjuist'
    const width = kolommen.length
    const isEmpty = cells.every((cell) => cell === '')
    if (cells.length < width && !isEmpty) return 'te-weinig-cellen'
    // A spreadsheet program may write empty cells past the last column.
    return cells.slice(width).some((cell) => cell !== '') ? 'te-veel-cellen' : cells.slice(0, width)
  }

  #decode(bytes: Uint8Array): string | undefined {
    try {
      return this.#decoder.decode(bytes)
    } catch {
      // Fatal decoding says no more than that; the row's fault names its line.
      return undefined
    }
  }
}

/** The candidate that stands most often outside quotes. */
function separatorOf(head: string): string {
  const bare = head.replaceAll(/"(?:[^"]|"")*"/g, '')
  const count = (sign: string): number => bare.split(sign).length
  return CANDIDATES.reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}

/** The cells of one record; undefined when text follows a closing quote. Outside quotes a quote that does not begin the cell is itself. */
function splitCells(text: string, scheiding: string): readonly string[] | undefined {
  const cells: string[] = []
  let at = 0
  while (at <= text.length) {
    const isQuoted = text[at] === '"'
    const end = isQuoted ? closingQuote(text, at) + 1 : text.indexOf(scheiding, at)
    const stop = end === -1 ? text.length : end
    if (isQuoted && stop < text.length && text[stop] !== scheiding) return undefined
    const raw = isQuoted ? text.slice(at + 1, stop - 1).replaceAll('""', '"') : text.slice(at, stop)
    cells.push(raw.trim())
    at = stop + 1
  }
  return cells
}

/** The place of the quote that closes the one at `at`. Records only end where quotes are closed. */
function closingQuote(text: string, at: number): number {
  let quote = text.indexOf('"', at + 1)
  while (quote !== -1 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2)
  return quote === -1 ? text.length : quote
}
