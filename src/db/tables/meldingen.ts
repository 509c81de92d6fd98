/** Signals of one person, and the blind indexes by which they are found. */
import type { Generated } from 'kysely'
import type { Json, Optional } from './columns.ts'

export type MeldingenTables = {
  melding: {
    gemeentecode: string
    id: string
    maand: string
    vorige: Optional<string>
    toestand: Generated<string>
    versie: Generated<number>
    beschikbaar_tijdstip: Optional<Date>
    geselecteerd_tijdstip: Optional<Date>
    opgepakt_tijdstip: Optional<Date>
    afgesloten_tijdstip: Optional<Date>
    teruggegeven_tijdstip: Optional<Date>
    selectie_id: Optional<string>
    aanbod: Optional<string>
    uitgesteld: Generated<number>
    uitkomstgroep: Optional<string>
    geheim: Generated<boolean>
    gecontroleerd_tijdstip: Optional<Date>
    terugkoppelcode: Optional<string>
    resultaat_datum: Optional<string>
    gesprek_uiterlijk: Optional<string>
  }
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
  sleperwacht: {
    gemeentecode: string
    signaal_id: string
    oin: string
    maand: string
    vervaldatum: string
    indexen: Json<unknown>
  }
  sleper: {
    gemeentecode: string
    signaal_id: string
    maand: string
    persoon: string
    vorige: Optional<string>
    vervaldatum: string
  }
  sleperindex: {
    gemeentecode: string
    sleutelmaand: string
    waarde: Uint8Array
    signaal_id: string
    soort: string
  }
}
