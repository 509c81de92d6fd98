/** The sealed details of results under an ending retention key. Every function runs under the lock of `lockForEnding`, as role `gw_bewaring`. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { type Gemeentecode, SignaalId } from '../model/ids.ts'
import type { BewaarsleutelId } from '../model/sealed.ts'

/** A detail of an ending key: at which melding, in which version, and its boxes. */
export type Detaileinde = {
  readonly melding: SignaalId
  readonly versie: number
  readonly dozen: Uint8Array
}

const under = (tx: Tx, { gemeentecode, vervaldatum, volgnummer }: BewaarsleutelId) =>
  tx
    .selectFrom('resultaat_detail')
    .where('gemeentecode', '=', gemeentecode)
    .where('vervaldatum', '=', vervaldatum)
    .where('volgnummer', '=', volgnummer)

/** Whether any hangs on the key. */
export async function hasDetails(tx: Tx, id: BewaarsleutelId): Promise<boolean> {
  return (await under(tx, id).select('versie').limit(1).executeTakeFirst()) !== undefined
}

/** At most `limit` that hang on the key. */
export async function findDetails(
  tx: Tx,
  id: BewaarsleutelId,
  limit: number,
): Promise<readonly Detaileinde[]> {
  const rows = await under(tx, id)
    .select(['melding_id', 'versie', 'dozen'])
    .orderBy('melding_id')
    .limit(limit)
    .forUpdate()
    .execute()
  return rows.map((row) => ({ ...row, melding: SignaalId.parse(row.melding_id) }))
}

/** Hangs one on the successor of the same due date. */
export async function moveDetail(
  tx: Tx,
  from: BewaarsleutelId,
  to: BewaarsleutelId,
  { melding, dozen }: Detaileinde,
): Promise<void> {
  await tx
    .updateTable('resultaat_detail')
    .set({ volgnummer: to.volgnummer, dozen })
    .where('gemeentecode', '=', from.gemeentecode)
    .where('vervaldatum', '=', from.vervaldatum)
    .where('volgnummer', '=', from.volgnummer)
    .where('melding_id', '=', melding)
    .execute()
}

/** Lets those of these meldingen go that hang on the key. */
export async function deleteDetails(
  tx: Tx,
  { gemeentecode, vervaldatum, volgnummer }: BewaarsleutelId,
  gone: readonly Detaileinde[],
): Promise<void> {
  if (gone.length === 0) return
  await tx
    .deleteFrom('resultaat_detail')
    .where('gemeentecode', '=', gemeentecode)
    .where('vervaldatum', '=', vervaldatum)
    .where('volgnummer', '=', volgnummer)
    .where(
      'melding_id',
      'in',
      gone.map(({ melding }) => melding),
    )
    .execute()
}

/** Takes away the details of meldingen of which every signal is gone or was erased for good. @returns the keys that they hung on */
export async function deleteOrphanDetails(
  tx: Tx,
  gemeentecode: Gemeentecode,
  limit: number,
): Promise<readonly { readonly vervaldatum: string; readonly volgnummer: number }[]> {
  const { rows } = await sql<{ vervaldatum: string; volgnummer: number }>`
    delete from resultaat_detail where gemeentecode = ${gemeentecode} and melding_id in (
      select d.melding_id from resultaat_detail d where d.gemeentecode = ${gemeentecode} and not exists (
        select from signaal s where s.gemeentecode = d.gemeentecode and s.melding_id = d.melding_id and s.gewist_tijdstip is null)
      order by d.melding_id limit ${limit})
    returning vervaldatum::text, volgnummer`.execute(tx)
  return rows
}
