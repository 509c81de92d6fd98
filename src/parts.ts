/** What a gateway is made of, opened in order: trust, keys, store, policies, keyring, the first parties. */
import { join } from 'node:path'
import { appendEvent } from './audit/audit.store.ts'
import { createCrashPoint } from './breekpunt.ts'
import type { Config } from './config.ts'
import { createCertificateReader } from './crypto/certificate.ts'
import { loadFieldBox } from './crypto/field-box.ts'
import type { Engine } from './db/connect.ts'
import { findWrongSettings } from './db/settings.ts'
import { createDb, type Db } from './db/transaction.ts'
import { ensureTrialApprovers, signAsTrial } from './development/approvers.ts'
import { DEVELOPMENT_MANDATES, DEVELOPMENT_PARTIES } from './development/parties.ts'
import { type DevelopmentPki, ensureDevelopmentPki } from './development/pki.ts'
import { STREETS } from './development/streets.ts'
import type { AuthenticateCallerDeps } from './flows/authenticate-caller.ts'
import { freezeMonths } from './flows/count-months/freeze-months.ts'
import { createRefusalCounter, type RefusalCounter } from './flows/count-refusals.ts'
import { isFirstStart } from './flows/is-first-start.ts'
import type { ManageKeysDeps } from './flows/manage-keys/keys.ts'
import { registerAddresses } from './flows/register-addresses.ts'
import { registerParties } from './flows/register-parties.ts'
import { createExpiryWarner, type ExpiryWarner } from './flows/warn-of-expiry.ts'
import { ensureGatewayKeys, type GatewayKeys } from './gateway-keys.ts'
import type { Held } from './held.ts'
import { openFileKeyring } from './keyring/file-keyring.ts'
import type { Keyring } from './keyring/keyring.ts'
import { refuseLaterEvents, startClock } from './law-clock.ts'
import type { Policies } from './legal/compile.ts'
import type { Log } from './log.ts'
import type { CrashPoint, Now } from './model/ports.ts'
import { openStore } from './open-store.ts'
import { openPolicies, type PoliciesInForce } from './policies-in-force.ts'
import { findCoreDumps } from './process-limits.ts'
import { killItself, random, realNow } from './reality.ts'
import { createSweeper, type Sweeper } from './sweeper.ts'
import { openTrust, type Trust } from './trust.ts'

/** Rows that the sweep deletes in one transaction: whoever works beside it waits for no more than these. */
export const SWEEP_BATCH = 500

/** All that the doors and the work beside them share. */
export type Parts = {
  readonly config: Config
  readonly log: Log
  readonly engine: Engine
  readonly db: Db
  readonly pki: DevelopmentPki
  readonly trust: Trust
  readonly readCertificate: ReturnType<typeof createCertificateReader>
  readonly warner: ExpiryWarner
  readonly keys: GatewayKeys
  readonly keyring: Keyring
  readonly refusals: RefusalCounter
  readonly policies: PoliciesInForce
  readonly crashPoint: CrashPoint
  /** The clock of law, terms and events. */
  readonly now: Now
}

/** Where every set of policies that decided here is kept, a folder each under its hash. */
export const policyArchive = (config: Config): string => join(config.dataFolder, 'beleid')

/** Opens all of it; what was opened is given back through `held`. */
export async function openParts(config: Config, log: Log, held: Held): Promise<Parts> {
  const pki = await ensureDevelopmentPki(
    join(config.certsFolder, 'proef'),
    DEVELOPMENT_PARTIES,
    realNow(),
    random,
  )
  const trust = await openTrust({ folder: pki.folder, now: realNow, log })
  const keys = await ensureGatewayKeys(join(config.certsFolder, 'poort'), random, realNow)
  const engine = await openStore(config)
  held.add(() => engine.close())
  for (const finding of [findCoreDumps(), ...(await findWrongSettings(engine))])
    if (finding !== undefined) log.warn(finding)
  const db = createDb(engine.pool)
  const now = await openClock(config, engine, db)
  const append: AuthenticateCallerDeps['appendEvent'] = (tx, event, parties) =>
    appendEvent(tx, { at: now(), random }, event, parties)
  const crashPoint = createCrashPoint(config.breekpunt, killItself)
  const policies = await openOwnPolicies({ config, log, db, now, crashPoint, appendEvent: append })
  const keyring = await openKeyring(config, db, crashPoint)
  held.add(() => keyring.close())
  const { parties } = pki
  await registerParties(
    { db, trustAnchorsPem: trust.trusted.anchors, appendEvent: append },
    { parties, mandaten: DEVELOPMENT_MANDATES },
  )
  await registerAddresses({ db }, STREETS)
  return {
    config,
    log,
    engine,
    db,
    pki,
    trust,
    readCertificate: createCertificateReader(),
    warner: createExpiryWarner({ db, tlsNow: realNow, appendEvent: append }),
    keys,
    keyring,
    refusals: createRefusalCounter({ db, now, random }),
    policies,
    crashPoint,
    now,
  }
}

/** The policies in force; a trial that names no approvers gets its own first. */
async function openOwnPolicies({
  config,
  ...deps
}: Pick<Parts, 'config' | 'log' | 'db' | 'now' | 'crashPoint'> & {
  readonly appendEvent: AuthenticateCallerDeps['appendEvent']
}): Promise<PoliciesInForce> {
  const { omgeving, approversFolder } = config
  const signsItself = config.signsItself && omgeving === 'proef'
  if (signsItself) await ensureTrialApprovers(approversFolder)
  return openPolicies({
    ...deps,
    omgeving,
    folder: config.policiesFolder,
    archive: policyArchive(config),
    approversFolder,
    signTrial: signsItself ? (said) => signAsTrial(approversFolder, said) : undefined,
  })
}

/** What managing recipient keys needs of it. */
export function manageKeysDeps({
  db,
  now,
  trust,
}: Pick<Parts, 'db' | 'now' | 'trust'>): ManageKeysDeps {
  const anchors = (): readonly string[] => trust.trusted.anchors
  return { db, now, realNow, random, anchors, revocations: () => trust.revocations() }
}

/** The sweeper over this store. */
export async function openSweeper({
  policies,
  db,
  keyring,
  crashPoint,
  now,
}: Pick<Parts, 'db' | 'keyring' | 'crashPoint' | 'now'> & {
  readonly policies: { current(): Policies }
}): Promise<Sweeper> {
  return createSweeper({
    db,
    keyring,
    now,
    realNow,
    random,
    policies: () => policies.current(),
    fieldBox: await loadFieldBox(random),
    crashPoint,
    freeze: (signal) => {
      const set = policies.current()
      return freezeMonths({ db, policies: () => set, now, random }, signal)
    },
    batchSize: SWEEP_BATCH,
  })
}

/** The clock of law over this store. @throws Error when the store holds a later event */
export async function openClock(config: Config, engine: Engine, db: Db): Promise<Now> {
  const now = startClock(config.clockStart, realNow)
  await refuseLaterEvents(db, now, {
    isSet: config.clockStart !== undefined,
    store: engine.kind === 'postgres' ? 'de database' : config.dataFolder,
  })
  return now
}

/** The keyring of this data folder. */
export async function openKeyring(
  config: Config,
  db: Db,
  crashPoint: CrashPoint,
): Promise<Keyring> {
  return openFileKeyring({
    path: join(config.dataFolder, 'sleutelring.json'),
    rootPath: config.rootKeyFile,
    random,
    nieuw: await isFirstStart({ db }),
    crashPoint,
  })
}
