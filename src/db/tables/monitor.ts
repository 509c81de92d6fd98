/** Numbers of a month, and inhabitants; no data of a person. */
import type { Optional } from './columns.ts'

export type MonitorTables = {
  indicator_maand: {
    gemeentecode: string
    maand: string
    instroom_tijdstip: Optional<Date>
    uitkomst_tijdstip: Optional<Date>
  }
  indicator_telling: {
    gemeentecode: string
    maand: string
    tabel: string
    waarde: string
    fase: string
    aantal: number
  }
  gemeente_inwoners: { gemeentecode: string; vanaf: string; aantal: number }
}
