/** The signals that one recipient key could open or could have opened, for an incident. Role `gw_aflevering`. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { type Gemeentecode, SignaalId, type SleutelId } from '../model/ids.ts'
import type { Getroffen } from '../model/sleutel.ts'

/** A key of one municipality. */
type Waar = { readonly gemeentecode: Gemeentecode; readonly sleutelId: SleutelId }

/**
 * Each signal that has a box of the key now, or whose boxes were handed out for it (as far as the details of events are kept). A row of
 * which it is not known counts as one that has a box.
 */
const affected = ({ gemeentecode, sleutelId }: Waar) => sql`
  select id, bool_or(verstrekt) as verstrekt from (
    select v.signaal_id as id, false as verstrekt from verzegeld v
      where v.gemeentecode = ${gemeentecode} and (v.sleutels is null or ${sleutelId} = any(v.sleutels))
    union all
    select d.signaal_id, true from gebeurtenis_detail d
      where d.gemeentecode = ${gemeentecode} and d.detail ->> 'soort' = 'signaal-verstrekt'
        and d.detail ->> 'sleutelId' = ${sleutelId}) one
  group by id`

// A signal's id is a UUIDv7: its first 48 bits are the instant of its first version.
const DAY = sql`(to_timestamp(('x' || translate(left(id::text, 13), '-', ''))::bit(48)::bigint / 1000.0)
  at time zone 'Europe/Amsterdam')::date::text`

/** How many signals, by the day on which each first came in. */
export async function countAffected(tx: Tx, key: Waar): Promise<Getroffen['perDag']> {
  const { rows } = await sql<{ datum: string; aantal: number; verstrekt: number }>`
    select ${DAY} as datum, count(*)::int as aantal, count(*) filter (where verstrekt)::int as verstrekt
    from (${affected(key)}) a group by 1 order by 1`.execute(tx)
  return [...rows]
}

/** How many of them nobody can open any more and the municipality has not confirmed: these are about to end. */
export async function countDark(tx: Tx, { gemeentecode, sleutelId }: Waar): Promise<number> {
  const { rows } = await sql<{ aantal: number }>`
    select count(*)::int as aantal from (
      select v.signaal_id from verzegeld v
      join signaal s on s.gemeentecode = v.gemeentecode and s.id = v.signaal_id
      where v.gemeentecode = ${gemeentecode} and coalesce(s.ontvangen_tijdstip, s.ingetrokken_tijdstip) is null
      group by v.signaal_id
      having bool_or(${sleutelId} = any(v.sleutels)) and bool_and(v.sleutels is not null and not v.sleutels && array(
        select sleutel_id from ontvangersleutel
        where gemeentecode = ${gemeentecode} and toestand <> 'gecompromitteerd'))) dark`.execute(tx)
  return rows[0]?.aantal ?? 0
}

/** Their ids after `vanaf`, oldest first, at most `limiet`. */
export async function listAffected(
  tx: Tx,
  key: Waar,
  limiet: number,
  vanaf?: SignaalId,
): Promise<Getroffen['signalen']> {
  const { rows } = await sql<{ id: string; verstrekt: boolean }>`
    select id, verstrekt from (${affected(key)}) a
    where ${vanaf ?? null}::uuid is null or id > ${vanaf ?? null}::uuid order by id limit ${limiet}`.execute(
    tx,
  )
  return rows.map((row) => ({ ...row, id: SignaalId.parse(row.id) }))
}
