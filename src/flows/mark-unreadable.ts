/**
 * Signals of which every key is compromised: their fields go at once, the municipality's feed says so, and their VLPs see `onleesbaar` and may
 * offer them anew. Works in small transactions beside live traffic; what broke off goes on where it was.
 */
import { appendEvents } from '../audit/audit.store.ts'
import type { Tx } from '../db/database.ts'
import type { Db } from '../db/transaction.ts'
import { appendFeed } from '../delivery/feed.store.ts'
import { queueFeedback } from '../feedback/terugkoppeling.store.ts'
import { dueDate, type Policies } from '../legal/compile.ts'
import { dayInAmsterdam } from '../model/calendar.ts'
import type { SignaalId } from '../model/ids.ts'
import type { CrashPoint, Now, RandomBytes } from '../model/ports.ts'
import {
  deleteSignalen,
  type GewistSignaal,
  type Signaalverwijzing,
  settleOpened,
} from '../retention/due.store.ts'
import { eraseFields } from '../retention/early-end.store.ts'
import {
  deleteBewijzen,
  deleteIdempotentieOf,
  endKenmerken,
  lockKenmerken,
} from '../retention/rows.store.ts'
import {
  advanceVerlies,
  deleteVerlies,
  findDark,
  listVerliezen,
  lockDark,
  nextSignalen,
  type Sleutelverlies,
} from '../retention/unreadable.store.ts'

export type MarkUnreadableDeps = {
  readonly db: Db
  readonly policies: () => Policies
  readonly now: Now
  readonly random: RandomBytes
  readonly crashPoint: CrashPoint
  /** Signals looked at in one transaction. */
  readonly batchSize: number
}

/**
 * Looks through the signals of every key that was compromised. Never ends a signal that a usable key still has a box of. Aborting `signal`
 * stops between two transactions.
 * @returns how many signals became unreadable
 */
export async function markUnreadable(
  deps: MarkUnreadableDeps,
  signal?: AbortSignal,
): Promise<number> {
  let marked = 0
  const stopped = (): boolean => signal?.aborted === true
  if (stopped()) return marked
  for (const verlies of await deps.db.transaction({ role: 'gw_bewaring' }, listVerliezen)) {
    let batch: Batch
    do {
      if (stopped()) return marked
      batch = await lookAtBatch(deps, verlies)
      marked += batch.marked
    } while (!batch.done)
  }
  return marked
}

type Batch = { readonly done: boolean; readonly marked: number }

async function lookAtBatch(deps: MarkUnreadableDeps, verlies: Sleutelverlies): Promise<Batch> {
  const { gemeentecode } = verlies
  const scope = { role: 'gw_bewaring', gemeenten: [gemeentecode] } as const
  const batch = await deps.db.transaction(scope, async (tx) => {
    const found = await nextSignalen(tx, verlies, deps.batchSize)
    if (found === undefined) return { done: true, marked: 0 }
    const last = found.at(-1)
    if (last === undefined) {
      await deleteVerlies(tx, verlies)
      deps.crashPoint('verlies-gedaan')
      return { done: true, marked: 0 }
    }
    await advanceVerlies(tx, verlies, last.id)
    const marked = await endDark(deps, tx, verlies, found)
    deps.crashPoint('onleesbaar-gedaan')
    return { done: false, marked }
  })
  deps.crashPoint(batch.done ? 'verlies-vastgelegd' : 'onleesbaar-vastgelegd')
  return batch
}

/** In the order of a correction: the kenmerk first, then the signal, then its fields; and looked at once more when all is held. */
async function endDark(
  deps: MarkUnreadableDeps,
  tx: Tx,
  verlies: Sleutelverlies,
  found: readonly Signaalverwijzing[],
): Promise<number> {
  const { gemeentecode } = verlies
  const maybe = new Set(
    await findDark(
      tx,
      verlies,
      found.map(({ id }) => id),
    ),
  )
  if (maybe.size === 0) return 0
  await lockKenmerken(
    tx,
    found.filter(({ id }) => maybe.has(id)),
  )
  const held = await lockDark(tx, gemeentecode, [...maybe])
  const dark = new Set(
    await findDark(
      tx,
      verlies,
      held.map(({ id }) => id),
    ),
  )
  const ofDark = (wacht: boolean): readonly SignaalId[] =>
    held.filter((one) => dark.has(one.id) && one.wacht === wacht).map(({ id }) => id)
  await eraseFields(tx, gemeentecode, [...dark])
  // What the municipality confirmed it holds, and what was withdrawn: only the fields go, nobody is asked for it again.
  await settleOpened(tx, gemeentecode, ofDark(false))
  const gone = await deleteSignalen(tx, gemeentecode, ofDark(true))
  if (gone.length > 0) await tell(deps, tx, verlies, gone)
  return gone.length
}

async function tell(
  { policies, now, random }: MarkUnreadableDeps,
  tx: Tx,
  { gemeentecode, sleutelId }: Sleutelverlies,
  gone: readonly GewistSignaal[],
): Promise<void> {
  const at = now()
  const dag = dayInAmsterdam(at)
  await deleteBewijzen(tx, gone)
  await deleteIdempotentieOf(tx, gone)
  const vervaldatum = dueDate(policies(), 'kenmerkBeeindigd', dag)
  await endKenmerken(tx, gone, { einde: 'onleesbaar', at, vervaldatum })
  await appendEvents(
    tx,
    { at, random },
    gone.map(({ oin: namens, id: signaalId, versie }) => ({
      event: { soort: 'signaal-onleesbaar', signaalId, versie, gemeentecode, sleutelId },
      parties: { namens, gemeentecode },
    })),
  )
  await queueFeedback(
    tx,
    gone.map(({ oin, id: signaalId }) => {
      const line = { gemeentecode, oin, signaalId, dag } as const
      return { ...line, code: 'onleesbaar', soort: 'eind' }
    }),
    { zichtbaar: 'direct', at },
  )
  await appendFeed(
    tx,
    gemeentecode,
    gone.map(({ id, versie }) => ({
      soort: 'onleesbaar',
      signaalId: id,
      versie,
      tijdstip: at.toISOString(),
    })),
    dueDate(policies(), 'gemeenteGebeurtenis', dag),
  )
}
