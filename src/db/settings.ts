/** PostgreSQL's settings that shredding and silence need (docs/decisions/0004-postgresql-settings.md), read from the running server. */
import { sql } from 'kysely'
import type { Engine } from './connect.ts'

/** What must hold, and why it is asked. The log's own statement level must not quote what failed. */
const NEEDED: readonly (readonly [name: string, value: string])[] = [
  ['wal_recycle', 'off'],
  ['wal_init_zero', 'on'],
  ['log_statement', 'none'],
  ['log_parameter_max_length', '0'],
  ['log_parameter_max_length_on_error', '0'],
  ['log_min_error_statement', 'panic'],
  ['log_min_duration_statement', '-1'],
  ['fsync', 'on'],
  ['full_page_writes', 'on'],
  ['synchronous_commit', 'on'],
]

/**
 * The settings that are otherwise, each as one line with its remedy; empty when all hold. The embedded store is not asked: it writes no
 * statement log, keeps no archive and is for trial only.
 */
export async function findWrongSettings(engine: Engine): Promise<readonly string[]> {
  if (engine.kind === 'pglite') return []
  const names = NEEDED.map(([name]) => name)
  const { rows } = await sql<{ name: string; setting: string }>`
    select name, setting from pg_settings where name = any (${names})`.execute(engine.pool)
  const found = new Map(rows.map((row) => [row.name, row.setting]))
  return NEEDED.filter(([name, value]) => (found.get(name) ?? value) !== value).map(
    ([name, value]) =>
      `PostgreSQL heeft ${name} = ${found.get(name)}; nodig is ${value} (alter system set ${name} = '${value}', dan herladen of herstarten)`,
  )
}
