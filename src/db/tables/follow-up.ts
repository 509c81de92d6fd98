/** What a municipality did after a melding was opened. */
import type { Optional } from './columns.ts'

export type FollowUpTables = {
  contactpoging: {
    gemeentecode: string
    id: string
    melding_id: string
    soort: string
    dagdeel: string
    bereikt: boolean
    datum: string
    door: string
    tijdstip: Date
    idempotentiesleutel: Optional<string>
    vervallen_reden: Optional<string>
    vervallen_door: Optional<string>
    vervallen_tijdstip: Optional<Date>
  }
  resultaat_detail: {
    gemeentecode: string
    melding_id: string
    versie: number
    vervaldatum: string
    volgnummer: number
    waarde: Uint8Array
    dozen: Uint8Array
  }
  raadpleging: { gemeentecode: string; id: string; melding_id: string }
  termijn: {
    gemeentecode: string
    melding_id: string
    soort: string
    datum: string
    gemeld_tijdstip: Optional<Date>
  }
}
