/** A VLP's lists, their rows, and what the withdrawal of one found. */
import type { Generated } from 'kysely'
import type { Optional } from './columns.ts'

export type ListsTables = {
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
}
