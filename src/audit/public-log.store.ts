/** What anyone may read of the log: signed checkpoints; tiles are read by `log.store.ts`. */
import type { Tx } from '../db/database.ts'

/** The last checkpoint that was signed before `instant`, with its size. */
export async function findCheckpointBefore(
  tx: Tx,
  instant: Date,
): Promise<{ readonly grootte: number; readonly tekst: string } | undefined> {
  return tx
    .selectFrom('log_checkpoint')
    .select(['grootte', 'tekst'])
    .where('tijdstip', '<', instant)
    .orderBy('tijdstip', 'desc')
    .orderBy('grootte', 'desc')
    .limit(1)
    .executeTakeFirst()
}
