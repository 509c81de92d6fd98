/** A sender's own earlier signals of a person, by keyed hash. Role `gw_aanlevering`: no row of another sender is in sight. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { type Dag, type Gemeentecode, type Oin, SignaalId } from '../model/ids.ts'

export type Eerderregel = {
  readonly signaalId: SignaalId
  readonly gemeentecode: Gemeentecode
  readonly signaaltype: string
  /** The month (`YYYY-MM`) of the sender's key. */
  readonly sleutelmaand: string
  readonly persoonHmac: Uint8Array
  /** Of the person and the amount; null where none may be compared with it. */
  readonly bedragHmac: Uint8Array | null
  readonly bedragklasse: string | null
  readonly vervaldatum: Dag
}

/** Keeps them; the rows of their signals must be there, and each goes with its own. */
export async function insertEerdere(
  tx: Tx,
  oin: Oin,
  regels: readonly Eerderregel[],
): Promise<void> {
  if (regels.length === 0) return
  await sql`insert into eerder_signaal
      (oin, signaal_id, gemeentecode, signaaltype, sleutelmaand, persoon_hmac, bedrag_hmac, bedragklasse, vervaldatum)
    select ${oin}, e.* from unnest(
      ${regels.map((one) => one.signaalId)}::uuid[],
      ${regels.map((one) => one.gemeentecode)}::text[],
      ${regels.map((one) => one.signaaltype)}::text[],
      ${regels.map((one) => one.sleutelmaand)}::text[],
      ${regels.map((one) => one.persoonHmac)}::bytea[],
      ${regels.map((one) => one.bedragHmac)}::bytea[],
      ${regels.map((one) => one.bedragklasse)}::text[],
      ${regels.map((one) => one.vervaldatum)}::date[])
      as e(signaal_id, gemeentecode, signaaltype, sleutelmaand, persoon_hmac, bedrag_hmac, bedragklasse, vervaldatum)`.execute(
    tx,
  )
}

/** Those of `maanden` under whose key this sender keeps one. */
export async function findEerderMaanden(
  tx: Tx,
  oin: Oin,
  maanden: readonly string[],
): Promise<readonly string[]> {
  // In the order of the index: to see that a month has none, the planner would read all that the sender has.
  const { rows } = await sql<{
    maand: string
  }>`select m.maand from unnest(${maanden}::text[]) as m(maand)
    cross join lateral (select from eerder_signaal e
      where e.oin = ${oin} and e.sleutelmaand = m.maand order by e.persoon_hmac limit 1) e`.execute(
    tx,
  )
  return rows.map(({ maand }) => maand)
}

/**
 * Holds these persons of this sender until commit: of two requests with one person the later sees what the earlier kept. `alleen`: all its
 * persons at once, for many; then no other request of this sender goes on.
 */
export async function lockPersonen(
  tx: Tx,
  oin: Oin,
  personen: readonly string[],
  alleen: boolean,
): Promise<void> {
  const sender = `eerder/${oin}`
  if (alleen) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${sender}, 0))`.execute(tx)
    return
  }
  // In one order, so that two requests never wait for each other.
  const names = [...new Set(personen)].sort().map((persoon) => `${sender}/${persoon}`)
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(${sender}, 0)), pg_advisory_xact_lock(hashtextextended(n, 0))
    from unnest(${names}::text[]) as n`.execute(tx)
}

/** One asked for: a person, under the key of one month. */
export type Gezocht = Pick<Eerderregel, 'sleutelmaand' | 'persoonHmac'>

/** A living signal of the sender of a person that was asked for. */
export type Eerder = Pick<
  Eerderregel,
  'signaalId' | 'signaaltype' | 'bedragHmac' | 'bedragklasse'
> & {
  /** Which of those that were asked for, from 0. */
  readonly nummer: number
  /** It went on to its municipality, or is held back in the same delivery: what may never go on is repeated by nothing. */
  readonly telt: boolean
}

/** What this sender kept of the persons `gezocht` and lives on `dag`. `vastgehoudenTot`: of the delivery that asks. */
export async function findEerdere(
  tx: Tx,
  oin: Oin,
  gezocht: readonly Gezocht[],
  { dag, vastgehoudenTot }: { readonly dag: Dag; readonly vastgehoudenTot: Date | undefined },
): Promise<readonly Eerder[]> {
  if (gezocht.length === 0) return []
  const tot = vastgehoudenTot?.toISOString() ?? null
  // One by one through the index: the planner, who may keep no statistics of these values, would compare all with all.
  const { rows } = await sql<{
    nummer: number
    id: string
    signaaltype: string
    bedrag_hmac: Uint8Array | null
    bedragklasse: string | null
    telt: boolean
  }>`select (g.nummer - 1)::integer as nummer, e.signaal_id as id, e.signaaltype, e.bedrag_hmac, e.bedragklasse, e.telt
    from unnest(${gezocht.map((one) => one.sleutelmaand)}::text[], ${gezocht.map((one) => one.persoonHmac)}::bytea[])
      with ordinality as g(maand, persoon, nummer)
    cross join lateral (
      select x.signaal_id, x.signaaltype, x.bedrag_hmac, x.bedragklasse, exists (
        select from signaal s where s.gemeentecode = x.gemeentecode and s.id = x.signaal_id
          and (s.vastgehouden_tot is null or s.vastgehouden_tot = ${tot}::timestamptz)) as telt
      from eerder_signaal x
      where x.oin = ${oin} and x.sleutelmaand = g.maand and x.persoon_hmac = g.persoon and x.vervaldatum > ${dag}::date
      offset 0) e`.execute(tx)
  return rows.map((row) => ({
    nummer: row.nummer,
    signaalId: SignaalId.parse(row.id),
    signaaltype: row.signaaltype,
    bedragHmac: row.bedrag_hmac,
    bedragklasse: row.bedragklasse,
    telt: row.telt,
  }))
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
