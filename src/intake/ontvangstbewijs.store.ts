/** Stored receipts: the signed text of each accepted version, the same for every repeat, and the event it names. */
import type { Tx } from '../db/database.ts'
import { GebeurtenisId, type Oin, type SignaalId } from '../model/ids.ts'

export type Bewijsregel = { readonly jws: string; readonly gebeurtenisId: GebeurtenisId }

export async function insertOntvangstbewijs(
  tx: Tx,
  oin: Oin,
  signaalId: SignaalId,
  versie: number,
  bewijs: Bewijsregel,
): Promise<void> {
  await tx
    .insertInto('ontvangstbewijs')
    .values({
      oin,
      signaal_id: signaalId,
      versie,
      gebeurtenis_id: bewijs.gebeurtenisId,
      jws: bewijs.jws,
    })
    .execute()
}

export async function findOntvangstbewijs(
  tx: Tx,
  oin: Oin,
  signaalId: SignaalId,
  versie: number,
): Promise<Bewijsregel | undefined> {
  const row = await tx
    .selectFrom('ontvangstbewijs')
    .select(['jws', 'gebeurtenis_id'])
    .where('oin', '=', oin)
    .where('signaal_id', '=', signaalId)
    .where('versie', '=', versie)
    .executeTakeFirst()
  return row === undefined
    ? undefined
    : { jws: row.jws, gebeurtenisId: GebeurtenisId.parse(row.gebeurtenis_id) }
}
