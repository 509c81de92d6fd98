/** Choices from the work list. */
import type { Json, Optional } from './columns.ts'

export type SelectionTables = {
  selectie: {
    gemeentecode: string
    id: string
    toestand: string
    vraag: Json<unknown>
    grenzen: Json<unknown>
    rest: Optional<string>
    aandelen: Json<unknown>
    idempotentiesleutel: Optional<string>
    voorgesteld_door: string
    voorgesteld_tijdstip: Date
    vastgesteld_door: Optional<string>
    vastgesteld_tijdstip: Optional<Date>
    teruggedraaid_door: Optional<string>
    teruggedraaid_tijdstip: Optional<Date>
    vervaldatum: string
  }
  selectie_melding: {
    gemeentecode: string
    selectie_id: string
    melding_id: string
    plaats: number
    gekozen: boolean
    buiten_grenzen: Optional<string>
    reden: Optional<string>
    maatstaven: number[]
    wijkgroep: Optional<number>
    stand: string
  }
}
