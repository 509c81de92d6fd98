/** The recipients' registered keys, each with the JWS by which its party named it. Written under `gw_beheer` and `gw_sleutels`. */

import { type Selectable, sql } from 'kysely'
import type { KeyRegistration } from '../crypto/key-registration.ts'
import type { Database, Tx } from '../db/database.ts'
import { Openingsdoel } from '../model/doel.ts'
import { Gemeentecode, Oin, SleutelId } from '../model/ids.ts'
import type { Ontvangersleutel } from '../model/sealed.ts'
import { type Sleutel, Sleuteltoestand } from '../model/sleutel.ts'

/** A key as the table has it; it may be used only after its registration was verified (`flows/load-recipient-keys.ts`). */
export type StoredOntvangersleutel = Ontvangersleutel & {
  readonly oin: Oin
  readonly registratieJws: string
}

/**
 * All keys of these municipalities, whatever their state, oldest first in each, held until commit: whoever changes a state waits for those who
 * seal to the key or disclose its boxes, and they for him. Municipality by municipality, so that two who hold many never wait for each other.
 */
export async function findOntvangersleutels(
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
): Promise<readonly StoredOntvangersleutel[]> {
  const rows = await tx
    .selectFrom('ontvangersleutel')
    .select([
      'gemeentecode',
      'sleutel_id',
      'oin',
      'doelen',
      'publieke_sleutel',
      'toestand',
      'registratie_jws',
    ])
    .where(sql<boolean>`gemeentecode = any(${gemeenten}::text[])`)
    .orderBy('gemeentecode')
    .orderBy('geregistreerd_tijdstip')
    .orderBy('sleutel_id')
    .forShare()
    .execute()
  return rows.map((row) => ({
    sleutelId: SleutelId.parse(row.sleutel_id),
    gemeentecode: Gemeentecode.parse(row.gemeentecode),
    doelen: row.doelen.map((doel) => Openingsdoel.parse(doel)),
    publiekeSleutel: new Uint8Array(row.publieke_sleutel),
    toestand: Sleuteltoestand.parse(row.toestand),
    oin: Oin.parse(row.oin),
    registratieJws: row.registratie_jws,
  }))
}

/** Adds a verified key as `actief`. Whether it was new: one that is there already is left as it is. */
export async function insertOntvangersleutel(
  tx: Tx,
  registration: KeyRegistration,
  registratieJws: string,
): Promise<boolean> {
  const inserted = await tx
    .insertInto('ontvangersleutel')
    .values({
      gemeentecode: registration.gemeentecode,
      sleutel_id: registration.sleutelId,
      oin: registration.oin,
      doelen: [...registration.doelen],
      publieke_sleutel: registration.publiekeSleutel,
      toestand: 'actief',
      registratie_jws: registratieJws,
      geregistreerd_tijdstip: registration.geregistreerdTijdstip,
    })
    .onConflict((conflict) => conflict.columns(['gemeentecode', 'sleutel_id']).doNothing())
    .returning('sleutel_id')
    .execute()
  return inserted.length === 1
}

/** The keys of these municipalities, of one party where it is named, as their parties see them. Role `gw_sleutels`. */
export async function listSleutels(
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
  oin?: Oin,
): Promise<readonly Sleutel[]> {
  let query = tx
    .selectFrom('ontvangersleutel')
    .select(COLUMNS)
    .where('gemeentecode', 'in', gemeenten)
  if (oin !== undefined) query = query.where('oin', '=', oin)
  const rows = await query
    .orderBy('gemeentecode')
    .orderBy('geregistreerd_tijdstip')
    .orderBy('sleutel_id')
    .execute()
  return rows.map(toSleutel)
}

/** One key, held until commit after everyone who uses it is done. Role `gw_sleutels`. */
export async function lockSleutel(
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
  sleutelId: SleutelId,
): Promise<Sleutel | undefined> {
  const row = await tx
    .selectFrom('ontvangersleutel')
    .select(COLUMNS)
    .where('gemeentecode', 'in', gemeenten)
    .where('sleutel_id', '=', sleutelId)
    .orderBy('gemeentecode')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  return row && toSleutel(row)
}

/** Puts a later registration of the same key by the same party in the place of the one before. Role `gw_sleutels`. */
export async function renewRegistratie(
  tx: Tx,
  { gemeentecode, sleutelId, geregistreerdTijdstip }: KeyRegistration,
  registratieJws: string,
): Promise<void> {
  await tx
    .updateTable('ontvangersleutel')
    .set({ registratie_jws: registratieJws, geregistreerd_tijdstip: geregistreerdTijdstip })
    .where('gemeentecode', '=', gemeentecode)
    .where('sleutel_id', '=', sleutelId)
    .execute()
}

/** Sets the state of a key, which is held; the database refuses a way back. Role `gw_sleutels`. */
export async function setSleuteltoestand(
  tx: Tx,
  { gemeentecode, sleutelId }: Pick<Sleutel, 'gemeentecode' | 'sleutelId'>,
  toestand: Sleuteltoestand,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('ontvangersleutel')
    .set({ toestand, gewijzigd_tijdstip: at })
    .where('gemeentecode', '=', gemeentecode)
    .where('sleutel_id', '=', sleutelId)
    .execute()
}

const COLUMNS = [
  'gemeentecode',
  'sleutel_id',
  'oin',
  'doelen',
  'toestand',
  'registratie_jws',
  'geregistreerd_tijdstip',
  'gewijzigd_tijdstip',
] as const

type Row = Pick<Selectable<Database['ontvangersleutel']>, (typeof COLUMNS)[number]>

const toSleutel = (row: Row): Sleutel => ({
  sleutelId: SleutelId.parse(row.sleutel_id),
  deelnemer: Oin.parse(row.oin),
  gemeentecode: Gemeentecode.parse(row.gemeentecode),
  doelen: row.doelen.map((doel) => Openingsdoel.parse(doel)),
  toestand: Sleuteltoestand.parse(row.toestand),
  geregistreerdTijdstip: row.geregistreerd_tijdstip.toISOString(),
  ...(row.gewijzigd_tijdstip === null
    ? {}
    : { gewijzigdTijdstip: row.gewijzigd_tijdstip.toISOString() }),
  registratie: row.registratie_jws,
})
