/** The rows that a sweep deletes: fields after a confirmed receipt, coded rows with all that hangs on them, and what ends by itself. */
import type { Tx } from '../../db/database.ts'
import { appendFeed } from '../../delivery/feed.store.ts'
import { allowedIn } from '../../legal/allowed-in-purpose.ts'
import { dueDate } from '../../legal/compile.ts'
import { countsFrom } from '../../legal/slepers.ts'
import { windowStart } from '../../matching/month-window.ts'
import type { Gemeentecode } from '../../model/ids.ts'
import { keepCountsOf } from '../../monitor/count.store.ts'
import { deleteOldBesluiten } from '../../retention/bewaarbesluit.store.ts'
import {
  deleteSignalen,
  findDueSignalen,
  findExpiredHeld,
  listGemeenten,
  lockDueSignalen,
  lockExpiredHeld,
  lockOpened,
  settleOpened,
} from '../../retention/due.store.ts'
import { eraseFields, putDownKeys } from '../../retention/early-end.store.ts'
import { deleteOldMaatregelen } from '../../retention/maatregel.store.ts'
import { deleteOrphanDetails } from '../../retention/resultaat-einde.store.ts'
import {
  deleteBewijzen,
  deleteDueAanleveringen,
  deleteDueDetails,
  deleteEmptyMeldingen,
  deleteEndedKenmerken,
  deleteExpiredAsserties,
  deleteExpiredEerder,
  deleteExpiredFeedback,
  deleteExpiredIdempotentie,
  deleteFeedRows,
  deleteIdempotentieOf,
  deleteOldIndexes,
  deleteOldSelecties,
  deleteSlepers,
  endKenmerken,
  lockKenmerken,
} from '../../retention/rows.store.ts'
import { addSwept } from '../../retention/sweep-record.store.ts'
import { endMeasures } from './end-measures.ts'
import { type Batch, bewaringOf, type Sweep, sweepBatches } from './sweep.ts'

/** Everything whose own due date has come, municipality by municipality, then what belongs to none. */
export async function sweepRows(sweep: Sweep): Promise<void> {
  const { deps, at, dag } = sweep
  const limit = deps.batchSize
  await deps.freeze(sweep.signal)
  for (const gemeentecode of await deps.db.transaction(bewaringOf(), listGemeenten))
    await sweepGemeente(sweep, gemeentecode)
  const loose = [
    ['idempotentiesleutels', (tx: Tx) => deleteExpiredIdempotentie(tx, at, limit)],
    ['eerdereSignalen', (tx: Tx) => deleteExpiredEerder(tx, dag, limit)],
    ['aanleveringen', (tx: Tx) => deleteDueAanleveringen(tx, dag, limit)],
    ['terugkoppelingen', (tx: Tx) => deleteExpiredFeedback(tx, dag, limit)],
    ['asserties', (tx: Tx) => deleteExpiredAsserties(tx, deps.realNow(), limit)],
    ['gebeurtenisdetails', (tx: Tx) => deleteDueDetails(tx, dag, limit)],
  ] as const
  for (const [category, remove] of loose)
    await sweepBatches(sweep, bewaringOf(), category, async (tx) => wholeBatch(await remove(tx)))
}

async function sweepGemeente(sweep: Sweep, gemeentecode: Gemeentecode): Promise<void> {
  const { deps, at, dag } = sweep
  const scope = bewaringOf(gemeentecode)
  await sweepBatches(sweep, scope, 'maatregelen', (tx) => endMeasures(sweep, tx, gemeentecode))
  await sweepBatches(sweep, scope, 'geopendeSignalen', (tx) => eraseOpened(sweep, tx, gemeentecode))
  await sweepBatches(sweep, scope, 'vastgehoudenSignalen', (tx) =>
    eraseHeld(sweep, tx, gemeentecode),
  )
  await sweepBatches(sweep, scope, 'signalen', (tx) => eraseDue(sweep, tx, gemeentecode))
  await sweepBatches(sweep, scope, 'matchindexen', async (tx) =>
    wholeBatch(await deleteOldIndexes(tx, gemeentecode, windowStart(at), deps.batchSize)),
  )
  const telt = countsFrom(deps.policies(), gemeentecode, dag) !== undefined
  await sweepBatches(sweep, scope, 'slepers', async (tx) =>
    wholeBatch(
      await deleteSlepers(tx, gemeentecode, { dag, from: windowStart(at), telt }, deps.batchSize),
    ),
  )
  await sweepBatches(sweep, scope, 'resultaten', async (tx) => {
    const keys = await deleteOrphanDetails(tx, gemeentecode, deps.batchSize)
    await putDownKeys(tx, gemeentecode, keys)
    return wholeBatch(keys.length)
  })
  await sweepBatches(sweep, scope, 'meldingen', async (tx) =>
    wholeBatch(await deleteEmptyMeldingen(tx, gemeentecode, deps.batchSize)),
  )
  await sweepBatches(sweep, scope, 'selecties', async (tx) =>
    wholeBatch(await deleteOldSelecties(tx, gemeentecode, dag, deps.batchSize)),
  )
  await sweepBatches(sweep, scope, 'kenmerken', async (tx) =>
    wholeBatch(await deleteEndedKenmerken(tx, gemeentecode, dag, deps.batchSize)),
  )
  await sweepBatches(sweep, scope, 'gemeentegebeurtenissen', async (tx) =>
    wholeBatch(await deleteFeedRows(tx, gemeentecode, dag, deps.batchSize)),
  )
  await sweepBatches(sweep, scope, 'bewaarbesluiten', async (tx) => {
    const decisions = await deleteOldBesluiten(tx, gemeentecode, dag, deps.batchSize)
    const measures = await deleteOldMaatregelen(tx, gemeentecode, dag, deps.batchSize)
    return { found: Math.max(decisions, measures), gone: decisions + measures }
  })
}

