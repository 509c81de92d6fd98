/** A sender's own earlier signals of a person, by keyed hash. Role `gw_aanlevering`: no row of another sender is in sight. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Dag, Gemeentecode, Oin, SignaalId } from '../model/ids.ts'

export type Eerderregel = {
  readonly signaalId: SignaalId
  readonly gemeentecode: Gemeentecode
  readonly signaaltype: string
  /** The month (`YYYY-MM`) of the sender's key. */
  readonly sleutelmaand: string
  readonly persoonHmac: Uint8Array
  readonly vervaldatum: Dag
}

/** Keeps them; the rows of their signals must be there, and each goes with its own. */
export async function insertEerdere(
  tx: Tx,
  oin: Oin,
  regels: readonly Eerderregel[],
): Promise<void> {
  if (regels.length === 0) return
  await sql`insert into eerder_signaal (oin, signaal_id, gemeentecode, signaaltype, sleutelmaand, persoon_hmac, vervaldatum)
    select ${oin}, e.* from unnest(
      ${regels.map((one) => one.signaalId)}::uuid[],
      ${regels.map((one) => one.gemeentecode)}::text[],
      ${regels.map((one) => one.signaaltype)}::text[],
      ${regels.map((one) => one.sleutelmaand)}::text[],
      ${regels.map((one) => one.persoonHmac)}::bytea[],
      ${regels.map((one) => one.vervaldatum)}::date[])
      as e(signaal_id, gemeentecode, signaaltype, sleutelmaand, persoon_hmac, vervaldatum)`.execute(
    tx,
  )
}

/** The months of the keys under which this sender has living ones on `dag`: at most three, since 31 days may hold a whole February. */
export async function findEerderMaanden(tx: Tx, oin: Oin, dag: Dag): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('eerder_signaal')
    .select('sleutelmaand')
    .distinct()
    .where('oin', '=', oin)
    .where('vervaldatum', '>', dag)
    .execute()
  return rows.map((row) => row.sleutelmaand)
}

/** The types of this sender's living signals of the person whose hash this is, on `dag`; `not` is the signal that asks. */
export async function findEerdereSoorten(
  tx: Tx,
  oin: Oin,
  { sleutelmaand, persoonHmac }: Pick<Eerderregel, 'sleutelmaand' | 'persoonHmac'>,
  { dag, not }: { readonly dag: Dag; readonly not: SignaalId | undefined },
): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('eerder_signaal')
    .select(['signaaltype', 'signaal_id'])
    .where('oin', '=', oin)
    .where('sleutelmaand', '=', sleutelmaand)
    .where('persoon_hmac', '=', persoonHmac)
    .where('vervaldatum', '>', dag)
    .execute()
  return rows.filter((row) => row.signaal_id !== not).map((row) => row.signaaltype)
}

/** The type of this sender's own living signal `id`, which a later one names as `vervolgOp`; undefined when it has none of that id. */
export async function findOwnType(tx: Tx, oin: Oin, id: SignaalId): Promise<string | undefined> {
  const row = await tx
    .selectFrom('kenmerk')
    .innerJoin('signaal', (join) =>
      join
        .onRef('signaal.gemeentecode', '=', 'kenmerk.gemeentecode')
        .onRef('signaal.id', '=', 'kenmerk.signaal_id'),
    )
    .select('signaal.signaaltype')
    .where('kenmerk.oin', '=', oin)
    .where('signaal.oin', '=', oin)
    .where('kenmerk.signaal_id', '=', id)
    .where('kenmerk.toestand', '=', 'levend')
    .executeTakeFirst()
  return row?.signaaltype
}
