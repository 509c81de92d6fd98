/** Cuts a list into chunks as it arrives: bounded, and such that no two signals of one may see each other. */
import { nameOf } from '../../../intake/kenmerk.store.ts'
import type { ListReader } from '../../../intake/list/read-list.ts'
import { namesake } from '../../../intake/person-hash.ts'
import type { Lijstregel } from '../../../model/lijst.ts'
import type { Signaal } from '../../../model/signaal.ts'
import { askedTypes, asks } from '../own-earlier.ts'
import type { ReceiveSignalDeps } from '../request.ts'
import { type Row, readRow } from './list-rows.ts'

/** The most rows in one transaction: what waits for it waits for no more than these, and no more of a list are in memory. */
export const CHUNK = 250

/** So long a part that is not full waits for more. A sender that waits for verdicts gets them, a steady stream fills its parts. */
const LINGER_MS = 50

/** Collects rows until the next one has to wait for those before it. */
class Part {
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

  /** Its rows, and it is empty again. */
  take(): readonly Row[] {
    const rows = this.#rows
    this.#rows = []
    this.#names.clear()
    this.#persons.clear()
    this.#asked = false
    return rows
  }
}

/**
 * The rows of a list, part by part. The next bytes are asked for when the part before was taken, so that whoever takes no more holds the
 * sender back. A list that breaks off gives no more than whole rows.
 */
export async function* partsOf(
  deps: Pick<ReceiveSignalDeps, 'policies'>,
  body: AsyncIterable<Uint8Array>,
  reader: ListReader,
): AsyncGenerator<readonly Row[]> {
  const part = new Part(deps)
  for await (const rows of arriving(body, reader)) {
    if (rows === 'quiet') {
      if (part.size > 0) yield part.take()
      continue
    }
    for (const rij of rows) {
      const row = readRow(deps, rij)
      if (part.mustWait(row)) yield part.take()
      part.add(row)
    }
  }
  if (part.size > 0) yield part.take()
}

/** The rows of each piece of the body; `quiet` when the next piece is not there yet. */
async function* arriving(
  body: AsyncIterable<Uint8Array>,
  reader: ListReader,
): AsyncGenerator<Iterable<Lijstregel> | 'quiet'> {
  const pieces = body[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = pieces.next()
      if (await isLate(next)) yield 'quiet'
      const piece = await next
      if (piece.done === true) break
      yield reader.push(piece.value)
    }
    yield reader.end()
  } finally {
    await pieces.return?.()
  }
}

async function isLate(next: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<true>((resolve) => {
    timer = setTimeout(() => resolve(true), LINGER_MS)
  })
  try {
    return await Promise.race([
      next.then(
        () => false,
        () => false,
      ),
      late,
    ])
  } finally {
    clearTimeout(timer)
  }
}
