/** The event of an accepted signal with its commitment, while its details are there (role gw_log). */
import type { Tx } from '../db/database.ts'
import type { SignaalId } from '../model/ids.ts'
import { type Detail, partijenOf } from './leaf.ts'

/** The acceptances of a signal, one for each version. */
export async function findAcceptances(tx: Tx, signaalId: SignaalId): Promise<readonly Detail[]> {
  const rows = await tx
    .selectFrom('gebeurtenis_detail')
    .select(['gebeurtenis_id', 'tijdstip', 'oin', 'namens', 'gemeentecode', 'zout', 'detail'])
    .where('signaal_id', '=', signaalId)
    .orderBy('tijdstip')
    .execute()
  return rows.map((row) => ({
    id: row.gebeurtenis_id,
    tijdstip: row.tijdstip,
    partijen: partijenOf(row),
    gebeurtenis: row.detail,
    zout: row.zout,
  }))
}
