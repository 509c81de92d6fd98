/** The composition root: configuration, keys, store, policies, flows and doors joined; the only place with real time and randomness. */
import { join } from 'node:path'
import { appendEvent } from './audit/audit.store.ts'
import { createSeenCheckpointFile } from './audit/seen-checkpoint.ts'
import { startBackground } from './background.ts'
import { bindBeheer } from './beheer.ts'
import { createCrashPoint } from './breekpunt.ts'
import type { SocketFetch } from './client/socket-fetch.ts'
import type { Config } from './config.ts'
import { createCertificateReader } from './crypto/certificate.ts'
import { loadFieldBox } from './crypto/field-box.ts'
import { systemRandom } from './crypto/random.ts'
import { createJwsSigner, type JwsSigner } from './crypto/sign.ts'
import { createTokenVerifier } from './crypto/token.ts'
import type { Engine } from './db/connect.ts'
import { lockFolder } from './db/folder-lock.ts'
import { findWrongSettings } from './db/settings.ts'
import { createDb, type Db } from './db/transaction.ts'
import { DEVELOPMENT_MANDATES, DEVELOPMENT_PARTIES } from './development/parties.ts'
import { type DevelopmentPki, ensureDevelopmentPki } from './development/pki.ts'
import { STREETS } from './development/streets.ts'
import { addBoxes } from './flows/add-boxes.ts'
import {
  type AuthenticateCallerDeps,
  admitCertificate,
  authenticateCaller,
  identifyParty,
} from './flows/authenticate-caller.ts'
import { changeOwnContact, changeOwnKeys } from './flows/change-own-party.ts'
import {
  collectMelding,
  collectMeldingen,
  meldingExists,
} from './flows/collect-meldingen/collect-meldingen.ts'
import { confirmReceipt } from './flows/confirm-receipt.ts'
import { createRefusalCounter, type RefusalCounter } from './flows/count-refusals.ts'
import { findActiveParties } from './flows/find-active-parties.ts'
import { isFirstStart } from './flows/is-first-start.ts'
import { createTokenService } from './flows/issue-tokens.ts'
import { listParties } from './flows/list-parties.ts'
import { createRecipientKeys } from './flows/load-recipient-keys.ts'
import { changeKey } from './flows/manage-keys/change-key.ts'
import type { ManageKeysDeps } from './flows/manage-keys/keys.ts'
import { readKeySignals, readKeys } from './flows/manage-keys/read-keys.ts'
import { registerKey } from './flows/manage-keys/register-key.ts'
import { markUnreadable } from './flows/mark-unreadable.ts'
import { ownEventExists, proveOwnEvent, proveSignal } from './flows/prove-event.ts'
import { readMunicipalityFeed } from './flows/read-feed.ts'
import { readDailyCheckpoint, readPublicTile } from './flows/read-public-log.ts'
import { readSignal } from './flows/read-signal.ts'
import { receiveSignal } from './flows/receive-signal/receive-signal.ts'
import { recordMiss } from './flows/record-miss.ts'
import { registerAddresses } from './flows/register-addresses.ts'
import { registerParties } from './flows/register-parties.ts'
import { searchEvents } from './flows/search-events.ts'
import { trySignal } from './flows/try-signal.ts'
import { createExpiryWarner, type ExpiryWarner } from './flows/warn-of-expiry.ts'
import { withdrawSignal } from './flows/withdraw-signal.ts'
import { ensureGatewayKeys, type GatewayKeys } from './gateway-keys.ts'
import { guardConnections } from './guard-connections.ts'
import { createAdminListener } from './http/admin-listener.ts'
import type { ApiFlows } from './http/api-flows.ts'
import { createApi } from './http/app.ts'
import { createBeheerApp } from './http/beheer/beheer-app.ts'
import { certificateGate, readTlsFacts } from './http/certificate-gate.ts'
import { rawHeaderGuard } from './http/raw-header-guard.ts'
import { createTlsListener } from './http/tls-listener.ts'
import { createWeb } from './http/web.ts'
import { createWebListener, renewWebListener } from './http/web-listener.ts'
import { parseToetsing } from './intake/parse-signaal.ts'
import { readStrictJson } from './intake/strict-json.ts'
import { openFileKeyring } from './keyring/file-keyring.ts'
import type { Keyring } from './keyring/keyring.ts'
import { refuseLaterEvents, startClock } from './law-clock.ts'
import type { Policies } from './legal/compile.ts'
import { keepPolicies } from './legal/keep-policies.ts'
import { loadPolicies } from './legal/load.ts'
import { describeBases } from './legal/public-bases.ts'
import { type Listening, listenOnPort, listenOnSocket } from './listen.ts'
import { createLog, type Log } from './log.ts'
import { dayInAmsterdam } from './model/calendar.ts'
import type { CrashPoint, Now } from './model/ports.ts'
import { openStore, storeExists } from './open-store.ts'
import { findCoreDumps } from './process-limits.ts'
import { createSweeper, type Sweeper } from './sweeper.ts'
import { openTrust, type Trust } from './trust.ts'

