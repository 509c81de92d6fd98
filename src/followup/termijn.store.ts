/** On which days a municipality is told what of its meldingen; each once. Role `gw_opvolging`. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { Termijnsoort } from '../model/gemeentegebeurtenis.ts'
import { Dag, type Gemeentecode, SignaalId } from '../model/ids.ts'

/** Sets the day of one kind for a melding. What was told of that same day is told once more only when it counts `opnieuw`. */
export async function setTermijn(
  tx: Tx,
  gemeentecode: Gemeentecode,
  melding: SignaalId,
  soort: Termijnsoort,
  datum: Dag,
  opnieuw = false,
): Promise<void> {
  await sql`insert into termijn (gemeentecode, melding_id, soort, datum)
    values (${gemeentecode}, ${melding}, ${soort}, ${datum}::date)
    on conflict (gemeentecode, melding_id, soort) do update set datum = excluded.datum,
      gemeld_tijdstip = case when termijn.datum = excluded.datum and not ${opnieuw}::boolean then termijn.gemeld_tijdstip end`.execute(
    tx,
  )
}

/** Nothing is told any more of these kinds; the rows stay, so that nobody sets them anew. */
export async function settleTermijnen(
  tx: Tx,
  gemeentecode: Gemeentecode,
  melding: SignaalId,
  soorten: readonly Termijnsoort[],
  at: Date,
): Promise<void> {
  await tx
    .updateTable('termijn')
    .set({ gemeld_tijdstip: at })
    .where('gemeentecode', '=', gemeentecode)
    .where('melding_id', '=', melding)
    .where('soort', 'in', soorten)
    .where('gemeld_tijdstip', 'is', null)
    .execute()
}

/** Keeps until when the first conversation takes place; null: no clock runs. */
export async function setGespreksdatum(
  tx: Tx,
  gemeentecode: Gemeentecode,
  melding: SignaalId,
  datum: Dag | null,
): Promise<void> {
  await tx
    .updateTable('melding')
    .set({ gesprek_uiterlijk: datum })
    .where('gemeentecode', '=', gemeentecode)
    .where('id', '=', melding)
    .execute()
}

/** Chosen meldingen whose clock nobody set yet, at most `limit`, held until commit. */
export async function lockWithoutClock(
  tx: Tx,
  gemeentecode: Gemeentecode,
  limit: number,
): Promise<readonly SignaalId[]> {
  const { rows } = await sql<{ id: string }>`select id from melding m
    where gemeentecode = ${gemeentecode} and toestand in ('geselecteerd', 'opgepakt') and gesprek_uiterlijk is null
      and uitkomstgroep is null and not exists (select from termijn t
        where t.gemeentecode = m.gemeentecode and t.melding_id = m.id and t.soort = 'gesprek-nadert')
    order by id limit ${limit} for update`.execute(tx)
  return rows.map((row) => SignaalId.parse(row.id))
}

/** One day that has come. */
export type Verstreken = {
  readonly melding: SignaalId
  readonly versie: number
  readonly soort: Termijnsoort
  readonly datum: Dag
  readonly gesprekUiterlijk: Dag | null
}

/** Takes the days that have come by `dag` as told, at most `limit`; of a melding that nobody works on nothing is told. */
export async function takeDue(
  tx: Tx,
  gemeentecode: Gemeentecode,
  dag: Dag,
  at: Date,
  limit: number,
): Promise<readonly Verstreken[]> {
  const { rows } = await sql<{
    melding: string
    versie: number
    soort: string
    datum: string
    uiterlijk: string | null
  }>`update termijn t set gemeld_tijdstip = ${at} from (
      select d.melding_id, d.soort, m.versie, m.gesprek_uiterlijk from termijn d
      join melding m on m.gemeentecode = d.gemeentecode and m.id = d.melding_id
      where d.gemeentecode = ${gemeentecode} and d.gemeld_tijdstip is null and d.datum <= ${dag}::date
        and m.toestand in ('geselecteerd', 'opgepakt', 'afgesloten')
      order by d.datum, d.melding_id, d.soort limit ${limit} for update of d) due
    where t.gemeentecode = ${gemeentecode} and t.melding_id = due.melding_id and t.soort = due.soort
    returning t.melding_id as melding, due.versie, t.soort, t.datum::text, due.gesprek_uiterlijk::text as uiterlijk`.execute(
    tx,
  )
  return rows.map((row) => ({
    melding: SignaalId.parse(row.melding),
    versie: row.versie,
    soort: Termijnsoort.parse(row.soort),
    datum: Dag.parse(row.datum),
    gesprekUiterlijk: row.uiterlijk,
  }))
}
