/**
 * What autovacuum does on a server: PGlite has none, so its planner would know nothing of the columns of a table and expect ten rows where there are
 * thousands.
 */
import { sql } from 'kysely'
import type { Pool } from './database.ts'

/** Once a table has twice the pages of the last time, and some more: below that any plan will do. */
const GROWN_PAGES = 8

/**
 * Gathers statistics of each table of an embedded store that grew to twice its size. As the owner, for this transaction only: the session stays powerless.
 * @returns how many tables
 */
export function keepStatistics(pool: Pool): Promise<number> {
  return pool.transaction().execute(async (tx) => {
    const { rows } = await sql<{ relname: string }>`
      select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
        and pg_relation_size(oid) / current_setting('block_size')::integer > 2 * relpages + ${GROWN_PAGES}`.execute(
      tx,
    )
    if (rows.length === 0) return 0
    await sql`set local role none`.execute(tx)
    for (const { relname } of rows) await sql`analyze ${sql.table(relname)}`.execute(tx)
    return rows.length
  })
}
