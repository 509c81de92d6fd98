/** Which of the parties of open connections still take part. */
import type { Db } from '../db/transaction.ts'
import { findActiveOins } from '../identity/deelnemer.store.ts'
import { dayInAmsterdam } from '../model/calendar.ts'
import type { Oin } from '../model/ids.ts'
import type { Now } from '../model/ports.ts'

export type FindActivePartiesDeps = {
  readonly db: Db
  /** The clock of law: whether a party takes part today. */
  readonly now: Now
}

/** Those of `oins` that are registered and take part today. */
export async function findActiveParties(
  deps: FindActivePartiesDeps,
  oins: readonly Oin[],
): Promise<ReadonlySet<Oin>> {
  if (oins.length === 0) return new Set()
  const today = dayInAmsterdam(deps.now())
  return new Set(
    await deps.db.transaction({ role: 'gw_identiteit' }, (tx) => findActiveOins(tx, oins, today)),
  )
}
