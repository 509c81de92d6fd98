/** Attempts to reach the person of a melding. Role `gw_opvolging`. */
import type { Selectable } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { Contactpoging, type ContactpogingId, type Vervalreden } from '../model/contactpoging.ts'
import { type Gemeentecode, SignaalId } from '../model/ids.ts'

/** Who recorded it, when, under which idempotency key. */
export type Vastlegging = {
  readonly door: string
  readonly at: Date
  readonly sleutel?: string | undefined
}

export async function insertContactpoging(
  tx: Tx,
  gemeentecode: Gemeentecode,
  melding: SignaalId,
  poging: Contactpoging,
  { door, at, sleutel }: Vastlegging,
): Promise<void> {
  const { id, soort, dagdeel, bereikt, datum } = poging
  await tx
    .insertInto('contactpoging')
    .values({
      gemeentecode,
      id,
      melding_id: melding,
      soort,
      dagdeel,
      bereikt,
      datum,
      door,
      tijdstip: at,
      idempotentiesleutel: sleutel ?? null,
    })
    .execute()
}

const toPoging = (row: Selectable<Database['contactpoging']>): Contactpoging =>
  Contactpoging.parse({
    id: row.id,
    soort: row.soort,
    dagdeel: row.dagdeel,
    bereikt: row.bereikt,
    datum: row.datum,
    ...(row.vervallen_reden === null ? {} : { vervallen: row.vervallen_reden }),
  })

/** The attempts of a melding in the order in which they were recorded, those that do not count any more too. */
export async function listContactpogingen(
  tx: Tx,
  gemeentecode: Gemeentecode,
  melding: SignaalId,
): Promise<readonly Contactpoging[]> {
  const rows = await tx
    .selectFrom('contactpoging')
    .selectAll()
    .where('gemeentecode', '=', gemeentecode)
    .where('melding_id', '=', melding)
    .orderBy('tijdstip')
    .orderBy('id')
    .execute()
  return rows.map(toPoging)
}

/** The attempt that was recorded under this idempotency key after `sinds`, and at which melding. */
export async function findByKey(
  tx: Tx,
  gemeentecode: Gemeentecode,
  sleutel: string,
  sinds: Date,
): Promise<{ readonly melding: SignaalId; readonly poging: Contactpoging } | undefined> {
  const row = await tx
    .selectFrom('contactpoging')
    .selectAll()
    .where('gemeentecode', '=', gemeentecode)
    .where('idempotentiesleutel', '=', sleutel)
    .where('tijdstip', '>', sinds)
    .executeTakeFirst()
  return row && { melding: SignaalId.parse(row.melding_id), poging: toPoging(row) }
}

/** It does not count any more. @returns whether it was there and counted */
export async function voidContactpoging(
  tx: Tx,
  gemeentecode: Gemeentecode,
  place: { readonly melding: SignaalId; readonly id: ContactpogingId },
  how: { readonly reden: Vervalreden; readonly door: string; readonly at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('contactpoging')
    .set({ vervallen_reden: how.reden, vervallen_door: how.door, vervallen_tijdstip: how.at })
    .where('gemeentecode', '=', gemeentecode)
    .where('melding_id', '=', place.melding)
    .where('id', '=', place.id)
    .where('vervallen_tijdstip', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows) === 1
}
