/** Parties, mandates, recipient keys, geography and what identifying leaves behind; no data of a person. */
import type { Generated } from 'kysely'
import type { Json, Optional } from './columns.ts'

export type RegisterTables = {
  deelnemer: {
    oin: string
    naam: string
    rol: string
    gemeentecode: string | null
    client_jwks: Json<unknown>
    vanaf: string
    tot: string | null
    verwerkersovereenkomst: string | null
  }
  deelnemer_contact: {
    oin: string
    emailadres: string | null
    telefoonnummer: string | null
  }
  deelnemer_benadering: { oin: string; inhoud: Json<unknown> }
  onderdeel: { oin: string; onderdeel: string; vanaf: string; tot: string | null }
  mandaat: {
    gemachtigde_oin: string
    gever_oin: string
    doel: string
    vanaf: string
    tot: string | null
    hoedanigheid: Generated<string>
    besluit: string | null
  }
  leverafspraak: {
    gemeentecode: string
    oin: string
    vanaf: string
    tot: string | null
    dag: number
    /** Null: all that it delivers. */
    signaaltypen: string[] | null
    /** What is looked at next; null once nothing is. */
    maand: string | null
    kijkdatum: string | null
    laatst_uitgebleven: Optional<string>
  }
  ontvangersleutel: {
    gemeentecode: string
    sleutel_id: string
    oin: string
    doelen: string[]
    publieke_sleutel: Uint8Array
    toestand: string
    registratie_jws: string
    geregistreerd_tijdstip: Date
    gewijzigd_tijdstip: Optional<Date>
    slot: Optional<number>
  }
  sleutelverlies: {
    gemeentecode: string
    sleutel_id: string
    gemeld_tijdstip: Date
    tot_signaal: Optional<string>
  }
  adres_gemeente: {
    postcode: string
    huisnummer: number
    gemeentecode: string
    wijkcode: string
    buurtcode: string
    vanaf: string
    tot: string | null
  }
  adres_invoer: { postcode: string; huisnummer: number; buurt: string; regel: number }
  adres_invoer_kop: { nummer: number; poging: string | null; slot: number | null }
  adresbestand: {
    volgnummer: Generated<number>
    peildatum: string
    sha256: Uint8Array
    ingelezen_tijdstip: Date
    adressen: number
    nieuw: number
    gewijzigd: number
    beeindigd: number
    gemeenten: number
  }
  gemeente: {
    gemeentecode: string
    naam: string | null
    opvolger: string | null
    opgevolgd_vanaf: string | null
  }
  assertie: { oin: string; jti: string; verloopt_tijdstip: Date }
  certificaat_melding: { vingerafdruk: string; dagen: number; verloopt_tijdstip: Date }
}
