/** The log of events, its tree, and which policies were put in force. */
import type { ColumnType } from 'kysely'
import type { Json } from './columns.ts'

export type LogTables = {
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
