/** Moves signals from one melding of a municipality to another. Role `gw_opvolging`. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Gemeentecode, SignaalId } from '../model/ids.ts'

/** Lets these signals of melding `van` stand in melding `naar`. */
export async function moveSignals(
  tx: Tx,
  gemeentecode: Gemeentecode,
  { van, naar }: { readonly van: SignaalId; readonly naar: SignaalId },
  ids: readonly SignaalId[],
): Promise<void> {
  await tx
    .updateTable('signaal')
    .set({ melding_id: naar })
    .where('gemeentecode', '=', gemeentecode)
    .where('melding_id', '=', van)
    .where('id', 'in', ids)
    .execute()
}

/** The attempts to reach the person of `van` count for `naar`. */
export async function moveAttempts(
  tx: Tx,
  gemeentecode: Gemeentecode,
  { van, naar }: { readonly van: SignaalId; readonly naar: SignaalId },
): Promise<void> {
  await tx
    .updateTable('contactpoging')
    .set({ melding_id: naar })
    .where('gemeentecode', '=', gemeentecode)
    .where('melding_id', '=', van)
    .execute()
}

/** A melding called `id`, opened as `voorbeeld` is; when there is one of that name without signals, that one. @returns whether the name was free */
export async function ensureMelding(
  tx: Tx,
  gemeentecode: Gemeentecode,
  id: SignaalId,
  voorbeeld: SignaalId,
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    insert into melding (gemeentecode, id, maand, toestand, beschikbaar_tijdstip, geselecteerd_tijdstip, opgepakt_tijdstip, selectie_id, aanbod)
    select gemeentecode, ${id}, maand, toestand, beschikbaar_tijdstip, geselecteerd_tijdstip, opgepakt_tijdstip, selectie_id, aanbod
    from melding where gemeentecode = ${gemeentecode} and id = ${voorbeeld}
    on conflict (gemeentecode, id) do update set versie = melding.versie + 1
      where not exists (select from signaal s where s.gemeentecode = ${gemeentecode} and s.melding_id = ${id})
        and melding.toestand = 'opgepakt'
    returning id`.execute(tx)
  return rows.length > 0
}