const wholeBatch = (gone: number): Batch => ({ found: gone, gone })

/** The municipality confirmed that it holds them, and the days after that are over: the fields go, the coded row stays until its term. */
async function eraseOpened(
  { deps, dag }: Sweep,
  tx: Tx,
  gemeentecode: Gemeentecode,
): Promise<Batch> {
  const ids = await lockOpened(tx, gemeentecode, dag, deps.batchSize)
  if (ids.length === 0) return wholeBatch(0)
  await eraseFields(tx, gemeentecode, ids)
  await settleOpened(tx, gemeentecode, ids)
  return wholeBatch(ids.length)
}

/**
 * What its sender held back and never released. Its municipality never knew of it and hears nothing; the kenmerk goes in this same sweep, so that
 * the list can be sent again as it is.
 */
async function eraseHeld(
  { deps, at, dag }: Sweep,
  tx: Tx,
  gemeentecode: Gemeentecode,
): Promise<Batch> {
  const due = await findExpiredHeld(tx, gemeentecode, at, deps.batchSize)
  if (due.length === 0) return wholeBatch(0)
  await lockKenmerken(tx, due)
  const ids = await lockExpiredHeld(
    tx,
    gemeentecode,
    at,
    due.map(({ id }) => id),
  )
  await eraseFields(tx, gemeentecode, ids)
  const gone = await deleteSignalen(tx, gemeentecode, ids)
  await addSwept(tx, 'ontvangstbewijzen', await deleteBewijzen(tx, gone))
  await addSwept(tx, 'idempotentiesleutels', await deleteIdempotentieOf(tx, gone))
  await endKenmerken(tx, gone, { einde: 'verlopen', at, vervaldatum: dag })
  return { found: due.length, gone: gone.length }
}

/** In the order of a correction: the kenmerk first, then the signal, then its fields. */
async function eraseDue(
  { deps, at, dag }: Sweep,
  tx: Tx,
  gemeentecode: Gemeentecode,
): Promise<Batch> {
  const due = await findDueSignalen(tx, gemeentecode, dag, deps.batchSize)
  if (due.length === 0) return wholeBatch(0)
  await lockKenmerken(tx, due)
  const ids = await lockDueSignalen(
    tx,
    gemeentecode,
    dag,
    due.map(({ id }) => id),
  )
  await eraseFields(tx, gemeentecode, ids)
  // Before they go, in the transaction in which they go: a month loses no number to the sweep.
  await keepCountsOf(tx, gemeentecode, ids, allowedIn(deps.policies(), 'monitor', dag))
  const gone = await deleteSignalen(tx, gemeentecode, ids)
  await addSwept(tx, 'ontvangstbewijzen', await deleteBewijzen(tx, gone))
  await addSwept(tx, 'idempotentiesleutels', await deleteIdempotentieOf(tx, gone))
  const policies = deps.policies()
  const vervaldatum = dueDate(policies, 'kenmerkBeeindigd', dag)
  // One that was given back ended as such at the closing; where nobody told it yet, here.
  for (const einde of ['retour', 'verlopen'] as const)
    await endKenmerken(
      tx,
      gone.filter(({ teruggegeven }) => teruggegeven === (einde === 'retour')),
      { einde, at, vervaldatum },
    )
  await appendFeed(
    tx,
    gemeentecode,
    gone
      .filter(({ onopgepakt }) => onopgepakt)
      .map(({ id, versie }) => ({
        soort: 'verlopen',
        signaalId: id,
        versie,
        tijdstip: at.toISOString(),
      })),
    dueDate(policies, 'gemeenteGebeurtenis', dag),
  )
  return { found: due.length, gone: gone.length }
}
