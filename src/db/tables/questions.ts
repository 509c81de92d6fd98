/** Questions of a municipality to a VLP; the answer stands sealed elsewhere. */
import type { Generated } from 'kysely'
import type { Optional } from './columns.ts'

export type QuestionsTables = {
  navraag: {
    gemeentecode: string
    id: string
    signaal_id: string
    versie: number
    oin: string
    soort: string
    gesteld_door: string
    gesteld_tijdstip: Date
    idempotentiesleutel: Optional<string>
    uiterlijk: string
    toestand: Generated<string>
    afgerond_tijdstip: Optional<Date>
  }
}
