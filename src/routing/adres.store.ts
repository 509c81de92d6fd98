/** The dated table of addresses and municipalities (table `adres_gemeente`). */
import { type Selectable, sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { type Dag, Gemeentecode } from '../model/ids.ts'
import type { Adresrij } from './route.ts'

/** Rows in one statement: seven parameters each, of at most 65,535. */
const CHUNK = 5_000

/** The rows of one postcode, of all days. */
export async function findPostcode(tx: Tx, postcode: string): Promise<readonly Adresrij[]> {
  return (await findPostcodes(tx, [postcode])).get(postcode) ?? []
}

const COLUMNS = [
  'postcode',
  'huisnummer',
  'gemeentecode',
  'wijkcode',
  'buurtcode',
  'vanaf',
  'tot',
] as const

/** As `findPostcode`, by postcode. */
async function findPostcodes(
  tx: Tx,
  postcodes: readonly string[],
): Promise<ReadonlyMap<string, readonly Adresrij[]>> {
  if (postcodes.length === 0) return new Map()
  const rows = await tx
    .selectFrom('adres_gemeente')
    .select(COLUMNS)
    .where(sql<boolean>`postcode = any(${[...new Set(postcodes)]}::text[])`)
    .execute()
  return Map.groupBy(rows.map(toAdresrij), ({ postcode }) => postcode)
}

type Huis = Pick<Adresrij, 'postcode' | 'huisnummer'>
const houseOf = ({ postcode, huisnummer }: Huis): string => `${postcode} ${huisnummer}`

/**
 * What `route` needs of each address on `dag`: its own rows where there are any that day, else those of its whole postcode. Most addresses
 * are known, and a postcode has some twenty.
 * @returns how to ask for one of them
 */
export async function findAdressen(
  tx: Tx,
  adressen: readonly Huis[],
  dag: Dag,
): Promise<(adres: Huis) => readonly Adresrij[]> {
  // One after the other by the key: joined, the planner may read all of the country for a part of a list.
  const { rows } = await sql<Rij>`select a.* from (select distinct * from unnest(
      ${adressen.map(({ postcode }) => postcode)}::text[], ${adressen.map(({ huisnummer }) => huisnummer)}::integer[])) g(postcode, huisnummer)
    cross join lateral (
      select ${sql.join(COLUMNS.map((column) => sql.ref(column)))} from adres_gemeente x
      where x.postcode = g.postcode and x.huisnummer = g.huisnummer
        and x.vanaf <= ${dag}::date and (x.tot is null or x.tot > ${dag}::date)
      offset 0) a`.execute(tx)
  const exact = Map.groupBy(rows.map(toAdresrij), houseOf)
  const unknown = adressen.filter((adres) => !exact.has(houseOf(adres)))
  const whole = await findPostcodes(
    tx,
    unknown.map(({ postcode }) => postcode),
  )
  return (adres) => exact.get(houseOf(adres)) ?? whole.get(adres.postcode) ?? []
}

type Rij = Pick<Selectable<Database['adres_gemeente']>, (typeof COLUMNS)[number]>

const toAdresrij = (row: Rij): Adresrij => ({
  ...row,
  gemeentecode: Gemeentecode.parse(row.gemeentecode),
  tot: row.tot ?? undefined,
})

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
