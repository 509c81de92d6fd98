/** The queue of signals that were taken in and wait for their melding; and the end of what was kept to compare one with. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { Gemeentecode, type Oin, type SignaalId } from '../model/ids.ts'
import type { Index } from './indexes.ts'

/** A signal that waits; `indexen` is empty when too little of it passed to compare. */
export type Wachtregel = {
  readonly gemeentecode: Gemeentecode
  readonly signaalId: SignaalId
  /** `YYYY-MM` of its first version. */
  readonly maand: string
  readonly indexen: readonly Index[]
}

/** Leaves signals, whose rows are there, for the grouping step. Role `gw_aanlevering`. */
export async function insertWachtende(
  tx: Tx,
  oin: Oin,
  regels: readonly Wachtregel[],
): Promise<void> {
  if (regels.length === 0) return
  await sql`insert into matchwacht (gemeentecode, signaal_id, oin, maand, indexen)
    select w.gemeentecode, w.signaal_id, ${oin}, w.maand, w.indexen from rows from (
      unnest(
        ${regels.map((one) => one.gemeentecode)}::text[],
        ${regels.map((one) => one.signaalId)}::uuid[],
        ${regels.map((one) => one.maand)}::text[]),
      jsonb_array_elements(${JSON.stringify(regels.map((one) => one.indexen))}::jsonb))
      as w(gemeentecode, signaal_id, maand, indexen)`.execute(tx)
}

/** Takes away the indexes of a signal of this sender that ended although its row stays. Role `gw_aanlevering`. */
export async function deleteIndexes(tx: Tx, oin: Oin, id: SignaalId): Promise<void> {
  await tx.deleteFrom('matchindex').where('oin', '=', oin).where('signaal_id', '=', id).execute()
}

/** The municipalities that have signals waiting. Role `gw_bewaring`. */
export async function listWachtend(tx: Tx): Promise<readonly Gemeentecode[]> {
  const rows = await tx
    .selectFrom('matchwacht')
    .select('gemeentecode')
    .distinct()
    .orderBy('gemeentecode')
    .execute()
  return rows.map(({ gemeentecode }) => Gemeentecode.parse(gemeentecode))
}
