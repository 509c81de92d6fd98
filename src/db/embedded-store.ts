/** The embedded store: PGlite in the data folder, made whole or not at all. */
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Engine, openPglite } from './connect.ts'
import { migrate } from './migrate.ts'

const DATA = 'pgdata'
const UNFINISHED = 'pgdata.nieuw-'

/** Whether a first start ever finished in `folder`. */
export const hasEmbeddedStore = (folder: string): boolean => existsSync(join(folder, DATA))

/**
 * Opens the embedded store in `folder`, which the caller has locked, migrated and with the session in the powerless role.
 * A first start works in a temporary folder and renames it when it is ready, so that a kill leaves nothing broken.
 * @throws DatabaseTooNew
 */
export async function openEmbeddedStore(folder: string, migrations: string): Promise<Engine> {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(UNFINISHED)) rmSync(join(folder, name), { recursive: true })
  }
  const data = join(folder, DATA)
  if (!hasEmbeddedStore(folder)) {
    const unfinished = join(folder, `${UNFINISHED}${process.pid}`)
    const fresh = await openPglite(unfinished)
    await migrate(fresh, migrations)
    await fresh.close()
    renameSync(unfinished, data)
  }
  const engine = await openPglite(data)
  try {
    await migrate(engine, migrations)
    await engine.exec('set role gw_login')
  } catch (error) {
    // An open store keeps the process alive for seconds after it said why it does not start.
    await engine.close()
    throw error
  }
  return engine
}
