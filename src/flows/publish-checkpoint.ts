/** Gives waiting events their place in the log and publishes a signed checkpoint over them. */
import { type Checkpoint, checkpointText, openCheckpoint } from '../audit/checkpoint.ts'
import type { LogHead } from '../audit/log.store.ts'
import { readTiles } from '../audit/log.store.ts'
import { CLOCK_TOLERANCE_MS } from '../audit/log-age.ts'
import { leafHash } from '../audit/merkle.ts'
import type { SeenCheckpoint } from '../audit/seen-checkpoint.ts'
import {
  assignPlaces,
  insertCheckpoint,
  largestCheckpoint,
  lockHead,
  readWaiting,
  swapHead,
  type Waiting,
  writeTiles,
} from '../audit/sequence.store.ts'
import { extendLog, rootFromTiles } from '../audit/sequencer.ts'
import { edgeOf, placesFor } from '../audit/tile.ts'
import { sameBytes } from '../crypto/hash.ts'
import type { NoteSigner } from '../crypto/signed-note.ts'
import type { Tx } from '../db/database.ts'
import type { Db } from '../db/transaction.ts'
import type { CrashPoint, Now } from '../model/ports.ts'

/** Events in one transaction: bounds its memory and how long a late event waits. */
const BATCH = 5_000
/** Batches in one call; what waits beyond them goes with the next. */
const MAX_BATCHES = 20

export type PublishCheckpointDeps = {
  readonly db: Db
  readonly now: Now
  readonly signer: NoteSigner
  /** The log's name: first line of every checkpoint, and the signer's name. */
  readonly origin: string
  /** Keys that signed earlier checkpoints, when the log's key was changed. */
  readonly earlierKeys?: readonly string[]
  /** Where the last checkpoint is remembered outside the database; without it a database that was set back goes unnoticed here. */
  readonly seen?: SeenCheckpoint
  readonly crashPoint?: CrashPoint
}

/**
 * Publishes what waits, if anything. Any number of processes may run this at once: one works, none forks the log.
 * @returns the size of the log and how many events got a place now
 * @throws Error when nothing may be signed: the stored tiles, root or checkpoints disagree, the clock stands before the last
 *         checkpoint, or the database is older than the last checkpoint that was seen. Then nothing has changed.
 */
export async function publishCheckpoint(
  deps: PublishCheckpointDeps,
): Promise<{ readonly size: number; readonly appended: number }> {
  if (deps.signer.name !== deps.origin) throw new Error('the log is signed under its own name only')
  let appended = 0
  for (let batch = 1; ; batch += 1) {
    const seen = await deps.seen?.last()
    const step = await deps.db.transaction({ role: 'gw_log' }, (tx) => sequence(deps, tx, seen))
    // After the commit only: a checkpoint outside must never be ahead of a database that lost no data.
    if (step.note !== undefined) await remember(deps, step.note)
    appended += step.appended
    if (step.appended < BATCH || batch === MAX_BATCHES) return { size: step.size, appended }
  }
}

async function remember({ seen, crashPoint }: PublishCheckpointDeps, note: string): Promise<void> {
  crashPoint?.('ijkpunt-vastgelegd')
  await seen?.remember(note)
  crashPoint?.('ijkpunt-onthouden')
}

type Step = { readonly size: number; readonly appended: number; readonly note?: string }

async function sequence(
  deps: PublishCheckpointDeps,
  tx: Tx,
  seen: string | undefined,
): Promise<Step> {
  const head = await lockHead(tx)
  const waiting = await readWaiting(tx, BATCH)
  if (waiting.length === 0) return { size: head.grootte, appended: 0 }
  await assertSignable(deps, tx, head, seen)
  const rand = await readTiles(tx, edgeOf(head.grootte))
  const leaves = waiting.map((event) => leafHash(event.commitment))
  const extension = extendLog({ ...head, rand }, leaves)
  await writeTiles(tx, extension.tegels)
  await place(tx, waiting, head.grootte)
  deps.crashPoint?.('tegels-geschreven')
  const { grootte, wortel } = extension
  const note = deps.signer.sign(
    checkpointText({ origin: deps.origin, size: grootte, root: wortel }),
  )
  const tijdstip = instantAfter(head, deps.now())
  if (!(await swapHead(tx, head.grootte, { grootte, wortel, checkpoint: note, tijdstip })))
    throw new Error('the head of the log moved while it was locked')
  await insertCheckpoint(tx, { grootte, tekst: note, tijdstip })
  deps.crashPoint?.('ijkpunt-gedaan')
  return { size: grootte, appended: waiting.length, note }
}

async function place(tx: Tx, waiting: readonly Waiting[], first: number): Promise<void> {
  const ids = waiting.map((event) => event.id)
  if ((await assignPlaces(tx, ids, first)) !== ids.length)
    throw new Error('an event got its place twice')
}

/** Time of checkpoints never goes back: a clock that is a little behind another process's keeps the last instant. */
function instantAfter(head: LogHead, now: Date): Date {
  const last = head.tijdstip ?? now
  if (now.getTime() < last.getTime() - CLOCK_TOLERANCE_MS)
    throw new Error('the clock stands before the last checkpoint: nothing is signed')
  return now > last ? now : last
}

async function assertSignable(
  deps: PublishCheckpointDeps,
  tx: Tx,
  head: LogHead,
  seenNote: string | undefined,
): Promise<void> {
  if ((await largestCheckpoint(tx)) !== (head.checkpoint === null ? 0 : head.grootte))
    throw new Error('the head of the log is not at its last checkpoint')
  if (head.checkpoint !== null) {
    const last = opened(deps, head.checkpoint, 'the stored checkpoint')
    if (last.size !== head.grootte || !sameBytes(last.root, head.wortel))
      throw new Error('the head of the log is not what its checkpoint signed')
  }
  if (seenNote !== undefined)
    await assertContinues(tx, head, opened(deps, seenNote, 'the checkpoint kept outside'))
}

function opened(deps: PublishCheckpointDeps, note: string, what: string): Checkpoint {
  const vkeys = [deps.signer.vkey, ...(deps.earlierKeys ?? [])]
  const checkpoint = openCheckpoint(note, deps.origin, vkeys)
  if (checkpoint === undefined) throw new Error(`${what} is not signed by this log`)
  return checkpoint
}

/** The database must still hold what was signed before: same root at that size. */
async function assertContinues(tx: Tx, head: LogHead, seen: Checkpoint): Promise<void> {
  if (seen.size > head.grootte)
    throw new Error('the database is older than the last checkpoint: it was set back')
  const tiles = await readTiles(tx, placesFor([{ from: 0, to: seen.size }]))
  if (!sameBytes(rootFromTiles(seen.size, tiles), seen.root))
    throw new Error('the database holds another log than the last checkpoint')
}
