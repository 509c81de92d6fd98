/**
 * Signals below a municipality's threshold of which a policy lets an index be kept: each gets the person of its month and of the last month before, so that who
 * stays below month after month can be counted. A step in the background like the grouping, under the same role and lock; nothing of it is shown but numbers.
 */
import { uuidv7 } from '../crypto/uuid.ts'
import type { Tx } from '../db/database.ts'
import type { Db } from '../db/transaction.ts'
import { lockGroepering } from '../matching/groepering.store.ts'
import { placeSignals } from '../matching/group.ts'
import {
  findSlepers,
  keepSlepers,
  listSleperwacht,
  lockSleperwacht,
} from '../matching/sleper.store.ts'
import { type Gemeentecode, SignaalId } from '../model/ids.ts'
import type { Now, RandomBytes } from '../model/ports.ts'

export type RecogniseSlepersDeps = {
  readonly db: Db
  readonly now: Now
  readonly random: RandomBytes
}

/** Signals placed in one transaction: whoever withdraws one of them waits for no more than these. */
const BATCH = 100

/**
 * Recognises all that waits. Repeatable; what a crash broke off waits on. Aborting `signal` stops between two transactions.
 * @returns how many signals were placed
 */
export async function recogniseSlepers(
  deps: RecogniseSlepersDeps,
  signal?: AbortSignal,
): Promise<number> {
  let placed = 0
  for (const gemeentecode of await deps.db.transaction({ role: 'gw_bewaring' }, listSleperwacht)) {
    let batch: number
    do {
      if (signal?.aborted === true) return placed
      const scope = { role: 'gw_matching', gemeenten: [gemeentecode] } as const
      batch = await deps.db.transaction(scope, (tx) => recogniseBatch(deps, tx, gemeentecode))
      placed += batch
    } while (batch === BATCH)
  }
  return placed
}

async function recogniseBatch(
  { now, random }: RecogniseSlepersDeps,
  tx: Tx,
  gemeentecode: Gemeentecode,
): Promise<number> {
  await lockGroepering(tx, gemeentecode)
  const waiting = await lockSleperwacht(tx, gemeentecode, BATCH)
  if (waiting.length === 0) return 0
  const signals = waiting.map(({ signaal }) => signaal)
  const known = await findSlepers(tx, gemeentecode, signals)
  // A name of its own: that of a signal would tell who looks into the table whose it is.
  const newName = (): SignaalId => SignaalId.parse(uuidv7(now(), random))
  const due = new Map(waiting.map(({ signaal: { id }, vervaldatum }) => [id, vervaldatum]))
  const placed = placeSignals(known, signals, newName).map((one) => {
    const vervaldatum = due.get(one.signaal.id)
    if (vervaldatum === undefined) throw new Error('a signal was placed that did not wait')
    return { ...one, vervaldatum }
  })
  await keepSlepers(tx, gemeentecode, placed)
  return waiting.length
}
