/** Which views of a case system were told already. Role `gw_opvolging`. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { type Gemeentecode, SignaalId } from '../model/ids.ts'
import type { Raadpleging } from '../model/raadpleging.ts'

/** Those of these meldingen that are the municipality's. */
export async function findOwnMeldingen(
  tx: Tx,
  gemeentecode: Gemeentecode,
  ids: readonly SignaalId[],
): Promise<ReadonlySet<SignaalId>> {
  const rows = await tx
    .selectFrom('melding')
    .select('id')
    .where('gemeentecode', '=', gemeentecode)
    .where('id', 'in', ids)
    .execute()
  return new Set(rows.map((row) => SignaalId.parse(row.id)))
}

/** Keeps the ids of these views. @returns those that were not there yet */
export async function insertRaadplegingen(
  tx: Tx,
  gemeentecode: Gemeentecode,
  list: readonly Pick<Raadpleging, 'id' | 'meldingId'>[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`insert into raadpleging (gemeentecode, id, melding_id)
    select ${gemeentecode}, id, melding_id from unnest(
      ${list.map(({ id }) => id)}::uuid[], ${list.map(({ meldingId }) => meldingId)}::uuid[]) as r(id, melding_id)
    on conflict do nothing returning id`.execute(tx)
  return new Set(rows.map((row) => row.id))
}
