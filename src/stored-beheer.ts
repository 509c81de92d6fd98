/** The operator's commands without a gateway that runs. */
import { join } from 'node:path'
import { bindBeheer } from './beheer.ts'
import { createCrashPoint } from './breekpunt.ts'
import type { SocketFetch } from './client/socket-fetch.ts'
import type { Config } from './config.ts'
import { lockFolder } from './db/folder-lock.ts'
import { createDb } from './db/transaction.ts'
import type { ManageKeysDeps } from './flows/manage-keys/keys.ts'
import { ensureGatewayKeys } from './gateway-keys.ts'
import { Held } from './held.ts'
import { createBeheerApp } from './http/beheer/beheer-app.ts'
import { createLog } from './log.ts'
import type { Now } from './model/ports.ts'
import { openStore, storeExists } from './open-store.ts'
import { manageKeysDeps, openClock, openKeyring, openSweeper, policyArchive } from './parts.ts'
import { killItself, random, realNow } from './reality.ts'
import { loadStoredPolicies, storedPolicies } from './stored-policies.ts'
import type { Sweeper } from './sweeper.ts'
import { openTrust } from './trust.ts'

/**
 * The operator's app on the store that the configuration names, for when no gateway runs: the folder is locked until `close`.
 * @throws FolderInUse; Error with one clear line when there is no store yet
 */
export async function openStoredBeheer(config: Config): Promise<SocketFetch> {
  if (!storeExists(config))
    throw new Error(`in ${config.dataFolder} is nog geen opslag: start eerst de poort (npm start)`)
  const held = new Held()
  try {
    held.add(lockFolder(config.dataFolder))
    const keys = await ensureGatewayKeys(join(config.certsFolder, 'poort'), random, realNow)
    const engine = await openStore(config)
    held.add(() => engine.close())
    const db = createDb(engine.pool)
    const { omgeving, policiesFolder: folder, approversFolder } = config
    const folders = { db, omgeving, folder, approversFolder, archive: policyArchive(config) }
    const clock = (): Promise<Now> => openClock(config, engine, db)
    const sweep: Sweeper['sweep'] = async (options) => {
      const now = await clock()
      const policies = await loadStoredPolicies(folders)
      const crashPoint = createCrashPoint(config.breekpunt, killItself)
      const keyring = await openKeyring(config, db, crashPoint)
      held.add(() => keyring.close())
      const set = { current: () => policies }
      const sweeper = await openSweeper({ policies: set, db, keyring, crashPoint, now })
      held.add(() => sweeper.stop())
      return sweeper.sweep(options)
    }
    const log = createLog(config.logLevel)
    const recipientKeys = async (): Promise<ManageKeysDeps> => {
      const folder = join(config.certsFolder, 'proef')
      const trust = await openTrust({ folder, now: realNow, log })
      return manageKeysDeps({ db, now: await clock(), trust })
    }
    const policies = storedPolicies(folders)
    const archive = { policyArchive: policyArchive(config), omgeving, policies }
    // Nobody is let in here: the next start reads what is trusted.
    const look = (): Promise<void> => Promise.resolve()
    const app = createBeheerApp(
      bindBeheer({ db, keys, clock, sweep, look, recipientKeys, random, log, ...archive }),
    )
    return {
      fetch: async (path, request) =>
        app.fetch(new Request(`http://poort${path}`, { ...request, duplex: 'half' })),
      close: () => held.releaseAll(),
    }
  } catch (error) {
    await held.releaseAll()
    throw error
  }
}
