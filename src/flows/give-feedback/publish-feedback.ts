/**
 * What municipalities told VLPs and may be seen by now goes to their feeds. A step of its own, in the background and under its own role; one at a
 * time for a VLP, so that no reader of a feed misses a number.
 */
import { appendEvents } from '../../audit/audit.store.ts'
import type { Tx } from '../../db/database.ts'
import type { Db } from '../../db/transaction.ts'
import { type Feedregel, numberLines } from '../../feedback/number-lines.ts'
import {
  deleteWaiting,
  endReturned,
  findLastFinal,
  findOwnNames,
  insertFeed,
  listWaitingVlps,
  lockFeedOf,
  takeVisible,
} from '../../feedback/publish.store.ts'
import { dueDate, type Policies } from '../../legal/compile.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { Oin } from '../../model/ids.ts'
import type { CrashPoint, Now, RandomBytes } from '../../model/ports.ts'

export type PublishFeedbackDeps = {
  readonly db: Db
  readonly policies: () => Policies
  readonly now: Now
  readonly random: RandomBytes
  readonly crashPoint: CrashPoint
}

/** Lines told in one transaction. */
const BATCH = 500

/**
 * Publishes all that may be seen now. Repeatable; what a crash broke off waits on. Aborting `signal` stops between two transactions.
 * @returns how many lines were told
 */
export async function publishFeedback(
  deps: PublishFeedbackDeps,
  signal?: AbortSignal,
): Promise<number> {
  const at = deps.now()
  let told = 0
  const waiting = await deps.db.transaction({ role: 'gw_terugkoppeling' }, (tx) =>
    listWaitingVlps(tx, at),
  )
  for (const oin of waiting) {
    let batch: Batch
    do {
      if (signal?.aborted === true) return told
      batch = await deps.db.transaction({ role: 'gw_terugkoppeling', oin }, (tx) =>
        publishBatch(deps, tx, oin, at),
      )
      deps.crashPoint('terugkoppeling-vastgelegd')
      told += batch.told
    } while (batch.taken === BATCH)
  }
  return told
}

type Batch = { readonly taken: number; readonly told: number }

async function publishBatch(deps: PublishFeedbackDeps, tx: Tx, oin: Oin, at: Date): Promise<Batch> {
  // The counter first: another process that publishes for this VLP waits here, and then finds what is left.
  const laatste = await lockFeedOf(tx, oin)
  const waiting = await takeVisible(tx, oin, at, BATCH)
  const ids = [...new Set(waiting.map(({ signaalId }) => signaalId))]
  const namen = await findOwnNames(tx, oin, ids)
  const eerder = await findLastFinal(tx, oin, ids)
  const lines = numberLines(waiting, { laatste, namen, eerder })
  const dag = dayInAmsterdam(at)
  await insertFeed(tx, oin, lines, dueDate(deps.policies(), 'terugkoppeling', dag))
  // With its line: until then its VLP saw no difference.
  const returned = lines.filter(({ code }) => code === 'retour').map(({ signaalId }) => signaalId)
  const vervaldatum = dueDate(deps.policies(), 'kenmerkBeeindigd', dag)
  await endReturned(tx, oin, returned, { at, vervaldatum })
  await deleteWaiting(tx, waiting)
  await record(deps, tx, oin, lines)
  deps.crashPoint('terugkoppeling-gedaan')
  return { taken: waiting.length, told: lines.length }
}

async function record(
  { now, random }: PublishFeedbackDeps,
  tx: Tx,
  namens: Oin,
  lines: readonly Feedregel[],
): Promise<void> {
  await appendEvents(
    tx,
    { at: now(), random },
    lines.map(({ signaalId, gemeentecode, volgnummer, soort: regelsoort, code }) => ({
      event: {
        soort: 'terugkoppeling-gegeven',
        signaalId,
        gemeentecode,
        volgnummer,
        regelsoort,
        code,
      },
      parties: { namens, gemeentecode },
    })),
  )
}
