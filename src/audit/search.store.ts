/** Searches the details of events, for the party whose own they are. */
import { type RawBuilder, sql } from 'kysely'
import { toBase64Url } from '../crypto/bytes.ts'
import type { Tx } from '../db/database.ts'
import { Auditgebeurtenis, type Auditzoekvraag } from '../model/auditgebeurtenis.ts'
import type { GebeurtenisId, Gemeentecode, Oin } from '../model/ids.ts'
import type { Zoekplaats } from './search-cursor.ts'

/** Whose events: the responsible party, and the municipalities that it acts for. */
export type Eigenaar = { readonly oin: Oin; readonly gemeenten: readonly Gemeentecode[] }

/**
 * The events of `eigenaar` that fit `vraag`, newest first, after `vanaf`, at most `limiet`. Its own are those it is responsible
 * for, those it did on behalf of another, and those of its municipalities; row-level security says the same once more.
 */
export async function searchEvents(
  tx: Tx,
  eigenaar: Eigenaar,
  vraag: Auditzoekvraag,
  page: { readonly limiet: number; readonly vanaf?: Zoekplaats },
): Promise<readonly Auditgebeurtenis[]> {
  const fits = conditionsOf(vraag, page.vanaf)
  // Each way to be an owner has an index in the order of the answer, and the newest of all are among the newest of each.
  const newest = ownersOf(eigenaar).map(
    (owns) => sql`(select d.gebeurtenis_id, d.tijdstip from gebeurtenis_detail d
      where ${sql.join([owns, ...fits], sql` and `)}
      order by d.tijdstip desc, d.gebeurtenis_id desc limit ${page.limiet})`,
  )
  const { rows } =
    await sql<Row>`select d.gebeurtenis_id as id, d.tijdstip, d.oin, d.namens, d.gemeentecode, d.detail,
      d.zout, g.leaf_index as "bladIndex"
    from (${sql.join(newest, sql` union `)} order by tijdstip desc, gebeurtenis_id desc limit ${page.limiet}) as n
    join gebeurtenis_detail d on d.gebeurtenis_id = n.gebeurtenis_id
    join gebeurtenis g on g.id = n.gebeurtenis_id
    order by n.tijdstip desc, n.gebeurtenis_id desc`.execute(tx)
  return rows.map(toGebeurtenis)
}

/** Whether event `id` is one that `eigenaar` may search; row-level security says the same once more. */
export async function ownsEvent(tx: Tx, eigenaar: Eigenaar, id: GebeurtenisId): Promise<boolean> {
  const { rows } = await sql`select from gebeurtenis_detail d
    where d.gebeurtenis_id = ${id}::uuid and (${sql.join(ownersOf(eigenaar), sql` or `)})`.execute(
    tx,
  )
  return rows.length > 0
}

function ownersOf({ oin, gemeenten }: Eigenaar): readonly RawBuilder<unknown>[] {
  return [
    sql`d.namens = ${oin}`,
    sql`d.oin = ${oin} and d.oin is distinct from d.namens`,
    ...gemeenten.map((code) => sql`d.gemeentecode = ${code}`),
  ]
}

function conditionsOf(
  vraag: Auditzoekvraag,
  vanaf: Zoekplaats | undefined,
): readonly RawBuilder<unknown>[] {
  const { vanafTijdstip, totTijdstip, soort, doel, signaalId, medewerker, deelnemer } = vraag
  const given = [
    vanafTijdstip !== undefined && sql`d.tijdstip >= ${vanafTijdstip}::timestamptz`,
    totTijdstip !== undefined && sql`d.tijdstip < ${totTijdstip}::timestamptz`,
    vanaf !== undefined &&
      sql`(d.tijdstip, d.gebeurtenis_id) < (${vanaf.tijdstip}::timestamptz, ${vanaf.id}::uuid)`,
    signaalId !== undefined && sql`d.signaal_id = ${signaalId}::uuid`,
    soort !== undefined && sql`d.detail ->> 'soort' = any (${[...soort]}::text[])`,
    // A refusal has no actor, but names the purpose that was asked for.
    doel !== undefined &&
      sql`coalesce(d.detail -> 'actor' ->> 'doel', d.detail ->> 'doel') = ${doel}`,
    medewerker !== undefined && sql`d.detail -> 'actor' ->> 'medewerker' = ${medewerker}`,
    deelnemer !== undefined && sql`(d.oin = ${deelnemer} or d.namens = ${deelnemer})`,
  ]
  return given.filter((condition) => condition !== false)
}

type Row = {
  readonly id: string
  readonly tijdstip: Date
  readonly oin: string | null
  readonly namens: string | null
  readonly gemeentecode: string | null
  readonly detail: { readonly soort: string }
  readonly zout: Uint8Array
  readonly bladIndex: number | null
}

function toGebeurtenis(row: Row): Auditgebeurtenis {
  return Auditgebeurtenis.parse({
    id: row.id,
    tijdstip: row.tijdstip.toISOString(),
    soort: row.detail.soort,
    ...(row.oin !== null && { oin: row.oin }),
    ...(row.namens !== null && { namens: row.namens }),
    ...(row.gemeentecode !== null && { gemeentecode: row.gemeentecode }),
    detail: row.detail,
    zout: toBase64Url(row.zout),
    bladIndex: row.bladIndex,
  })
}
