/** Opens the store that the configuration names, migrated, with a session that may do nothing until a transaction sets its role. */
import { sql } from 'kysely'
import type { Config } from './config.ts'
import { type Engine, openPostgres } from './db/connect.ts'
import { hasEmbeddedStore, openEmbeddedStore } from './db/embedded-store.ts'
import { assertMigrated, migrate } from './db/migrate.ts'

/** The migrations of this version, beside `src/`. */
const MIGRATIONS = new URL('../migrations', import.meta.url).pathname

/** The login is not the powerless one: with it, every right would hang on row-level security alone. */
class LoginTooPowerful extends Error {
  constructor() {
    super(
      'DATABASE_URL logt in als eigenaar, superuser of met BYPASSRLS: gebruik de inlog gw_login',
    )
    this.name = 'LoginTooPowerful'
  }
}

/** Whether there is a store to open: an embedded one that was never started is not. */
export function storeExists(config: Config): boolean {
  return config.databaseUrl !== undefined || hasEmbeddedStore(config.dataFolder)
}

/**
 * @throws DatabaseTooNew, DatabaseTooOld (without DATABASE_URL_BEHEER nothing is migrated), LoginTooPowerful
 */
export async function openStore(config: Config): Promise<Engine> {
  const { databaseUrl, ownerDatabaseUrl } = config
  if (databaseUrl === undefined) return openEmbeddedStore(config.dataFolder, MIGRATIONS)
  if (ownerDatabaseUrl !== undefined) {
    const owner = openPostgres(ownerDatabaseUrl, 1)
    try {
      await migrate(owner, MIGRATIONS)
    } finally {
      await owner.close()
    }
  }
  const engine = openPostgres(databaseUrl)
  try {
    await assertMigrated(engine, MIGRATIONS)
    await assertPowerless(engine)
  } catch (error) {
    await engine.close()
    throw error
  }
  return engine
}

async function assertPowerless(engine: Engine): Promise<void> {
  const { rows } = await sql<{ powerful: boolean }>`
    select rolsuper or rolbypassrls or exists (
      select from pg_class where relname = 'signaal' and relowner = pg_roles.oid) as powerful
    from pg_roles where rolname = current_user`.execute(engine.pool)
  if (rows[0]?.powerful !== false) throw new LoginTooPowerful()
}
