/** The recipients' registered keys, each with the JWS by which its party named it. Written under `gw_beheer`. */
import type { KeyRegistration } from '../crypto/key-registration.ts'
import type { Tx } from '../db/database.ts'
import { Openingsdoel } from '../model/doel.ts'
import { type Gemeentecode, Oin, SleutelId } from '../model/ids.ts'
import type { Ontvangersleutel } from '../model/sealed.ts'

/** A key as the table has it; it may be used only after its registration was verified (`flows/load-recipient-keys.ts`). */
export type StoredOntvangersleutel = Ontvangersleutel & {
  readonly oin: Oin
  readonly registratieJws: string
}

const TOESTANDEN = ['actief', 'alleenOpenen', 'gecompromitteerd'] as const

/** All keys of a municipality, whatever their state, oldest first. */
export async function findOntvangersleutels(
  tx: Tx,
  gemeentecode: Gemeentecode,
): Promise<readonly StoredOntvangersleutel[]> {
  const rows = await tx
    .selectFrom('ontvangersleutel')
    .select(['sleutel_id', 'oin', 'doelen', 'publieke_sleutel', 'toestand', 'registratie_jws'])
    .where('gemeentecode', '=', gemeentecode)
    .orderBy('geregistreerd_tijdstip')
    .orderBy('sleutel_id')
    .execute()
  return rows.map((row) => ({
    sleutelId: SleutelId.parse(row.sleutel_id),
    gemeentecode,
    doelen: row.doelen.map((doel) => Openingsdoel.parse(doel)),
    publiekeSleutel: new Uint8Array(row.publieke_sleutel),
    toestand: parseToestand(row.toestand),
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

function parseToestand(text: string): Ontvangersleutel['toestand'] {
  const toestand = TOESTANDEN.find((known) => known === text)
  if (toestand === undefined) throw new Error('a recipient key has an unknown state')
  return toestand
}
