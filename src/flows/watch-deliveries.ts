/**
 * Tells municipalities in their feeds that a list that was agreed stayed out: once for each agreement and month, after its day and the grace. A step of its own
 * in the background, on the clock of law.
 */
import {
  type Afspraaksleutel,
  bothTakePart,
  hasDelivered,
  type Kijkafspraak,
  listDueAfspraken,
  lockDueAfspraak,
  moveOn,
} from '../agreements/leverafspraak.store.ts'
import { appendEvent } from '../audit/audit.store.ts'
import type { Tx } from '../db/database.ts'
import type { Db } from '../db/transaction.ts'
import { appendFeed } from '../delivery/feed.store.ts'
import { addDays } from '../legal/calendar.ts'
import { dueDate, type Policies } from '../legal/compile.ts'
import { countsFrom, deliveryDay, missedFrom, nextMonth } from '../legal/delivery-day.ts'
import { dayInAmsterdam, startOfDayInAmsterdam } from '../model/calendar.ts'
import type { Dag } from '../model/ids.ts'
import type { Now, RandomBytes } from '../model/ports.ts'

export type WatchDeliveriesDeps = {
  readonly db: Db
  readonly policies: () => Policies
  readonly now: Now
  readonly random: RandomBytes
}

/** Agreements asked for at once; each has a transaction of its own. */
const BATCH = 200

/** What should have been looked at so many days ago or more is passed over: what tells of a delivery may have ended. */
const TOO_LONG_AGO_DAYS = 60

/**
 * Looks once at every agreement whose time has come. Repeatable; what a crash broke off is looked at again. Aborting `signal` stops between two transactions.
 * @returns how many lists stayed out
 */
export async function watchDeliveries(
  deps: WatchDeliveriesDeps,
  signal?: AbortSignal,
): Promise<number> {
  const dag = dayInAmsterdam(deps.now())
  let missed = 0
  let looked: number
  do {
    looked = 0
    const due = await deps.db.transaction({ role: 'gw_afspraken' }, (tx) =>
      listDueAfspraken(tx, dag, BATCH),
    )
    for (const sleutel of due) {
      if (signal?.aborted === true) return missed
      const { oin, gemeentecode } = sleutel
      const scope = { role: 'gw_afspraken', oin, gemeenten: [gemeentecode] } as const
      const outcome = await deps.db.transaction(scope, (tx) => lookAt(deps, tx, sleutel))
      looked += outcome === undefined ? 0 : 1
      missed += outcome === 'uitgebleven' ? 1 : 0
    }
    // Where another process looks at the same ones nothing is left to do here.
  } while (looked > 0)
  return missed
}

/** Looks at one month of one agreement and goes on to the next. @returns undefined when another process did */
async function lookAt(
  deps: WatchDeliveriesDeps,
  tx: Tx,
  sleutel: Afspraaksleutel,
): Promise<'uitgebleven' | 'in-orde' | undefined> {
  const at = deps.now()
  const today = dayInAmsterdam(at)
  const afspraak = await lockDueAfspraak(tx, sleutel, today)
  if (afspraak === undefined) return undefined
  const { tot, dag, maand, kijkdatum } = afspraak
  const datum = deliveryDay(maand, dag)
  if (tot !== undefined && tot <= datum) {
    await moveOn(tx, sleutel, undefined, undefined)
    return 'in-orde'
  }
  const next = nextMonth(maand)
  const counts = addDays(kijkdatum, TOO_LONG_AGO_DAYS) >= today
  const isMissed = counts && (await isMissing(tx, afspraak, datum))
  await moveOn(
    tx,
    sleutel,
    { maand: next, kijkdatum: missedFrom(next, dag) },
    isMissed ? datum : undefined,
  )
  if (!isMissed) return 'in-orde'
  await tell(deps, tx, sleutel, datum, at)
  return 'uitgebleven'
}

async function isMissing(
  tx: Tx,
  { maand, dag, ...sleutel }: Kijkafspraak,
  datum: Dag,
): Promise<boolean> {
  if (!(await bothTakePart(tx, sleutel, datum))) return false
  return !(await hasDelivered(tx, sleutel, startOfDayInAmsterdam(countsFrom(maand, dag))))
}

async function tell(
  { policies, random }: WatchDeliveriesDeps,
  tx: Tx,
  { gemeentecode, oin: deelnemer }: Afspraaksleutel,
  datum: Dag,
  at: Date,
): Promise<void> {
  const soort = 'aanlevering-uitgebleven'
  await appendEvent(
    tx,
    { at, random },
    { soort, gemeentecode, deelnemer, datum },
    { namens: deelnemer, gemeentecode },
  )
  const line = { soort, deelnemer, datum, tijdstip: at.toISOString() } as const
  const vervaldatum = dueDate(policies(), 'gemeenteGebeurtenis', dayInAmsterdam(at))
  await appendFeed(tx, gemeentecode, [line], vervaldatum)
}
