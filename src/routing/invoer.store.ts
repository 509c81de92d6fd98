/** The place where an address file is loaded before it counts (table `adres_invoer`). Under `gw_beheer`; one import at a time fills it. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { Beheerweigering } from '../model/beheer.ts'
import type { AddressBatch } from './read-address-file.ts'

/** Empties the place for the import `poging` (a UUID); what an earlier one left or still loads is gone. */
export async function beginInvoer(tx: Tx, poging: string): Promise<void> {
  await sql`update adres_invoer_kop set poging = ${poging}::uuid where nummer = 1`.execute(tx)
  await sql`truncate adres_invoer`.execute(tx)
}

/** Empties the place after the import `poging`, unless another one has taken it. */
export async function clearInvoer(tx: Tx, poging: string): Promise<void> {
  const { numAffectedRows = 0n } = await sql`
    update adres_invoer_kop set poging = null where nummer = 1 and poging = ${poging}::uuid`.execute(
    tx,
  )
  if (numAffectedRows > 0n) await sql`truncate adres_invoer`.execute(tx)
}

/**
 * Holds the place until the transaction ends.
 * @throws Beheerweigering when another import took it
 */
export async function holdInvoer(tx: Tx, poging: string): Promise<void> {
  const { rows } = await sql<{ poging: string | null }>`
    select poging from adres_invoer_kop where nummer = 1 for share`.execute(tx)
  if (rows[0]?.poging !== poging)
    throw new Beheerweigering(
      'een andere invoer begon intussen; wacht tot die klaar is en begin zo nodig opnieuw',
    )
}

/** An array as PostgreSQL writes it; the values are letters and digits, so nothing needs a quote. */
const arrayOf = (values: readonly (string | number)[]): string => `{${values.join(',')}}`

/** Adds a batch. @returns how many were new: an address that is there already stays with its first line */
export async function addInvoer(tx: Tx, batch: AddressBatch): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into adres_invoer (postcode, huisnummer, buurt, regel)
    select postcode, huisnummer, buurt, regel from unnest(
      ${arrayOf(batch.postcodes)}::text::text[], ${arrayOf(batch.huisnummers)}::text::integer[],
      ${arrayOf(batch.buurten)}::text::text[], ${arrayOf(batch.regels)}::text::integer[])
      as r(postcode, huisnummer, buurt, regel)
    on conflict (postcode, huisnummer) do nothing`.execute(tx)
  return Number(numAffectedRows ?? 0n)
}

/** How many stand there now: a database that crashed meanwhile emptied the place. */
export async function countInvoer(tx: Tx): Promise<number> {
  const { rows } = await sql<{ aantal: number }>`
    select count(*)::integer as aantal from adres_invoer`.execute(tx)
  return rows[0]?.aantal ?? 0
}

/** The lines of one address that stand for two municipalities, one of them in this batch; undefined when there are none. */
export async function findContradiction(
  tx: Tx,
  batch: AddressBatch,
): Promise<readonly [number, number] | undefined> {
  const { rows } = await sql<{ eerste: number; tweede: number }>`
    select i.regel as eerste, r.regel as tweede from unnest(
      ${arrayOf(batch.postcodes)}::text::text[], ${arrayOf(batch.huisnummers)}::text::integer[],
      ${arrayOf(batch.buurten)}::text::text[], ${arrayOf(batch.regels)}::text::integer[])
      as r(postcode, huisnummer, buurt, regel)
    join adres_invoer i on i.postcode = r.postcode and i.huisnummer = r.huisnummer
    where left(i.buurt, 4) <> left(r.buurt, 4) order by r.regel limit 1`.execute(tx)
  const [row] = rows
  return row && [row.eerste, row.tweede]
}
