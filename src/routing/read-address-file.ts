/**
 * Reads the CBS file "buurt, wijk en gemeente voor postcode-huisnummer" as a stream: strictly, and never whole in memory.
 * Its form differs by year: `;` (to 2022, 2025) or `,` (2023, 2024), with and without leading zeros, `Buurt2025` or `gwb2016_code`.
 */
import { Beheerweigering } from '../model/beheer.ts'
import { type Column, type CsvHead, readCsvHead } from './csv-head.ts'

/** Some thousands of addresses, column by column in step. `buurten`: eight positions, `regels`: line numbers from 1. `bytes`: read so far. */
export type AddressBatch = {
  readonly postcodes: string[]
  readonly huisnummers: string[]
  readonly buurten: string[]
  readonly regels: number[]
  readonly bytes: number
}

type Field = Column & { readonly pattern: string; readonly moet: string }

/** In the order in which `Reader` takes them. Each pattern has one group: the value without prefix. */
const FIELDS: readonly Field[] = [
  {
    naam: 'postcode (PC6)',
    heading: /^(pc6|postcode6?)$/i,
    pattern: '([1-9][0-9]{3} ?[A-Z]{2})',
    moet: 'een postcode als 1234AB zijn',
  },
  {
    naam: 'huisnummer',
    heading: /^(huisnummer|hnr)$/i,
    pattern: '([1-9][0-9]{0,4})',
    moet: 'een getal van 1 tot en met 99999 zijn',
  },
  {
    naam: 'buurt',
    heading: /^(buurt(code)?_?(20\d\d)?|gwb(20\d\d)?_code|bu_code)$/i,
    pattern: '(?:BU)?([0-9][0-9A-Z]{4,7})',
    moet: 'een buurtcode van acht posities zijn',
  },
  {
    naam: 'wijk',
    heading: /^(wijk(code)?_?(20\d\d)?|wk_code)$/i,
    pattern: '(?:WK)?([0-9][0-9A-Z]{2,5})',
    moet: 'een wijkcode van zes posities zijn',
  },
  {
    naam: 'gemeente',
    heading: /^(gem(eente)?(code)?_?(20\d\d)?|gm_code)$/i,
    pattern: '(?:GM)?([0-9]{1,4})',
    moet: 'een gemeentecode van vier cijfers zijn',
  },
]

/** No line of this file is longer; a file without line ends must not fill memory. */
const LONGEST_LINE = 1_000

/**
 * Yields the addresses in the order of the file, at most `size` at a time; lines that say the same address twice are the caller's to weigh.
 * @throws Beheerweigering naming the line and what is wrong, never a value
 */
export async function* readAddressFile(
  chunks: AsyncIterable<Uint8Array>,
  size = 20_000,
): AsyncGenerator<AddressBatch> {
  const reader = new Reader()
  let rest = ''
  let bytes = 0
  for await (const chunk of chunks) {
    // Every legal byte is ASCII; any other one is refused by the patterns.
    const text = rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1')
    bytes += chunk.length
    const lines = text.split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LONGEST_LINE) throw new Beheerweigering(`${reader.next}: de regel is te lang`)
    for (const line of lines) {
      reader.read(line)
      if (reader.waiting >= size) yield reader.take(bytes)
    }
  }
  if (rest !== '') reader.read(rest)
  if (reader.addresses === 0)
    throw new Beheerweigering('in dit bestand staan geen adressen; is het helemaal gedownload?')
  if (reader.waiting > 0) yield reader.take(bytes)
}

class Reader {
  #head:
    | { readonly places: CsvHead; readonly pattern: RegExp; readonly groups: number[] }
    | undefined
  #line = 0
  #emptyLine: number | undefined
  #batch: Omit<AddressBatch, 'bytes'> = emptyBatch()
  addresses = 0

  get waiting(): number {
    return this.#batch.regels.length
  }

  /** How people call the line that comes now. */
  get next(): string {
    return `regel ${this.#line + 1}`
  }

  take(bytes: number): AddressBatch {
    const batch = { ...this.#batch, bytes }
    this.#batch = emptyBatch()
    return batch
  }

  read(line: string): void {
    this.#line += 1
    if (this.#head === undefined) {
      this.#head = compile(readCsvHead(line.replace(/^\u00ef\u00bb\u00bf/, ''), FIELDS))
      return
    }
    if (line === '' || line === '\r') {
      this.#emptyLine ??= this.#line
      return
    }
    if (this.#emptyLine !== undefined)
      throw new Beheerweigering(`regel ${this.#emptyLine}: lege regel midden in het bestand`)
    const { pattern, groups, places } = this.#head
    const found = pattern.exec(line)
    if (found === null) throw refusalOf(this.#line, line, places)
    this.#add(groups.map((group) => found[group] ?? ''))
  }

  #add([postcode = '', huisnummer = '', buurt = '', wijk = '', gemeente = '']: string[]): void {
    const whole = buurt.padStart(8, '0')
    const district = wijk.padStart(6, '0')
    if (!(whole.startsWith(district) && district.startsWith(gemeente.padStart(4, '0'))))
      throw new Beheerweigering(
        `regel ${this.#line}: buurt, wijk en gemeente horen niet bij elkaar; is een kolom verschoven?`,
      )
    const { postcodes, huisnummers, buurten, regels } = this.#batch
    postcodes.push(postcode.length === 7 ? postcode.slice(0, 4) + postcode.slice(5) : postcode)
    huisnummers.push(huisnummer)
    buurten.push(whole)
    regels.push(this.#line)
    this.addresses += 1
  }
}

const emptyBatch = (): Omit<AddressBatch, 'bytes'> => ({
  postcodes: [],
  huisnummers: [],
  buurten: [],
  regels: [],
})

/** One pattern for the whole line: quotes come in pairs or not at all. `groups`: where it catches each of `FIELDS`. */
function compile(places: CsvHead): {
  places: CsvHead
  pattern: RegExp
  groups: number[]
} {
  const groups: number[] = []
  let group = 0
  const parts = Array.from({ length: places.width }, (_, place) => {
    const asked = places.places.indexOf(place)
    const field = FIELDS[asked]
    if (field === undefined) return `(?:"[^"]*"|[^"${places.separator}]*)`
    group += 2
    groups[asked] = group
    return `("?)${field.pattern}\\${group - 1}`
  })
  return { places, pattern: new RegExp(`^${parts.join(places.separator)}\\r?$`), groups }
}

/** Finds out what is wrong with a line that the pattern did not take. */
function refusalOf(line: number, text: string, { separator, places, width }: CsvHead): Error {
  const cells = text.replace(/\r$/, '').split(separator)
  if (cells.length !== width)
    return new Beheerweigering(
      `regel ${line}: telt ${cells.length} kolommen in plaats van ${width}; is het bestand helemaal gedownload?`,
    )
  const wrong = FIELDS.find(
    ({ pattern }, index) =>
      !new RegExp(`^("?)${pattern}\\1$`).test(cells[places[index] ?? 0] ?? ''),
  )
  return new Beheerweigering(
    wrong === undefined
      ? `regel ${line}: een aanhalingsteken staat verkeerd`
      : `regel ${line}: ${wrong.naam} moet ${wrong.moet}`,
  )
}
