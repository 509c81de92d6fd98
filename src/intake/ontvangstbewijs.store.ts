/** Stored receipts: the signed text of each accepted version, the same for every repeat, and the event it names. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { GebeurtenisId, type Oin, SignaalId } from '../model/ids.ts'

export type Bewijsregel = { readonly jws: string; readonly gebeurtenisId: GebeurtenisId }

/** A receipt with the version of the signal that it is of. */
export type Versiebewijs = Bewijsregel & { readonly signaalId: SignaalId; readonly versie: number }

export async function insertOntvangstbewijzen(
  tx: Tx,
  oin: Oin,
  bewijzen: readonly Versiebewijs[],
): Promise<void> {
  await sql`insert into ontvangstbewijs (oin, signaal_id, versie, gebeurtenis_id, jws)
    select ${oin}, b.* from unnest(
      ${bewijzen.map((one) => one.signaalId)}::uuid[],
      ${bewijzen.map((one) => one.versie)}::integer[],
      ${bewijzen.map((one) => one.gebeurtenisId)}::uuid[],
      ${bewijzen.map((one) => one.jws)}::text[]) as b(signaal_id, versie, gebeurtenis_id, jws)`.execute(
    tx,
  )
}

export async function findOntvangstbewijs(
  tx: Tx,
  oin: Oin,
  signaalId: SignaalId,
  versie: number,
): Promise<Bewijsregel | undefined> {
  return (await findOntvangstbewijzen(tx, oin, [{ signaalId, versie }])).get(signaalId)
}

/** The receipts of one version of each of these signals, by signal. */
export async function findOntvangstbewijzen(
  tx: Tx,
  oin: Oin,
  versies: readonly { readonly signaalId: SignaalId; readonly versie: number }[],
): Promise<ReadonlyMap<SignaalId, Bewijsregel>> {
  if (versies.length === 0) return new Map()
  const rows = await tx
    .selectFrom('ontvangstbewijs')
    .select(['signaal_id', 'jws', 'gebeurtenis_id'])
    .where('oin', '=', oin)
    .where(
      sql<boolean>`(signaal_id, versie) in (select * from unnest(
        ${versies.map((one) => one.signaalId)}::uuid[], ${versies.map((one) => one.versie)}::integer[]))`,
    )
    .execute()
  return new Map(
    rows.map((row) => [
      SignaalId.parse(row.signaal_id),
      { jws: row.jws, gebeurtenisId: GebeurtenisId.parse(row.gebeurtenis_id) },
    ]),
  )
}
