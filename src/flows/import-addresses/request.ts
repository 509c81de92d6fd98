/** What the steps of reading in addresses share: what was asked, what was loaded, and what they need of the house. */
import type { Db } from '../../db/transaction.ts'
import type { AppendEvent } from '../../identity/append-event.ts'
import type { Adresopdracht } from '../../model/adresinvoer.ts'
import type { Beheerder } from '../../model/beheer.ts'
import type { Now, RandomBytes } from '../../model/ports.ts'

export type ImportAddressesDeps = {
  readonly db: Db
  readonly now: Now
  readonly random: RandomBytes
  readonly appendEvent: AppendEvent
}

/** `bestand` streams: no more than a batch of it is in memory. */
export type AddressImport = {
  readonly beheerder: Beheerder
  readonly opdracht: Adresopdracht
  readonly bestand: AsyncIterable<Uint8Array>
}

/** `adressen` are different ones; `sha256` of the bytes as they came. */
export type LoadedFile = {
  readonly adressen: number
  readonly dubbel: number
  readonly sha256: Uint8Array
}
