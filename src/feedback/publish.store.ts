/** Moves what may be seen from the queues of municipalities to the feed of one VLP. Role `gw_terugkoppeling`. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { Dag, Gemeentecode, Oin, SignaalId } from '../model/ids.ts'
import { Terugkoppelregelcode, Terugkoppelsoort } from '../model/terugkoppelregel.ts'
import type { EigenNaam, Feedregel, Wachtregel } from './number-lines.ts'

/** The VLPs for whom something may be seen at `at`. */
export async function listWaitingVlps(tx: Tx, at: Date): Promise<readonly Oin[]> {
  const rows = await tx
    .selectFrom('terugkoppeling_wacht')
    .select('oin')
    .distinct()
    .where('zichtbaar_vanaf', '<=', at)
    .orderBy('oin')
    .execute()
  return rows.map((row) => Oin.parse(row.oin))
}

/** Holds the counter of a VLP's feed until commit, so that its numbers become visible in their order. @returns the last number given */
export async function lockFeedOf(tx: Tx, oin: Oin): Promise<number> {
  await sql`insert into terugkoppeling_kop (oin, laatste) values (${oin}, 0) on conflict do nothing`.execute(
    tx,
  )
  const row = await tx
    .selectFrom('terugkoppeling_kop')
    .select('laatste')
    .where('oin', '=', oin)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return row.laatste
}

/**
 * At most `limit` lines of `oin` that may be seen at `at`: those of one signal in the order in which they were told, and the signals in that
 * of their coming in, which tells nothing of who decided what first.
 */
export async function takeVisible(
  tx: Tx,
  oin: Oin,
  at: Date,
  limit: number,
): Promise<readonly Wachtregel[]> {
  const rows = await tx
    .selectFrom('terugkoppeling_wacht')
    .selectAll()
    .where('oin', '=', oin)
    .where('zichtbaar_vanaf', '<=', at)
    .orderBy('signaal_id')
    .orderBy('plaats')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    plaats: row.plaats,
    gemeentecode: Gemeentecode.parse(row.gemeentecode),
    oin,
    signaalId: SignaalId.parse(row.signaal_id),
    code: Terugkoppelregelcode.parse(row.code),
    soort: Terugkoppelsoort.parse(row.soort),
    dag: Dag.parse(row.datum),
    opschortenTotDatum: row.opschorten_tot ?? undefined,
    versie: row.versie ?? undefined,
  }))
}

/** Takes these lines out of their queues. */
export async function deleteWaiting(tx: Tx, regels: readonly Wachtregel[]): Promise<void> {
  await sql`delete from terugkoppeling_wacht where (gemeentecode, plaats) in (select * from unnest(
    ${regels.map((one) => one.gemeentecode)}::text[], ${regels.map((one) => one.plaats)}::bigint[]))`.execute(
    tx,
  )
}

/** The names of these signals of `oin` that are still known, held until commit so that none is corrected or withdrawn meanwhile. */
export async function findOwnNames(
  tx: Tx,
  oin: Oin,
  ids: readonly SignaalId[],
): Promise<ReadonlyMap<SignaalId, EigenNaam>> {
  const { rows } = await sql<{
    id: string
    onderdeel: string
    kenmerk: string
    versie: number
    toestand: string
  }>`select signaal_id as id, onderdeel, kenmerk, versie, toestand from kenmerk
    where oin = ${oin} and signaal_id = any(${ids}::uuid[]) order by onderdeel, kenmerk for no key update`.execute(
    tx,
  )
  return new Map(
    rows.map(({ id, toestand, ...name }) => [
      SignaalId.parse(id),
      { ...name, ingetrokken: toestand === 'ingetrokken' },
    ]),
  )
}

/**
 * Ends the living kenmerken of these signals of `oin`, which are held, as given back: the hash of the content goes with every receipt and idempotency
 * key, and the hash of the person, so that whoever offers the person anew repeats nothing.
 */
export async function endReturned(
  tx: Tx,
  oin: Oin,
  ids: readonly SignaalId[],
  { at, vervaldatum }: { readonly at: Date; readonly vervaldatum: Dag },
): Promise<void> {
  if (ids.length === 0) return
  for (const table of ['ontvangstbewijs', 'idempotentie', 'eerder_signaal'] as const)
    await tx
      .deleteFrom(table)
      .where('oin', '=', oin)
      .where(sql<boolean>`signaal_id = any(${ids}::uuid[])`)
      .execute()
  await tx
    .updateTable('kenmerk')
    .set({ toestand: 'retour', inhoud_hmac: null, beeindigd_tijdstip: at, vervaldatum })
    .where('oin', '=', oin)
    .where(sql<boolean>`signaal_id = any(${ids}::uuid[])`)
    .where('toestand', '=', 'levend')
    .execute()
}

/** The number of the last final line on each of these signals of `oin`. */
export async function findLastFinal(
  tx: Tx,
  oin: Oin,
  ids: readonly SignaalId[],
): Promise<ReadonlyMap<SignaalId, number>> {
  const { rows } = await sql<{ id: string; laatste: number }>`
    select signaal_id as id, max(volgnummer) as laatste from terugkoppeling
    where oin = ${oin} and soort = 'eind' and signaal_id = any(${ids}::uuid[]) group by 1`.execute(
    tx,
  )
  return new Map(rows.map(({ id, laatste }) => [SignaalId.parse(id), laatste]))
}

/** Adds lines to the feed of `oin`, whose counter is held, until `vervaldatum`. */
export async function insertFeed(
  tx: Tx,
  oin: Oin,
  regels: readonly Feedregel[],
  vervaldatum: Dag,
): Promise<void> {
  const last = regels.at(-1)
  if (last === undefined) return
  await tx
    .insertInto('terugkoppeling')
    .values(
      regels.map((regel) => ({
        oin,
        volgnummer: regel.volgnummer,
        signaal_id: regel.signaalId,
        gemeentecode: regel.gemeentecode,
        onderdeel: regel.naam?.onderdeel ?? null,
        kenmerk: regel.naam?.kenmerk ?? null,
        code: regel.code,
        soort: regel.soort,
        datum: regel.dag,
        opschorten_tot: regel.opschortenTotDatum ?? null,
        vervangt: regel.vervangt ?? null,
        vervaldatum,
      })),
    )
    .execute()
  await tx
    .updateTable('terugkoppeling_kop')
    .set({ laatste: last.volgnummer })
    .where('oin', '=', oin)
    .execute()
}
