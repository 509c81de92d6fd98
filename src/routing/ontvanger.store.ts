/** Who receives for a municipality on a day: its college, or the body that acts for it. Read under `gw_aanlevering`. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { type Dag, Gemeentecode, Oin } from '../model/ids.ts'

/**
 * The body with a delegation or mandate of the college for `hulpaanbod` on `dag`, else the college itself; undefined when no college of this
 * municipality takes part that day. A processor is no recipient of its own.
 */
export async function findOntvanger(
  tx: Tx,
  gemeentecode: Gemeentecode,
  dag: Dag,
): Promise<Oin | undefined> {
  return (await findOntvangers(tx, [gemeentecode], dag)).get(gemeentecode)
}

/** As `findOntvanger`, by municipality; one where nobody receives is not there. */
export async function findOntvangers(
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
  dag: Dag,
): Promise<ReadonlyMap<Gemeentecode, Oin>> {
  const { rows } = await sql<{ gemeentecode: string; college: string; orgaan: string | null }>`
    select distinct on (c.gemeentecode) c.gemeentecode, c.oin as college, (
      select m.gemachtigde_oin from mandaat m join deelnemer b on b.oin = m.gemachtigde_oin
      where m.gever_oin = c.oin and m.doel = 'hulpaanbod' and m.hoedanigheid in ('gedelegeerd', 'mandaat')
        and m.vanaf <= ${dag}::date and (m.tot is null or m.tot > ${dag}::date)
        and b.vanaf <= ${dag}::date and (b.tot is null or b.tot > ${dag}::date)
      order by m.vanaf desc, m.gemachtigde_oin limit 1) as orgaan
    from deelnemer c
    where c.gemeentecode = any(${gemeenten}::text[])
      and c.vanaf <= ${dag}::date and (c.tot is null or c.tot > ${dag}::date)
    order by c.gemeentecode, c.vanaf desc, c.oin`.execute(tx)
  return new Map(
    rows.map((row) => [Gemeentecode.parse(row.gemeentecode), Oin.parse(row.orgaan ?? row.college)]),
  )
}
