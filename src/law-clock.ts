/** The clock of law, terms, retention and events. TLS, revocation lists and OAuth stay on real time. */
import { findNewestEvent } from './audit/log.store.ts'
import type { Db } from './db/transaction.ts'
import type { Now } from './model/ports.ts'

/** How far the real clocks of several processes may differ, in milliseconds. */
const SKEW_MS = 60_000

/** A clock that stands at `start` now and runs on with `real`; without `start` it is `real` itself. */
export function startClock(start: Date | undefined, real: Now): Now {
  if (start === undefined) return real
  const ahead = start.getTime() - real().getTime()
  return () => new Date(real().getTime() + ahead)
}

/**
 * Time never goes back in one store: terms would begin anew and the log could not be signed.
 * @throws Error in one line when the store holds an event that is later than the clock
 */
export async function refuseLaterEvents(
  db: Db,
  now: Now,
  options: { readonly isSet: boolean; readonly store: string },
): Promise<void> {
  const newest = await db.transaction({ role: 'gw_log' }, findNewestEvent)
  const at = now()
  const allowed = at.getTime() + (options.isSet ? 0 : SKEW_MS)
  if (newest === undefined || newest.getTime() <= allowed) return
  const remedy = options.isSet
    ? 'zet SIGNAALPOORT_KLOK later'
    : 'zet SIGNAALPOORT_KLOK op een later tijdstip, of de klok van deze machine goed'
  throw new Error(
    `in ${options.store} staat een gebeurtenis van ${newest.toISOString()}, later dan de klok (${at.toISOString()}): ` +
      `${remedy}, of begin met een lege opslag`,
  )
}
