/** The register of parties and mandates. Read under `gw_identiteit`, written under `gw_beheer`. */
import { sql } from 'kysely'
import { ClientJwks } from '../crypto/signing-keys.ts'
import type { Tx } from '../db/database.ts'
import { Deelnemer } from '../model/deelnemer.ts'
import { Doel } from '../model/doel.ts'
import { Dag, type Gemeentecode, Oin } from '../model/ids.ts'
import { Hoedanigheid } from '../model/mandaat.ts'
import type { Mandaat } from './authorise.ts'

/** The party of this OIN, active or not. */
export async function findDeelnemer(tx: Tx, oin: Oin): Promise<Deelnemer | undefined> {
  return (await findDeelnemers(tx, [oin])).get(oin)
}

/** As `findDeelnemer`, by OIN. */
export async function findDeelnemers(
  tx: Tx,
  oins: readonly Oin[],
): Promise<ReadonlyMap<Oin, Deelnemer>> {
  const rows = await tx
    .selectFrom('deelnemer')
    .select(['oin', 'naam', 'rol', 'gemeentecode', 'vanaf', 'tot'])
    .where(sql<boolean>`oin = any(${oins}::text[])`)
    .execute()
  const parties = rows.map(({ gemeentecode, tot, ...rest }) =>
    Deelnemer.parse({
      ...rest,
      ...(gemeentecode === null ? {} : { gemeentecode }),
      ...(tot === null ? {} : { tot }),
    }),
  )
  return new Map(parties.map((party) => [party.oin, party]))
}

/** Those of `oins` whose party takes part on `today`. */
export async function findActiveOins(
  tx: Tx,
  oins: readonly Oin[],
  today: Dag,
): Promise<readonly Oin[]> {
  const rows = await tx
    .selectFrom('deelnemer')
    .select('oin')
    .where('oin', 'in', [...oins])
    .where('vanaf', '<=', today)
    .where((where) => where.or([where('tot', 'is', null), where('tot', '>', today)]))
    .execute()
  return rows.map(({ oin }) => Oin.parse(oin))
}

/** The public keys with which a party signs its client assertions (RFC 7523). */
export async function findClientJwks(tx: Tx, oin: Oin): Promise<ClientJwks | undefined> {
  const row = await tx
    .selectFrom('deelnemer')
    .select('client_jwks')
    .where('oin', '=', oin)
    .executeTakeFirst()
  return row === undefined ? undefined : ClientJwks.parse(row.client_jwks)
}

/** Every mandate of `gever` to `gemachtigde`, whatever its purpose and term. */
export async function findMandaten(
  tx: Tx,
  gemachtigde: Oin,
  gever: Oin,
): Promise<readonly Mandaat[]> {
  const rows = await tx
    .selectFrom('mandaat')
    .select(['gemachtigde_oin', 'gever_oin', 'doel', 'vanaf', 'tot', 'hoedanigheid', 'besluit'])
    .where('gemachtigde_oin', '=', gemachtigde)
    .where('gever_oin', '=', gever)
    .execute()
  return rows.map((row) => ({
    gemachtigde: Oin.parse(row.gemachtigde_oin),
    gever: Oin.parse(row.gever_oin),
    doel: Doel.parse(row.doel),
    vanaf: Dag.parse(row.vanaf),
    ...(row.tot === null ? {} : { tot: Dag.parse(row.tot) }),
    hoedanigheid: Hoedanigheid.parse(row.hoedanigheid),
    ...(row.besluit === null ? {} : { besluit: row.besluit }),
  }))
}

/** A purpose for which a party acts for a municipality, and from when until when. */
export type Machtiging = Pick<Mandaat, 'doel' | 'vanaf' | 'tot'>

/** What the college of a municipality mandated to `gemachtigde`, whatever the day: each term as far as the college itself takes part. */
export async function findMachtigingen(
  tx: Tx,
  gemachtigde: Oin,
  gemeentecode: Gemeentecode,
): Promise<readonly Machtiging[]> {
  const find = await findMachtigingenOf(tx, [{ gemachtigde, gemeentecode }])
  return find(gemachtigde, gemeentecode)
}

/** As `findMachtigingen`, of many pairs. @returns how to ask for one of them */
export async function findMachtigingenOf(
  tx: Tx,
  pairs: readonly { readonly gemachtigde: Oin; readonly gemeentecode: Gemeentecode }[],
): Promise<(gemachtigde: Oin, gemeentecode: Gemeentecode) => readonly Machtiging[]> {
  if (pairs.length === 0) return () => []
  const { rows } = await sql<{
    paar: string
    doel: string
    vanaf: string
    tot: string | null
  }>`
    select m.gemachtigde_oin || ' ' || c.gemeentecode as paar, m.doel,
      greatest(m.vanaf, c.vanaf) as vanaf, least(m.tot, c.tot) as tot
    from mandaat m join deelnemer c on c.oin = m.gever_oin
    where (m.gemachtigde_oin, c.gemeentecode) in (select * from unnest(
      ${pairs.map(({ gemachtigde }) => gemachtigde)}::text[],
      ${pairs.map(({ gemeentecode }) => gemeentecode)}::text[]))`.execute(tx)
  const found = Map.groupBy(rows, ({ paar }) => paar)
  return (gemachtigde, gemeentecode) =>
    (found.get(`${gemachtigde} ${gemeentecode}`) ?? []).map(({ doel, vanaf, tot }) => ({
      doel: Doel.parse(doel),
      vanaf: Dag.parse(vanaf),
      ...(tot === null ? {} : { tot: Dag.parse(tot) }),
    }))
}

/** Adds a party. Whether it was new: one that is there already is left as it is. */
export async function insertDeelnemer(
  tx: Tx,
  deelnemer: Deelnemer,
  clientJwks: ClientJwks,
): Promise<boolean> {
  const inserted = await tx
    .insertInto('deelnemer')
    .values({
      oin: deelnemer.oin,
      naam: deelnemer.naam,
      rol: deelnemer.rol,
      gemeentecode: deelnemer.gemeentecode ?? null,
      client_jwks: JSON.stringify(clientJwks),
      vanaf: deelnemer.vanaf,
      tot: deelnemer.tot ?? null,
    })
    .onConflict((conflict) => conflict.column('oin').doNothing())
    .returning('oin')
    .execute()
  return inserted.length === 1
}

/**
 * Whether another body already decides for the same giver and purpose on a day of this mandate. A processor decides nothing, so any number of
 * them may work at once.
 */
export async function hasOtherBody(tx: Tx, mandaat: Mandaat): Promise<boolean> {
  if ((mandaat.hoedanigheid ?? 'verwerker') === 'verwerker') return false
  const { rows } = await sql`
    select 1 from mandaat
    where gever_oin = ${mandaat.gever} and doel = ${mandaat.doel} and hoedanigheid <> 'verwerker'
      and gemachtigde_oin <> ${mandaat.gemachtigde}
      and daterange(vanaf, tot) && daterange(${mandaat.vanaf}::date, ${mandaat.tot ?? null}::date)
    limit 1`.execute(tx)
  return rows.length > 0
}

/** Adds a mandate; one that is there already is left as it is. Both parties must be there. */
export async function insertMandaat(tx: Tx, mandaat: Mandaat): Promise<void> {
  await tx
    .insertInto('mandaat')
    .values({
      gemachtigde_oin: mandaat.gemachtigde,
      gever_oin: mandaat.gever,
      doel: mandaat.doel,
      vanaf: mandaat.vanaf,
      tot: mandaat.tot ?? null,
      hoedanigheid: mandaat.hoedanigheid ?? 'verwerker',
      besluit: mandaat.besluit ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
