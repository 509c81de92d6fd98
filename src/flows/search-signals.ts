/** A VLP searches its own signals by kenmerk, list or state; page by page, newest first, no payload. */
import type { Tx } from '../db/database.ts'
import type { Db } from '../db/transaction.ts'
import { formatPlace, parsePlace } from '../intake/list-cursor.ts'
import { searchSignalen } from '../intake/signaal-zoek.store.ts'
import { foundState, type Vindplaats } from '../intake/signal-state.ts'
import type { Caller } from '../model/caller.ts'
import { type Oin, SignaalId } from '../model/ids.ts'
import type { Now } from '../model/ports.ts'
import type { Signaalstand } from '../model/signaalstand.ts'
import type { Signaalzoekvraag } from '../model/signaalzoekvraag.ts'

export type SignalPage = {
  readonly signalen: readonly Signaalstand[]
  readonly volgende?: string
}

/** Signals that one question looks at: of a rare state a page may hold few, or none, and still have a next one. */
const MOST_LOOKED_AT = 5000
const BATCH = 501

type Search = {
  readonly oin: Oin
  readonly vraag: Signaalzoekvraag
  readonly limiet: number
  readonly at: Date
}

/** @throws Problem `verzoek-onjuist` (cursor) */
export async function searchSignals(
  { db, now }: { readonly db: Db; readonly now: Now },
  caller: Caller,
  vraag: Signaalzoekvraag,
  { limiet, cursor }: { readonly limiet: number; readonly cursor?: string },
): Promise<SignalPage> {
  const na = cursor === undefined ? undefined : SignaalId.parse(parsePlace(cursor, SignaalId))
  const oin = caller.namens
  const search = { oin, vraag, limiet, at: now() }
  return db.transaction({ role: 'gw_aanlevering', oin }, (tx) => collectPage(tx, search, na))
}

/** One after the last that fits tells that there are more. */
async function collectPage(
  tx: Tx,
  search: Search,
  from: SignaalId | undefined,
): Promise<SignalPage> {
  const signalen: Signaalstand[] = []
  let last = from
  for await (const { stand, na } of lookThrough(tx, search, from)) {
    if (stand !== undefined && signalen.length === search.limiet)
      return { signalen, ...nextOf(last) }
    if (stand !== undefined) signalen.push(stand)
    last = na
    if (stand === undefined && na === undefined) return { signalen }
  }
  return { signalen, ...nextOf(last) }
}

/** Each signal that was looked at, with its state where that was asked for; the very end has neither. */
async function* lookThrough(
  tx: Tx,
  { oin, vraag, at }: Search,
  from: SignaalId | undefined,
): AsyncGenerator<{ readonly stand?: Signaalstand; readonly na?: SignaalId }> {
  let na = from
  for (let looked = 0; looked < MOST_LOOKED_AT; looked += BATCH) {
    const batch: readonly Vindplaats[] = await searchSignalen(tx, oin, vraag, { na, limiet: BATCH })
    for (const found of batch) {
      const stand = foundState(found, at)
      na = found.signaalId
      // The store does not know the state that a reader sees.
      const isAsked = vraag.toestand === undefined || stand.toestand === vraag.toestand
      yield isAsked ? { stand, na } : { na }
    }
    if (batch.length < BATCH) {
      yield {}
      return
    }
  }
}

const nextOf = (na: SignaalId | undefined): Pick<SignalPage, 'volgende'> =>
  na === undefined ? {} : { volgende: formatPlace(na) }
