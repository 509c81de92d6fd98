/** Inhabitants of municipalities, each number from a day on. Roles `gw_beheer` and `gw_monitor`. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Dag, Gemeentecode } from '../model/ids.ts'
import type { Maand } from './month.ts'

/** Records a number from a day on; that of the same day is replaced. */
export async function setInwoners(
  tx: Tx,
  given: { readonly gemeentecode: Gemeentecode; readonly vanafDatum: Dag; readonly aantal: number },
): Promise<void> {
  await sql`insert into gemeente_inwoners (gemeentecode, vanaf, aantal)
    values (${given.gemeentecode}, ${given.vanafDatum}::date, ${given.aantal})
    on conflict (gemeentecode, vanaf) do update set aantal = excluded.aantal`.execute(tx)
}

/** The inhabitants that were known for the first day of a month; undefined where nobody gave them. */
export async function findInwoners(
  tx: Tx,
  gemeentecode: Gemeentecode,
  maand: Maand,
): Promise<number | undefined> {
  const row = await tx
    .selectFrom('gemeente_inwoners')
    .select('aantal')
    .where('gemeentecode', '=', gemeentecode)
    .where('vanaf', '<=', `${maand}-01`)
    .orderBy('vanaf', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.aantal
}