const realNow = (): Date => new Date()
const random = systemRandom

/** As `kill -9` from outside; the wait keeps this thread from doing anything until it has come. */
const killItself = (): void => {
  process.kill(process.pid, 'SIGKILL')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

/** Rows that the sweep deletes in one transaction: whoever works beside it waits for no more than these. */
const SWEEP_BATCH = 500

/** A running gateway. `stop` finishes what is under way, publishes the last checkpoint and lets everything go. */
export type Gateway = {
  readonly apiUrl: string
  readonly webUrl: string
  readonly durable: boolean
  stop(): Promise<void>
}

type Parts = {
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
  readonly policies: Policies
  readonly crashPoint: CrashPoint
  /** The clock of law, terms and events. */
  readonly now: Now
}

/** Gives back what was taken, last first, also when starting failed half way. */
class Held {
  readonly #release: (() => unknown)[] = []

  add(release: () => unknown): void {
    this.#release.push(release)
  }

  async releaseAll(): Promise<void> {
    for (const release of this.#release.splice(0).reverse()) await release()
  }
}

/**
 * Starts a gateway and answers once it listens.
 * @throws Error with one clear line when it cannot: port or folder in use, folder not writable, database newer than the code, …
 */
export async function startGateway(config: Config, log: Log): Promise<Gateway> {
  if (config.omgeving === 'productie') {
    throw new Error(
      'productie kan nog niet (de poort maakt haar certificaten en eerste partijen nog zelf, voor een proef): laat SIGNAALPOORT_OMGEVING weg voor een proef',
    )
  }
  const held = new Held()
  try {
    held.add(lockFolder(config.dataFolder))
    const parts = await openParts(config, log, held)
    return await listen(parts, held)
  } catch (error) {
    await held.releaseAll()
    throw error
  }
}

/** Where every set of policies that decided here is kept, a folder each under its hash. */
const policyArchive = (config: Config): string => join(config.dataFolder, 'beleid')

async function openParts(config: Config, log: Log, held: Held): Promise<Parts> {
  const policies = loadPolicies(config.policiesFolder)
  keepPolicies(policyArchive(config), config.policiesFolder, policies.hash)
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
  const crashPoint = createCrashPoint(config.breekpunt, killItself)
  const keyring = await openKeyring(config, db, crashPoint)
  held.add(() => keyring.close())
  const append: AuthenticateCallerDeps['appendEvent'] = (tx, event, parties) =>
    appendEvent(tx, { at: now(), random }, event, parties)
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

async function listen(parts: Parts, held: Held): Promise<Gateway> {
  const { config, trust } = parts
  const own = trust.server
  let handle: (request: Request, env: object) => Response | Promise<Response> = () =>
    new Response(null, { status: 503 })
  const api = createTlsListener({
    ...own,
    ca: trust.trusted.anchors,
    crl: trust.trusted.lists,
    fetch: (request, env) => handle(request, env),
  })
  const { address } = config
  const doors: Listening[] = []
  const hold = (door: Listening): Listening => {
    held.add(() => door.drain())
    doors.push(door)
    return door
  }
  const apiPlace = { address, port: config.apiPort, setting: 'SIGNAALPOORT_POORT' }
  const { port: apiPort } = hold(await listenOnPort(api.server, apiPlace))
  const apiUrl = config.baseUrl ?? `https://localhost:${apiPort}`
  const app = await buildApi(parts, apiUrl, apiPort)
  handle = (request, env) => app.fetch(request, env)

  const web = createWebListener({ ...own, fetch: buildWeb(parts).fetch })
  const webPlace = { address, port: config.webPort, setting: 'SIGNAALPOORT_WEBPOORT' }
  const { port: webPort } = hold(await listenOnPort(web, webPlace))
  const sweeper = await openSweeper(parts)
  const { sweep } = sweeper
  const admin = createAdminListener(
    bindBeheer({
      ...parts,
      omgeving: config.omgeving,
      clock: async () => parts.now,
      recipientKeys: async () => manageKeysDeps(parts),
      sweep,
      random,
      policyArchive: policyArchive(config),
    }),
  )
  hold(await listenOnSocket(admin, join(config.dataFolder, 'beheer.sock')))

  const background = startWork(parts, api, web, sweeper)
  // The log is closed after the doors: what they still did is in the last checkpoint.
  const stop = async (): Promise<void> => {
    await Promise.all(doors.map((door) => door.drain()))
    await background.stop()
    await held.releaseAll()
  }
  const durable = parts.engine.kind === 'postgres'
  return { apiUrl, webUrl: `https://localhost:${webPort}`, durable, stop }
}

function buildWeb({ db, keys, log, policies, now }: Parts): ReturnType<typeof createWeb> {
  return createWeb({
    jwks: () => ({ keys: [...keys.tokenKeys(), ...keys.receiptKeys()] }),
    log,
    now,
    bases: () => describeBases(policies, dayInAmsterdam(now())),
    logKey: keys.log.vkey,
    readCheckpoint: () => readDailyCheckpoint({ db, now }),
    readTile: (path) => readPublicTile({ db, now }, path),
  })
}

/** What runs by itself beside the doors. */
function startWork(
  parts: Parts,
  listener: ReturnType<typeof createTlsListener>,
  web: ReturnType<typeof createWebListener>,
  sweeper: Sweeper,
): ReturnType<typeof startBackground> {
  const { config, log } = parts
  return startBackground({
    log,
    publish: {
      db: parts.db,
      now: parts.now,
      signer: parts.keys.log,
      origin: parts.keys.log.name,
      seen: createSeenCheckpointFile(join(config.dataFolder, 'laatste-checkpoint.txt')),
      crashPoint: parts.crashPoint,
    },
    refusals: parts.refusals,
    sweeper,
    unreadable: (signal) =>
      markUnreadable(
        {
          ...parts,
          policies: () => parts.policies,
          random,
          crashPoint: parts.crashPoint,
          batchSize: SWEEP_BATCH,
        },
        signal,
      ),
    guard: async () => {
      await parts.keys.poll(log)
      await guardConnections({
        ...parts,
        listener,
        renewOthers: (pair) => renewWebListener(web, pair),
        activeParties: (oins) => findActiveParties({ db: parts.db, now: parts.now }, oins),
        monotonic: () => performance.now(),
      })
    },
  })
}

async function buildApi(
  parts: Parts,
  apiUrl: string,
  apiPort: number,
): Promise<ReturnType<typeof createApi>> {
  const { db, log, keys, trust, refusals, now } = parts
  const { omgeving, clientPolicies } = parts.config
  const audience = `${apiUrl}/v1`
  const identify: AuthenticateCallerDeps = {
    db,
    now,
    tlsNow: realNow,
    readCertificate: parts.readCertificate,
    revocations: trust.revocations,
    requirements: { omgeving, ...(clientPolicies === undefined ? {} : { clientPolicies }) },
    seenCertificate: parts.warner.seen,
    countUnknown: (kind) => refusals.count(kind),
    verifyToken: createTokenVerifier({
      issuer: apiUrl,
      audience,
      keys: keys.tokenKeys,
    }),
    appendEvent: (tx, event, parties) => appendEvent(tx, { at: now(), random }, event, parties),
  }
  const tokens = createTokenService({
    ...identify,
    issuer: apiUrl,
    audience,
    signingKey: keys.token,
    publishedKeys: keys.tokenKeys,
    tlsFacts: (request) => readTlsFacts(request.socket),
    fault: (fout) => log.error('de tokendienst faalde', { fout }),
  })
  const hosts = [
    `localhost:${apiPort}`,
    `127.0.0.1:${apiPort}`,
    `[::1]:${apiPort}`,
    new URL(apiUrl).host,
  ]
  return createApi({
    flows: await bindFlows(parts, identify),
    readJson: readStrictJson,
    gate: [certificateGate((tls) => admitCertificate(identify, tls)), rawHeaderGuard(hosts)],
    oauth: async (request, response) => {
      await identifyParty(identify, { tls: readTlsFacts(request.socket) })
      await tokens(request, response)
    },
    log,
  })
}

async function bindFlows(parts: Parts, identify: AuthenticateCallerDeps): Promise<ApiFlows> {
  const { config, db, keyring, keys, policies, crashPoint, now } = parts
  const deps = {
    db,
    keyring,
    now,
    random,
    crashPoint,
    policies: () => policies,
    fieldBox: await loadFieldBox(random),
    recipientKeys: createRecipientKeys(() => parts.trust.trusted.anchors),
    signReceipt: createReceiptSigner(keys),
    omgeving: config.omgeving,
    duurzaamheid: parts.engine.kind === 'postgres' ? 'schijf' : 'proces',
  } as const
  const keyDeps = manageKeysDeps(parts)
  return {
    authenticate: (credentials, doel) => authenticateCaller(identify, credentials, { doel }),
    recordMiss: (caller, route) => recordMiss(identify, caller, route),
    trySignal: (caller, json) => trySignal(deps, caller, parseToetsing(json)),
    receiveSignal: (caller, input) => receiveSignal(deps, caller, input),
    readSignal: (caller, id) => readSignal(deps, caller, id),
    withdrawSignal: (caller, input) => withdrawSignal(deps, caller, input),
    proveSignal: (caller, id) => proveSignal(deps, caller, id),
    collectMeldingen: (caller, query) => collectMeldingen(deps, caller, query),
    collectMelding: (caller, query) => collectMelding(deps, caller, query),
    meldingExists: (caller, id) => meldingExists(deps, caller, id),
    confirmReceipt: (caller, input) => confirmReceipt(deps, caller, input),
    addBoxes: (caller, id, levering) => addBoxes(deps, caller, id, levering),
    registerKey: (caller, input) => registerKey(keyDeps, { caller }, input),
    readKeys: (caller, oin) => readKeys(keyDeps, caller, oin),
    changeKey: (caller, { oin, sleutelId }, wijziging) =>
      changeKey(keyDeps, { caller }, { oin, sleutelId, gemeenten: caller.gemeenten }, wijziging),
    readKeySignals: (caller, place, page) => readKeySignals(keyDeps, caller, place, page),
    readFeed: (caller, query) => readMunicipalityFeed(deps, caller, query),
    searchEvents: (caller, vraag, page) => searchEvents(deps, caller, vraag, page),
    proveEvent: (caller, id) => proveOwnEvent(deps, caller, id),
    eventExists: (caller, id) => ownEventExists(deps, caller, id),
    listParties: (caller, page) => listParties(deps, caller, page),
    changeOwnContact: (caller, oin, contact) => changeOwnContact(identify, caller, oin, contact),
    changeOwnKeys: (caller, oin, sleutels) => changeOwnKeys(identify, caller, oin, sleutels),
  }
}

/** Signs with the key of the moment; a key is imported once. */
function createReceiptSigner(keys: GatewayKeys): JwsSigner['sign'] {
  let current: { readonly kid: string; readonly signer: JwsSigner } | undefined
  return (claims) => {
    const key = keys.receipt()
    const { kid } = key
    if (current?.kid !== kid)
      current = { kid, signer: createJwsSigner(key, { kid, typ: 'ontvangstbewijs+jwt' }) }
    return current.signer.sign(claims)
  }
}

function manageKeysDeps({ db, now, trust }: Pick<Parts, 'db' | 'now' | 'trust'>): ManageKeysDeps {
  const anchors = (): readonly string[] => trust.trusted.anchors
  return { db, now, realNow, random, anchors, revocations: () => trust.revocations() }
}

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
    const clock = (): Promise<Now> => openClock(config, engine, db)
    const sweep: Sweeper['sweep'] = async (options) => {
      const now = await clock()
      const crashPoint = createCrashPoint(config.breekpunt, killItself)
      const keyring = await openKeyring(config, db, crashPoint)
      held.add(() => keyring.close())
      const sweeper = await openSweeper({ config, db, keyring, crashPoint, now })
      held.add(() => sweeper.stop())
      return sweeper.sweep(options)
    }
    const log = createLog(config.logLevel)
    const recipientKeys = async (): Promise<ManageKeysDeps> => {
      const folder = join(config.certsFolder, 'proef')
      const trust = await openTrust({ folder, now: realNow, log })
      return manageKeysDeps({ db, now: await clock(), trust })
    }
    const archive = { policyArchive: policyArchive(config), omgeving: config.omgeving }
    const app = createBeheerApp(
      bindBeheer({ db, keys, clock, sweep, recipientKeys, random, log, ...archive }),
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

async function openSweeper({
  config,
  db,
  keyring,
  crashPoint,
  now,
}: Pick<Parts, 'config' | 'db' | 'keyring' | 'crashPoint' | 'now'>): Promise<Sweeper> {
  const loaded = loadPolicies(config.policiesFolder)
  return createSweeper({
    db,
    keyring,
    now,
    realNow,
    random,
    policies: () => loaded,
    fieldBox: await loadFieldBox(random),
    crashPoint,
    batchSize: SWEEP_BATCH,
  })
}

/** The clock of law over this store. @throws Error when the store holds a later event */
async function openClock(config: Config, engine: Engine, db: Db): Promise<Now> {
  const now = startClock(config.clockStart, realNow)
  await refuseLaterEvents(db, now, {
    isSet: config.clockStart !== undefined,
    store: engine.kind === 'postgres' ? 'de database' : config.dataFolder,
  })
  return now
}

async function openKeyring(config: Config, db: Db, crashPoint: CrashPoint): Promise<Keyring> {
  return openFileKeyring({
    path: join(config.dataFolder, 'sleutelring.json'),
    rootPath: config.rootKeyFile,
    random,
    nieuw: await isFirstStart({ db }),
    crashPoint,
  })
}
