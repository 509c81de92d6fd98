/** Cuts a list into chunks as it arrives: bounded, and such that no two signals of one may see each other. */
import { nameOf } from '../../../intake/kenmerk.store.ts'
import type { ListReader } from '../../../intake/list/read-list.ts'
import { namesake } from '../../../intake/person-hash.ts'
import type { Signaal } from '../../../model/signaal.ts'
import { askedTypes, asks } from '../own-earlier.ts'
import type { ReceiveSignalDeps } from '../request.ts'
import { inParts, type Part } from './in-parts.ts'
import { type Row, readRow } from './list-rows.ts'

/** The most rows in one transaction: what waits for it waits for no more than these, and no more of a list are in memory. */
export const CHUNK = 250

class Chunk implements Part<Row> {
  readonly #deps: Pick<ReceiveSignalDeps, 'policies'>
  readonly #names = new Set<string>()
  readonly #persons = new Set<string>()
  #rows: Row[] = []
  #asked = false

  constructor(deps: Pick<ReceiveSignalDeps, 'policies'>) {
    this.#deps = deps
  }

  get size(): number {
    return this.#rows.length
  }

  /** Whether `row` must be received after the rows of this part: it names one of them or their persons again, or asks for its sender's earlier signals. */
  mustWait(row: Row): boolean {
    if (this.#rows.length >= CHUNK) return true
    if (!('offered' in row)) return false
    const { signaal } = row.offered
    if (this.#names.has(nameOf(signaal)) || this.#persons.has(this.#person(signaal))) return true
    return this.#asked && asks(this.#deps.policies(), signaal.signaaltype)
  }

  add(row: Row): void {
    this.#rows.push(row)
    if (!('offered' in row)) return
    const { signaal } = row.offered
    this.#names.add(nameOf(signaal))
    this.#persons.add(this.#person(signaal))
    this.#asked ||= askedTypes(this.#deps.policies()).has(signaal.signaaltype)
  }

  #person(signaal: Signaal): string {
    const regels = this.#deps.policies().regels.get(signaal.signaaltype) ?? []
    return namesake(
      signaal,
      regels.every(({ velden }) => velden.has('persoon.voorletters')),
    )
  }

  take(): readonly Row[] {
    const rows = this.#rows
    this.#rows = []
    this.#names.clear()
    this.#persons.clear()
    this.#asked = false
    return rows
  }
}

/** The rows of a list, part by part. */
export const partsOf = (
  deps: Pick<ReceiveSignalDeps, 'policies'>,
  body: AsyncIterable<Uint8Array>,
  reader: ListReader,
): AsyncGenerator<readonly Row[]> =>
  inParts(body, reader, (rij) => readRow(deps, rij), new Chunk(deps))
