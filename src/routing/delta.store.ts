/** Lays the loaded file over the dated table, set by set, in the transaction of the caller. Under `gw_beheer`. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { type Dag, Gemeentecode } from '../model/ids.ts'

/** The municipalities that have addresses in the table, and in the loaded file. */
export async function findGemeentenVanInvoer(
  tx: Tx,
): Promise<{ readonly oud: readonly Gemeentecode[]; readonly nieuw: readonly Gemeentecode[] }> {
  const oud = await sql<{ code: string }>`
    select distinct gemeentecode as code from adres_gemeente where tot is null order by 1`.execute(
    tx,
  )
  const nieuw = await sql<{ code: string }>`
    select distinct left(buurt, 4) as code from adres_invoer order by 1`.execute(tx)
  const codes = (rows: readonly { code: string }[]): readonly Gemeentecode[] =>
    rows.map(({ code }) => Gemeentecode.parse(code))
  return { oud: codes(oud.rows), nieuw: codes(nieuw.rows) }
}

/** Whether the table holds a row that begins after `dag`. Looks at every row: for a table without a file, which is small. */
export async function hasLaterAddresses(tx: Tx, dag: Dag): Promise<boolean> {
  const { rows } = await sql<{ later: boolean }>`
    select exists (select from adres_gemeente where vanaf > ${dag}::date) as later`.execute(tx)
  return rows[0]?.later === true
}

/** An improved version of the same day: what began that day and reads otherwise now is put right where it stands. */
export async function correctSameDay(tx: Tx, dag: Dag): Promise<number> {
  const { numAffectedRows } = await sql`
    update adres_gemeente a
    set gemeentecode = left(i.buurt, 4), wijkcode = 'WK' || left(i.buurt, 6), buurtcode = 'BU' || i.buurt
    from adres_invoer i
    where a.postcode = i.postcode and a.huisnummer = i.huisnummer
      and a.tot is null and a.vanaf = ${dag}::date and a.buurtcode <> 'BU' || i.buurt`.execute(tx)
  return Number(numAffectedRows ?? 0n)
}

/** Ends on `dag` what the file no longer says. `vervangen`: how many of these have another place in it. */
export async function endAbsent(
  tx: Tx,
  dag: Dag,
): Promise<{ readonly einde: number; readonly vervangen: number }> {
  const { rows } = await sql<{ einde: number; vervangen: number }>`
    with oud as (
      select a.postcode, a.huisnummer, a.vanaf, i.buurt
      from adres_gemeente a
      left join adres_invoer i on i.postcode = a.postcode and i.huisnummer = a.huisnummer
      where a.tot is null and (i.buurt is null or a.buurtcode <> 'BU' || i.buurt)
    ), gesloten as (
      update adres_gemeente a set tot = ${dag}::date from oud o
      where a.postcode = o.postcode and a.huisnummer = o.huisnummer and a.vanaf = o.vanaf
      returning o.buurt
    )
    select count(*)::integer as einde, count(buurt)::integer as vervangen from gesloten`.execute(tx)
  const [row] = rows
  if (row === undefined) throw new Error('a count has no row')
  return row
}

/** Begins on `dag` what the file says and the table does not. */
export async function beginNew(tx: Tx, dag: Dag): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into adres_gemeente (postcode, huisnummer, gemeentecode, wijkcode, buurtcode, vanaf)
    select i.postcode, i.huisnummer, left(i.buurt, 4), 'WK' || left(i.buurt, 6), 'BU' || i.buurt, ${dag}::date
    from adres_invoer i
    where not exists (
      select from adres_gemeente a
      where a.postcode = i.postcode and a.huisnummer = i.huisnummer and a.tot is null)
    on conflict (postcode, huisnummer, vanaf) do update
    set gemeentecode = excluded.gemeentecode, wijkcode = excluded.wijkcode, buurtcode = excluded.buurtcode,
      tot = null`.execute(tx)
  return Number(numAffectedRows ?? 0n)
}
