/** How many persons stayed below their municipality's threshold in a month, and in how many months of those that are kept. Role `gw_monitor`. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Gemeentecode } from '../model/ids.ts'
import type { Cel } from './cellen.ts'
import type { Maand } from './month.ts'

/** Persons of a month by whether they are found in at least `vanafMaanden` months, that month among them. No cell for none. */
export async function countSlepers(
  tx: Tx,
  gemeentecode: Gemeentecode,
  maand: Maand,
  vanafMaanden: number,
): Promise<readonly Cel[]> {
  // From each person of the month back to the month before, as far as anything is kept.
  const { rows } = await sql<{ blijft: boolean; aantal: number }>`
    with recursive keten (begin, persoon, maanden) as (
      select persoon, persoon, 1 from sleper where gemeentecode = ${gemeentecode} and maand = ${maand}
      union
      select k.begin, v.persoon, k.maanden + 1 from keten k
      join sleper s on s.gemeentecode = ${gemeentecode} and s.persoon = k.persoon
      join sleper v on v.gemeentecode = s.gemeentecode and v.persoon = s.vorige
    ), persoon as (
      select max(maanden) >= ${vanafMaanden}::integer as blijft from keten group by begin
    )
    select blijft, count(*)::integer as aantal from persoon group by blijft order by blijft`.execute(
    tx,
  )
  return rows.map(({ blijft, aantal }) => ({
    maand,
    tabel: 'sleper',
    waarde: blijft ? 'ja' : 'nee',
    aantal,
  }))
}
