/** Holds and restrictions whose day has come end by themselves, each signal with its event; what a hold kept goes in the same sweep. */
import { appendEvents } from '../../audit/audit.store.ts'
import type { Tx } from '../../db/database.ts'
import type { Gemeentecode } from '../../model/ids.ts'
import {
  lockEnded,
  lockThere,
  settleMeasures,
  stepMaatregel,
} from '../../retention/maatregel.store.ts'
import type { Batch, Sweep } from './sweep.ts'

/** One batch of measures of one municipality. */
export async function endMeasures(
  { deps, at, dag }: Sweep,
  tx: Tx,
  gemeentecode: Gemeentecode,
): Promise<Batch> {
  // A measure names at most 500 signals: one by one the transaction stays bounded.
  const ended = await lockEnded(tx, gemeentecode, dag, 1)
  for (const maatregel of ended) {
    await stepMaatregel(tx, maatregel, 'beeindigd', { door: null, at })
    const ids = await lockThere(tx, gemeentecode, maatregel.signalen)
    await settleMeasures(tx, gemeentecode, ids, dag)
    await appendEvents(
      tx,
      { at: deps.now(), random: deps.random },
      ids.map((signaalId) => ({
        event: {
          soort: 'maatregel-beeindigd',
          gemeentecode,
          maatregelId: maatregel.id,
          maatregel: maatregel.soort,
          signaalId,
        },
        parties: { gemeentecode },
      })),
    )
  }
  return { found: ended.length === 0 ? 0 : deps.batchSize, gone: ended.length }
}
