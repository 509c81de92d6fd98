/** What a municipality told and nobody saw yet is taken back, since the finding behind it was wrong. Role `gw_controle`. */
import type { Tx } from '../db/database.ts'
import type { Gemeentecode, SignaalId } from '../model/ids.ts'

/** Takes the lines of these signals out of the queue of their municipality; what a VLP has read already stays, until a later line replaces it. */
export async function forgetFeedback(
  tx: Tx,
  gemeentecode: Gemeentecode,
  ids: readonly SignaalId[],
): Promise<void> {
  await tx
    .deleteFrom('terugkoppeling_wacht')
    .where('gemeentecode', '=', gemeentecode)
    .where('signaal_id', 'in', ids)
    .execute()
}
