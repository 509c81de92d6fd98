/** The verdicts that the log still holds the details of, oldest first (role gw_log). */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'

/** `gebeurtenis` is the event as JSON. */
export type VerdictRow = {
  readonly id: string
  readonly tijdstip: Date
  readonly gebeurtenis: unknown
}

/** The lowest id that an event of `at` can have (RFC 9562 §5.7: the first 48 bits are milliseconds). */
export function firstIdAt(at: Date): string {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

/** At most `limit` verdicts after the id `after`. */
export async function findVerdicts(
  tx: Tx,
  after: string,
  limit: number,
): Promise<readonly VerdictRow[]> {
  const rows = await tx
    .selectFrom('gebeurtenis_detail')
    .select(['gebeurtenis_id', 'tijdstip', 'detail'])
    .where('gebeurtenis_id', '>', after)
    .where(sql<boolean>`detail ->> 'soort' in ('signaal-aanvaard', 'signaal-geweigerd')`)
    .orderBy('gebeurtenis_id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.gebeurtenis_id,
    tijdstip: row.tijdstip,
    gebeurtenis: row.detail,
  }))
}
