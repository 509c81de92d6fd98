/** What a municipality tells VLPs of their signals: its queue, and each VLP's own feed. */
import type { Generated } from 'kysely'
import type { Optional } from './columns.ts'

export type FeedbackTables = {
  terugkoppeling_wacht: {
    gemeentecode: string
    /** Given by the database, in the order of telling. */
    plaats: Generated<number>
    oin: string
    signaal_id: string
    code: string
    soort: string
    datum: string
    opschorten_tot: Optional<string>
    versie: Optional<number>
    zichtbaar_vanaf: Date
  }
  terugkoppeling_kop: { oin: string; laatste: number }
  terugkoppeling: {
    oin: string
    volgnummer: number
    signaal_id: string
    gemeentecode: string
    onderdeel: Optional<string>
    kenmerk: Optional<string>
    code: string
    soort: string
    datum: string
    opschorten_tot: Optional<string>
    vervangt: Optional<number>
    vervaldatum: string
  }
}
