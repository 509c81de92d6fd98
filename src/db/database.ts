/** The tables as types, column by column as in `migrations/`. Dates are `YYYY-MM-DD`, instants `Date`, bytes `Uint8Array`. */
import type { ColumnType, Generated, Kysely, Transaction } from 'kysely'
import type { Voorwaardewaarden } from '../model/besluit.ts'

/** Null where nothing was written. */
type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>
type Json<T> = ColumnType<T, string, string>
type OptionalJson = ColumnType<unknown, string | null | undefined, string | null>

export type Database = {
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
  kenmerk: {
    oin: string
    onderdeel: string
    kenmerk: string
    signaal_id: string
    gemeentecode: string
    versie: number
    sleutelmaand: string
    inhoud_hmac: Uint8Array | null
    toestand: Generated<string>
    beeindigd_tijdstip: Optional<Date>
    vervaldatum: Optional<string>
  }
  ontvangstbewijs: {
    oin: string
    signaal_id: string
    versie: number
    gebeurtenis_id: string
    jws: string
  }
  idempotentie: {
    oin: string
    sleutel: string
    signaal_id: string
    versie: number
    sleutelmaand: string
    inhoud_hmac: Uint8Array
    verloopt_tijdstip: Date
  }
  bewaarsleutel: {
    gemeentecode: string
    vervaldatum: string
    volgnummer: number
    toestand: string
    herverpakt: Generated<number>
    vernietigde_velden: Generated<number>
    slot: number | null
  }
  signaal: {
    gemeentecode: string
    id: string
    versie: number
    oin: string
    ingediend_door: string
    signaaltype: string
    aangeleverd_tijdstip: Date
    ontvangen_tijdstip: Date | null
    beleid_id: string
    beleid_hash: string
    voorwaarden: Json<Voorwaardewaarden>
    vervaldatum: string
    gesloten: string | null
    verstrekt_tijdstip: Optional<Date>
    ingetrokken_tijdstip: Optional<Date>
    velden_vervaldatum: Optional<string>
    /** Until when it is held, or restricted; exclusive. */
    bevroren_tot: Optional<string>
    beperkt_tot: Optional<string>
    /** Until when it is held back from its municipality. */
    vastgehouden_tot: Optional<Date>
    /** Derived at intake; no sender reads them back. */
    soort: Optional<string>
    crisis: Optional<boolean>
    bedragklasse: Optional<string>
    leeftijdsklasse: Optional<string>
    wijkcode: Optional<string>
    /** Null until it is grouped; no sender reads it. */
    melding_id: Optional<string>
  }
  melding: { gemeentecode: string; id: string; maand: string; vorige: Optional<string> }
  matchwacht: {
    gemeentecode: string
    signaal_id: string
    oin: string
    maand: string
    indexen: Json<unknown>
  }
  matchindex: {
    gemeentecode: string
    sleutelmaand: string
    waarde: Uint8Array
    signaal_id: string
    soort: string
    oin: string
  }
  verzegeld: {
    gemeentecode: string
    signaal_id: string
    versie: number
    vervaldatum: string
    volgnummer: number
    oin: string
    velden: string[]
    /** Per field its purposes, joined by a comma. */
    doelen: string[]
    waarden: Uint8Array[]
    dozen: Uint8Array[]
    /** The recipient keys that have a box in this row; null where that is not known. */
    sleutels: Optional<string[]>
    /** In step with the fields: their due dates without a hold; null where none is held. */
    oorspronkelijk: Optional<string[]>
  }
  sleutelverlies: {
    gemeentecode: string
    sleutel_id: string
    gemeld_tijdstip: Date
    tot_signaal: Optional<string>
  }
  eerder_signaal: {
    oin: string
    signaal_id: string
    gemeentecode: string
    signaaltype: string
    sleutelmaand: string
    persoon_hmac: Uint8Array
    vervaldatum: string
  }
  aanlevering: {
    oin: string
    id: string
    ingediend_door: string
    naam: string | null
    vorm: string
    vrijgave: string
    toestand: string
    begonnen_tijdstip: Date
    laatste_tijdstip: Date
    vrijgave_tot: Date | null
    vrijgegeven_tijdstip: Optional<Date>
    ingetrokken_tijdstip: Optional<Date>
    aanvaard: Generated<number>
    herhaald: Generated<number>
    geweigerd: Generated<number>
    onjuist: Generated<number>
    vervaldatum: string
  }
  aanlevering_regel: {
    oin: string
    aanlevering_id: string
    regel: number
    uitkomst: string
    signaal_id: string | null
    versie: number | null
    gemeentecode: string | null
    codes: string[]
  }
  aanlevering_intrekking: {
    oin: string
    aanlevering_id: string
    gemeentecode: string
    ingetrokken: number
    gezien: number
  }
  herverpakking: { gemeentecode: string; vervaldatum: string; volgnummer: number }
  gemeente_gebeurtenis_kop: { gemeentecode: string; laatste: number }
  gemeente_gebeurtenis: {
    gemeentecode: string
    volgnummer: number
    soort: string
    signaal_id: string
    versie: number
    reden: string | null
    tijdstip: Date
    vervaldatum: string
  }
  bewaarbesluit: {
    gemeentecode: string
    id: string
    toestand: string
    wijze: string
    inhoud: Json<unknown>
    nieuwe_wijze: Optional<string>
    ingangsdatum: string
    opgesteld_door: string
    opgesteld_tijdstip: Date
    idempotentiesleutel: Optional<string>
    advies_door: Optional<string>
    advies_strekking: Optional<string>
    advies_tijdstip: Optional<Date>
    besloten_door: Optional<string>
    besloten_tijdstip: Optional<Date>
    ingetrokken_door: Optional<string>
    ingetrokken_tijdstip: Optional<Date>
    voorvertoning: OptionalJson
    tot_signaal: Optional<string>
    uitvoering: OptionalJson
    vervaldatum: string
  }
  eigen_bewaartermijn: {
    gemeentecode: string
    categorie: string
    vanaf: string
    termijn: string
    besluit_id: string
  }
  maatregel: {
    gemeentecode: string
    id: string
    soort: string
    reden: string
    bevriest: boolean
    tot: string
    toestand: string
    voorgesteld_door: string
    voorgesteld_tijdstip: Date
    idempotentiesleutel: Optional<string>
    vastgesteld_door: Optional<string>
    vastgesteld_tijdstip: Optional<Date>
    einde_voorgesteld_door: Optional<string>
    beeindigd_door: Optional<string>
    beeindigd_tijdstip: Optional<Date>
    vervaldatum: string
  }
  maatregel_signaal: { gemeentecode: string; maatregel_id: string; signaal_id: string }
  opruiming: {
    nummer: number
    begonnen_tijdstip: Date | null
    klok: string | null
    aantallen: Json<unknown>
    maandsleutels: string[]
    afgerond_tijdstip: Date | null
    gezien_tijdstip: Date | null
    sprong_tijdstip: Date | null
  }
  beleidsactivering: {
    nummer: number
    hash: string
    vorige: string | null
    actief_tijdstip: Date
    handtekeningen: string[]
  }
  gebeurtenis: { id: string; commitment: Uint8Array; leaf_index: number | null }
  gebeurtenis_detail: {
    gebeurtenis_id: string
    tijdstip: Date
    oin: string | null
    namens: string | null
    gemeentecode: string | null
    zout: Uint8Array
    detail: Json<unknown>
    vervaldatum: string
    /** Generated from `detail`: leakproof to compare, so that its index serves under row-level security. */
    signaal_id: ColumnType<string | null, never, never>
  }
  log_kop: {
    nummer: number
    grootte: number
    wortel: Uint8Array
    checkpoint: string | null
    tijdstip: Date | null
  }
  log_tegel: { niveau: number; nummer: number; hashes: Uint8Array }
  log_checkpoint: { grootte: number; tekst: string; tijdstip: Date }
}

/** The pool; only `db/` and `main.ts` hold it. */
export type Pool = Kysely<Database>

/** An open transaction with its role and caller set: what every store takes as its first argument. */
export type Tx = Transaction<Database>
