/** Counts refusals before identification: nobody to name, so one event per minute and kind instead of one each. */
import { appendEvents } from '../audit/audit.store.ts'
import type { Db } from '../db/transaction.ts'
import type { AuditEvent } from '../model/audit-event.ts'
import type { Now, RandomBytes } from '../model/ports.ts'
import type { ProblemKind } from '../model/problem.ts'

const MINUTE_MS = 60_000

export type CountRefusalsDeps = { readonly db: Db; readonly now: Now; readonly random: RandomBytes }

export type RefusalCounter = {
  /** Counts one refusal, in memory: costs a flood nothing and tells nobody's name. */
  count(kind: ProblemKind): void
  /** Records the minutes that have ended: for a timer, so that a minute and kind make one event. */
  flushEndedMinutes(): Promise<void>
  /** Records everything, the running minute too: for shutdown. Throws what the store throws; the counts are then kept for the next time. */
  flush(): Promise<void>
}

type Tally = { readonly probleem: ProblemKind; readonly minuut: string; readonly aantal: number }

/**
 * A counter of one process. A count is kept until its commit succeeded; when the outcome of a commit is unknown it may come twice, never not at all.
 */
export function createRefusalCounter(deps: CountRefusalsDeps): RefusalCounter {
  const tallies = new Map<string, Tally>()
  const add = (tally: Tally): void => {
    const key = `${tally.minuut} ${tally.probleem}`
    const aantal = (tallies.get(key)?.aantal ?? 0) + tally.aantal
    tallies.set(key, { ...tally, aantal })
  }
  const record = async (isDue: (minuut: string) => boolean): Promise<void> => {
    const due = [...tallies].filter(([, tally]) => isDue(tally.minuut))
    if (due.length === 0) return
    // Taken out before the write: what is counted meanwhile makes a tally of its own, and nothing is written twice at once.
    for (const [key] of due) tallies.delete(key)
    const events = due.map(([, tally]) => ({ event: eventOf(tally), parties: {} }))
    try {
      await deps.db.transaction({ role: 'gw_identiteit' }, (tx) =>
        appendEvents(tx, { at: deps.now(), random: deps.random }, events),
      )
    } catch (error) {
      for (const [, tally] of due) add(tally)
      throw error
    }
  }
  return {
    count: (probleem) => add({ probleem, minuut: minuteOf(deps.now()), aantal: 1 }),
    flushEndedMinutes: () => {
      const running = minuteOf(deps.now())
      return record((minuut) => minuut < running)
    },
    flush: () => record(() => true),
  }
}

const minuteOf = (at: Date): string =>
  new Date(Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS).toISOString()

const eventOf = (tally: Tally): AuditEvent => ({ soort: 'onbekenden-geweigerd', ...tally })
