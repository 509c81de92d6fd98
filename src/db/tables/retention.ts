/** Retention keys, decisions on terms, measures and the sweep. */
import type { Generated } from 'kysely'
import type { Json, Optional, OptionalJson } from './columns.ts'

export type RetentionTables = {
  bewaarsleutel: {
    gemeentecode: string
    vervaldatum: string
    volgnummer: number
    toestand: string
    herverpakt: Generated<number>
    vernietigde_velden: Generated<number>
    slot: number | null
  }
  herverpakking: { gemeentecode: string; vervaldatum: string; volgnummer: number }
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
}
