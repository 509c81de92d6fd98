/** Which signals nobody can open any more since their keys were compromised, and how far looking for them is. Role `gw_bewaring`. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { Gemeentecode, Oin, SignaalId, SleutelId } from '../model/ids.ts'
import type { Signaalverwijzing } from './due.store.ts'

/** A compromised key whose signals are still to be looked through. */
export type Sleutelverlies = {
  readonly gemeentecode: Gemeentecode
  readonly sleutelId: SleutelId
}

/** Puts a key down, in the transaction that compromises it; twice is once. Role `gw_sleutels`. */
export async function insertVerlies(
  tx: Tx,
  { gemeentecode, sleutelId }: Sleutelverlies,
  at: Date,
): Promise<void> {
  await sql`insert into sleutelverlies (gemeentecode, sleutel_id, gemeld_tijdstip)
    values (${gemeentecode}, ${sleutelId}, ${at}) on conflict do nothing`.execute(tx)
}

/** The keys that are put down, oldest first. */
export async function listVerliezen(tx: Tx): Promise<readonly Sleutelverlies[]> {
  const rows = await tx
    .selectFrom('sleutelverlies')
    .select(['gemeentecode', 'sleutel_id'])
    .orderBy('gemeld_tijdstip')
    .orderBy('sleutel_id')
    .execute()
  return rows.map((row) => ({
    gemeentecode: Gemeentecode.parse(row.gemeentecode),
    sleutelId: SleutelId.parse(row.sleutel_id),
  }))
}

/** The next signals to look at (at most `limit`), with the key's row held; undefined when somebody else finished it. */
export async function nextSignalen(
  tx: Tx,
  { gemeentecode, sleutelId }: Sleutelverlies,
  limit: number,
): Promise<readonly Signaalverwijzing[] | undefined> {
  const row = await tx
    .selectFrom('sleutelverlies')
    .select('tot_signaal')
    .where('gemeentecode', '=', gemeentecode)
    .where('sleutel_id', '=', sleutelId)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { rows } = await sql<{ oin: string; id: string }>`select oin, id from signaal
    where gemeentecode = ${gemeentecode} and (${row.tot_signaal}::uuid is null or id > ${row.tot_signaal}::uuid)
    order by id limit ${limit}`.execute(tx)
  return rows.map((one) => ({ oin: Oin.parse(one.oin), id: SignaalId.parse(one.id) }))
}

/** Notes that all up to `id` were looked at. */
export async function advanceVerlies(
  tx: Tx,
  { gemeentecode, sleutelId }: Sleutelverlies,
  id: SignaalId,
): Promise<void> {
  await tx
    .updateTable('sleutelverlies')
    .set({ tot_signaal: id })
    .where('gemeentecode', '=', gemeentecode)
    .where('sleutel_id', '=', sleutelId)
    .execute()
}

/** The key is done. */
export async function deleteVerlies(
  tx: Tx,
  { gemeentecode, sleutelId }: Sleutelverlies,
): Promise<void> {
  await tx
    .deleteFrom('sleutelverlies')
    .where('gemeentecode', '=', gemeentecode)
    .where('sleutel_id', '=', sleutelId)
    .execute()
}

const keysThatOpen = (gemeentecode: Gemeentecode) => sql`array(
  select sleutel_id from ontvangersleutel
  where gemeentecode = ${gemeentecode} and toestand <> 'gecompromitteerd')`

/**
 * Those of these signals that have a box of the key, and of no key that is not compromised. A row of which the keys are not known counts as
 * one that can be opened.
 */
export async function findDark(
  tx: Tx,
  { gemeentecode, sleutelId }: Sleutelverlies,
  ids: readonly SignaalId[],
): Promise<readonly SignaalId[]> {
  const { rows } = await sql<{ id: string }>`
    select signaal_id as id from verzegeld
    where gemeentecode = ${gemeentecode} and signaal_id = any(${ids}::uuid[])
    group by signaal_id
    having bool_or(${sleutelId} = any(sleutels))
      and bool_and(sleutels is not null and not sleutels && ${keysThatOpen(gemeentecode)})
    order by signaal_id`.execute(tx)
  return rows.map((row) => SignaalId.parse(row.id))
}

/** Holds these signals until commit. `wacht`: the municipality has not confirmed it, and it was not withdrawn. */
export async function lockDark(
  tx: Tx,
  gemeentecode: Gemeentecode,
  ids: readonly SignaalId[],
): Promise<readonly { readonly id: SignaalId; readonly wacht: boolean }[]> {
  const { rows } = await sql<{ id: string; wacht: boolean }>`
    select id, coalesce(ontvangen_tijdstip, ingetrokken_tijdstip) is null as wacht from signaal
    where gemeentecode = ${gemeentecode} and id = any(${ids}::uuid[]) order by id for update`.execute(
    tx,
  )
  return rows.map((row) => ({ id: SignaalId.parse(row.id), wacht: row.wacht }))
}
