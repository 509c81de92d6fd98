/** Subscriptions, where they may go, and how far each is; no data of a person. */
import type { Generated } from 'kysely'
import type { Optional } from './columns.ts'

export type NudgingTables = {
  bestemming: { oin: string; host: string; vanaf: string; tot: string | null }
  abonnement: {
    oin: string
    id: string
    ontvanger_oin: string
    bestemming: string
    /** Null: every kind. */
    soorten: string[] | null
    toestand: string
    aangemaakt_tijdstip: Date
    idempotentiesleutel: string | null
    mislukt_sinds: Optional<Date>
    pogingen: Generated<number>
    laatste_fout: Optional<string>
    volgende_tijdstip: Date
    /** Until when one process has it in hand. */
    bezet_tot: Optional<Date>
  }
  abonnement_stand: {
    oin: string
    abonnement_id: string
    stroom: string
    sleutel: string
    volgnummer: number
  }
}
