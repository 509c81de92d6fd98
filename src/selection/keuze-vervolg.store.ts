/** What follows on a decided choice of one municipality: it is undone, or refilled. Role `gw_selectie`. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { type Dag, type Gemeentecode, SignaalId } from '../model/ids.ts'
import type { NietGekozen, SelectieId } from '../model/selectie.ts'

/** Whether these meldingen of a choice are chosen from now on, and why not. */
export async function setGekozen(
  tx: Tx,
  gemeentecode: Gemeentecode,
  id: SelectieId,
  meldingen: readonly SignaalId[],
  { gekozen, reden }: { readonly gekozen: boolean; readonly reden: NietGekozen | null },
): Promise<void> {
  if (meldingen.length === 0) return
  await tx
    .updateTable('selectie_melding')
    .set({ gekozen, reden })
    .where('gemeentecode', '=', gemeentecode)
    .where('selectie_id', '=', id)
    .where('melding_id', 'in', meldingen)
    .execute()
}

/** A person undid a choice, which is held. */
export async function undoKeuze(
  tx: Tx,
  gemeentecode: Gemeentecode,
  id: SelectieId,
  { door, at }: { readonly door: string; readonly at: Date },
): Promise<void> {
  await tx
    .updateTable('selectie')
    .set({ toestand: 'teruggedraaid', teruggedraaid_door: door, teruggedraaid_tijdstip: at })
    .where('gemeentecode', '=', gemeentecode)
    .where('id', '=', id)
    .execute()
}

/**
 * The meldingen of a choice that are to be offered help by it, or were: not those that a check took off, nor those of which every signal was
 * withdrawn before anyone collected. With `licht` those that were to get a letter and that nobody collected.
 */
export async function listStillChosen(
  tx: Tx,
  gemeentecode: Gemeentecode,
  id: SelectieId,
  dag: Dag,
  aanbod: 'volledig' | 'licht' = 'volledig',
): Promise<readonly SignaalId[]> {
  const states = aanbod === 'licht' ? ['geselecteerd'] : ['geselecteerd', 'opgepakt', 'afgesloten']
  const { rows } = await sql<{ id: string }>`select m.id from melding m
    where m.gemeentecode = ${gemeentecode} and m.selectie_id = ${id}::uuid and m.aanbod = ${aanbod} and m.toestand = any(${states}::text[])
      and (m.toestand <> 'geselecteerd' or exists (select from signaal s where s.gemeentecode = m.gemeentecode and s.melding_id = m.id
        and s.gesloten is null and s.ingetrokken_tijdstip is null and (s.beperkt_tot is null or s.beperkt_tot <= ${dag}::date)))`.execute(
    tx,
  )
  return rows.map((row) => SignaalId.parse(row.id))
}
