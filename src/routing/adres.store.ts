/** The dated table of addresses and municipalities (table `adres_gemeente`). */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { Gemeentecode } from '../model/ids.ts'
import type { Adresrij } from './route.ts'

/** Rows in one statement: seven parameters each, of at most 65,535. */
const CHUNK = 5_000

/** The rows of one postcode, of all days. */
export async function findPostcode(tx: Tx, postcode: string): Promise<readonly Adresrij[]> {
  return (await findPostcodes(tx, [postcode])).get(postcode) ?? []
}

/** As `findPostcode`, by postcode. */
export async function findPostcodes(
  tx: Tx,
  postcodes: readonly string[],
): Promise<ReadonlyMap<string, readonly Adresrij[]>> {
  const rows = await tx
    .selectFrom('adres_gemeente')
    .select(['postcode', 'huisnummer', 'gemeentecode', 'wijkcode', 'buurtcode', 'vanaf', 'tot'])
    .where(sql<boolean>`postcode = any(${[...new Set(postcodes)]}::text[])`)
    .execute()
  const found = rows.map((row) => ({
    ...row,
    gemeentecode: Gemeentecode.parse(row.gemeentecode),
    tot: row.tot ?? undefined,
  }))
  return Map.groupBy(found, ({ postcode }) => postcode)
}

/** Adds rows under `gw_beheer`; a row that is there already (postcode, house number, first day) stays as it is. */
export async function insertAdressen(tx: Tx, rows: readonly Adresrij[]): Promise<void> {
  for (let start = 0; start < rows.length; start += CHUNK) {
    await tx
      .insertInto('adres_gemeente')
      .values(rows.slice(start, start + CHUNK).map((row) => ({ ...row, tot: row.tot ?? null })))
      .onConflict((conflict) => conflict.columns(['postcode', 'huisnummer', 'vanaf']).doNothing())
      .execute()
  }
}
