/**
 * Tells municipalities in their feeds which days of their meldingen are near or have passed: the conversation of Wgs art. 4, a card without an
 * answer, three weeks of attempts. A step of its own on the clock of law; each day once.
 */
import { appendEvents } from '../../audit/audit.store.ts'
import type { Tx } from '../../db/database.ts'
import { appendFeed } from '../../delivery/feed.store.ts'
import { findSignalen } from '../../followup/melding.store.ts'
import { lockWithoutClock, takeDue, type Verstreken } from '../../followup/termijn.store.ts'
import { dueDate } from '../../legal/compile.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { Gemeentecode } from '../../model/ids.ts'
import type { CrashPoint } from '../../model/ports.ts'
import { listGemeenten } from '../../retention/due.store.ts'
import { type FollowUpDeps, getMelding, scopeOf } from './follow-up.ts'
import { setClock } from './set-clock.ts'

/** Meldingen looked at in one transaction. */
const BATCH = 100

export type WatchClocksDeps = Pick<FollowUpDeps, 'db' | 'policies' | 'now' | 'random'> & {
  readonly crashPoint: CrashPoint
}

/**
 * Looks once at every municipality. Repeatable; what a crash broke off is told at the next look. Aborting `signal` stops between two transactions.
 * @returns how many days were told
 */
export async function watchClocks(deps: WatchClocksDeps, signal?: AbortSignal): Promise<number> {
  let told = 0
  for (const gemeentecode of await deps.db.transaction({ role: 'gw_bewaring' }, listGemeenten)) {
    let batch: { readonly seen: number; readonly told: number }
    do {
      if (signal?.aborted === true) return told
      batch = await deps.db.transaction(scopeOf(gemeentecode), (tx) =>
        lookAt(deps, tx, gemeentecode),
      )
      deps.crashPoint('termijnen-vastgelegd')
      told += batch.told
    } while (batch.seen >= BATCH)
  }
  return told
}

async function lookAt(
  deps: WatchClocksDeps,
  tx: Tx,
  gemeentecode: Gemeentecode,
): Promise<{ readonly seen: number; readonly told: number }> {
  const at = deps.now()
  const moment = { gemeentecode, at, dag: dayInAmsterdam(at) }
  const fresh = await lockWithoutClock(tx, gemeentecode, BATCH)
  for (const id of fresh) {
    const melding = await getMelding(tx, gemeentecode, id)
    const signalen = await findSignalen(tx, gemeentecode, id)
    await setClock(deps.policies(), tx, moment, { melding, groep: null, signalen })
  }
  const due = await takeDue(tx, gemeentecode, moment.dag, at, BATCH)
  await tell(deps, tx, moment, due)
  deps.crashPoint('termijnen-gedaan')
  return { seen: Math.max(fresh.length, due.length), told: due.length }
}

async function tell(
  { policies, random }: WatchClocksDeps,
  tx: Tx,
  { gemeentecode, dag, at }: { gemeentecode: Gemeentecode; dag: string; at: Date },
  due: readonly Verstreken[],
): Promise<void> {
  await appendEvents(
    tx,
    { at, random },
    due.map(({ melding: meldingId, soort: wat }) => ({
      event: { soort: 'termijn-gemeld', gemeentecode, meldingId, wat },
      parties: { gemeentecode },
    })),
  )
  await appendFeed(
    tx,
    gemeentecode,
    due.map(({ melding: signaalId, versie, soort: wat, datum, gesprekUiterlijk }) => ({
      soort: 'termijn',
      signaalId,
      versie,
      wat,
      datum: wat.startsWith('gesprek') ? (gesprekUiterlijk ?? datum) : datum,
      tijdstip: at.toISOString(),
    })),
    dueDate(policies(), 'gemeenteGebeurtenis', dag),
  )
}
