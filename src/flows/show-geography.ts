/** What the table of addresses knows: as a whole, of one municipality, or of one address on the day of today. */
import { toHex } from '../crypto/bytes.ts'
import type { Tx } from '../db/database.ts'
import type { Db } from '../db/transaction.ts'
import { dayInAmsterdam } from '../model/calendar.ts'
import type { Geografie, Geografievraag } from '../model/geografie.ts'
import type { Dag, Gemeentecode } from '../model/ids.ts'
import type { Now } from '../model/ports.ts'
import { findPostcode } from '../routing/adres.store.ts'
import { type Adresbestand, findLastAdresbestand } from '../routing/adresbestand.store.ts'
import { countAdressen, findNamen, findOpvolgingen } from '../routing/gemeente.store.ts'
import { route } from '../routing/route.ts'
import type { Opvolging } from '../routing/successor.ts'

export type ShowGeographyDeps = { readonly db: Db; readonly now: Now }

export async function showGeography(
  deps: ShowGeographyDeps,
  vraag: Geografievraag,
): Promise<Geografie> {
  const dag = dayInAmsterdam(deps.now())
  return deps.db.transaction({ role: 'gw_beheer' }, async (tx) => {
    const bestand = await findLastAdresbestand(tx)
    const all = await findOpvolgingen(tx)
    const opvolgingen = concerning(all, vraag.gemeentecode)
    const adres = vraag.adres && (await showAddress(tx, vraag.adres, all, dag))
    return {
      ...(bestand === undefined ? {} : { bestand: describe(bestand) }),
      namen: await findNamen(tx, codesIn(vraag, opvolgingen, adres)),
      opvolgingen: adres === undefined ? opvolgingen : [],
      ...(adres === undefined ? {} : { adres }),
      ...(vraag.gemeentecode === undefined
        ? {}
        : { gemeente: await showMunicipality(tx, vraag.gemeentecode, dag) }),
    }
  })
}

const codesIn = (
  { gemeentecode }: Geografievraag,
  opvolgingen: readonly Opvolging[],
  adres: Geografie['adres'],
): readonly Gemeentecode[] =>
  [
    gemeentecode,
    adres?.gaatNaar,
    ...(adres?.rijen ?? []).map((row) => row.gemeentecode),
    ...opvolgingen.flatMap((one) => [one.gemeentecode, one.opvolger]),
  ].filter((code) => code !== undefined)

const concerning = (all: readonly Opvolging[], code: Gemeentecode | undefined): Opvolging[] =>
  all.filter((one) => code === undefined || one.gemeentecode === code || one.opvolger === code)

const showMunicipality = async (
  tx: Tx,
  gemeentecode: Gemeentecode,
  dag: Dag,
): Promise<NonNullable<Geografie['gemeente']>> => ({
  gemeentecode,
  adressen: await countAdressen(tx, gemeentecode, dag),
})

function describe(bestand: Adresbestand): Geografie['bestand'] {
  const { peildatum, sha256, ingelezenTijdstip, adressen, gemeenten } = bestand
  return {
    peildatum,
    sha256: toHex(sha256),
    ingelezenTijdstip: ingelezenTijdstip.toISOString(),
    adressen,
    gemeenten,
  }
}

async function showAddress(
  tx: Tx,
  { postcode, huisnummer }: NonNullable<Geografievraag['adres']>,
  opvolgingen: readonly Opvolging[],
  dag: Dag,
): Promise<NonNullable<Geografie['adres']>> {
  const rows = await findPostcode(tx, postcode)
  const bestemming = route(rows, huisnummer, dag, opvolgingen)
  return {
    rijen: rows
      .filter((row) => row.huisnummer === huisnummer)
      .map(({ gemeentecode, wijkcode, buurtcode, vanaf, tot }) => ({
        ...{ gemeentecode, wijkcode, buurtcode, vanaf },
        ...(tot === undefined ? {} : { tot }),
      }))
      .sort((a, b) => a.vanaf.localeCompare(b.vanaf)),
    ...(bestemming === undefined ? {} : { gaatNaar: bestemming.gemeentecode }),
    nieuwNummer: bestemming?.opmerkingen.includes('adres-niet-gevonden') === true,
  }
}
