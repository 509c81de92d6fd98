/** The composition root: configuration, keys, store, policies, flows and doors joined; the only place with real time and randomness. */
import { chmodSync, rmSync } from 'node:fs'
import type { Server as HttpServer } from 'node:http'
import type { Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { appendEvent } from './audit/audit.store.ts'
import { createSeenCheckpointFile } from './audit/seen-checkpoint.ts'
import { startBackground } from './background.ts'
import { type LogVerifyDeps, logVerify } from './cli/log-verify.ts'
import type { Config } from './config.ts'
import { createCertificateReader } from './crypto/certificate.ts'
import { loadFieldBox } from './crypto/field-box.ts'
import { systemRandom } from './crypto/random.ts'
import { readRevocations } from './crypto/revocations.ts'
import { createJwsSigner, verifyJws } from './crypto/sign.ts'
import { publicSigningJwk } from './crypto/signing-keys.ts'
import { createTokenVerifier } from './crypto/token.ts'
import type { Engine } from './db/connect.ts'
import { lockFolder } from './db/folder-lock.ts'
import { createDb, type Db } from './db/transaction.ts'
import { DEVELOPMENT_MANDATES, DEVELOPMENT_PARTIES } from './development/parties.ts'
import { type DevelopmentPki, ensureDevelopmentPki } from './development/pki.ts'
import { STREETS } from './development/streets.ts'
import {
  type AuthenticateCallerDeps,
  admitCertificate,
  authenticateCaller,
  identifyParty,
} from './flows/authenticate-caller.ts'
import {
  collectMelding,
  collectMeldingen,
  meldingExists,
} from './flows/collect-meldingen/collect-meldingen.ts'
import { confirmReceipt } from './flows/confirm-receipt.ts'
import { createRefusalCounter, type RefusalCounter } from './flows/count-refusals.ts'
import { isFirstStart } from './flows/is-first-start.ts'
import { createTokenService } from './flows/issue-tokens.ts'
import { createRecipientKeys } from './flows/load-recipient-keys.ts'
import { proveSignal } from './flows/prove-event.ts'
import { readMunicipalityFeed } from './flows/read-feed.ts'
import { readSignal } from './flows/read-signal.ts'
import { receiveSignal } from './flows/receive-signal/receive-signal.ts'
import { registerAddresses } from './flows/register-addresses.ts'
import { registerParties } from './flows/register-parties.ts'
import type { SweepOptions } from './flows/sweep-retention/sweep.ts'
import { trySignal } from './flows/try-signal.ts'
import { withdrawSignal } from './flows/withdraw-signal.ts'
import { ensureGatewayKeys, type GatewayKeys } from './gateway-keys.ts'
import { createAdminListener } from './http/admin-listener.ts'
import type { ApiFlows } from './http/api-flows.ts'
import { createApi } from './http/app.ts'
import { certificateGate, readTlsFacts } from './http/certificate-gate.ts'
import { rawHeaderGuard } from './http/raw-header-guard.ts'
import { createTlsListener } from './http/tls-listener.ts'
import { createWeb } from './http/web.ts'
import { createWebListener } from './http/web-listener.ts'
import { parseToetsing } from './intake/parse-signaal.ts'
import { readStrictJson } from './intake/strict-json.ts'
import { openFileKeyring } from './keyring/file-keyring.ts'
import type { Keyring } from './keyring/keyring.ts'
import { loadPolicies } from './legal/load.ts'
import type { Log } from './log.ts'
import type { LogEvidence, LogOutcome } from './model/log-evidence.ts'
import type { Opruimuitkomst } from './model/opruiming.ts'
import { openStore, storeExists } from './open-store.ts'
import { createSweeper, type Sweeper } from './sweeper.ts'

const now = (): Date => new Date()
const random = systemRandom

/** Rows that the sweep deletes in one transaction: whoever works beside it waits for no more than these. */
const SWEEP_BATCH = 500

/** How long requests under way may take to finish when the gateway stops. */
const DRAIN_MS = 10_000

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
  readonly keys: GatewayKeys
  readonly keyring: Keyring
  readonly refusals: RefusalCounter
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
      'productie kan nog niet: partijen zijn nog alleen bij de eerste start van een proef te registreren',
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

async function openParts(config: Config, log: Log, held: Held): Promise<Parts> {
  const pki = await ensureDevelopmentPki(
    join(config.certsFolder, 'proef'),
    DEVELOPMENT_PARTIES,
    now(),
    random,
  )
  const keys = await ensureGatewayKeys(join(config.certsFolder, 'poort'), random)
  const engine = await openStore(config)
  held.add(() => engine.close())
  const db = createDb(engine.pool)
  const keyring = await openKeyring(config, db)
  held.add(() => keyring.close())
  const append: AuthenticateCallerDeps['appendEvent'] = (tx, event, parties) =>
    appendEvent(tx, { at: now(), random }, event, parties)
  const { parties } = pki
  await registerParties(
    { db, trustAnchorsPem: [pki.wortel], appendEvent: append },
    { parties, mandaten: DEVELOPMENT_MANDATES },
  )
  await registerAddresses({ db }, STREETS)
  return {
    config,
    log,
    engine,
    db,
    pki,
    keys,
    keyring,
    refusals: createRefusalCounter({ db, now, random }),
  }
}

async function listen(parts: Parts, held: Held): Promise<Gateway> {
  const { config, log, pki } = parts
  const { server: own, wortel, crl } = pki
  let handle: (request: Request, env: object) => Response | Promise<Response> = () =>
    new Response(null, { status: 503 })
  const api = createTlsListener({
    ...own,
    ca: [wortel],
    crl,
    fetch: (request, env) => handle(request, env),
  })
  const apiPort = await open(api.server, config.apiPort, config.address)
  held.add(() => drain(api.server))
  const apiUrl = config.baseUrl ?? `https://localhost:${apiPort}`
  const app = await buildApi(parts, apiUrl, apiPort)
  handle = (request, env) => app.fetch(request, env)

  const jwks = { keys: [parts.keys.token, parts.keys.receipt].map(publicSigningJwk) }
  const web = createWebListener({ ...own, fetch: createWeb({ jwks: () => jwks, log }).fetch })
  const webPort = await open(web, config.webPort, config.address)
  held.add(() => drain(web))
  const sweeper = await openSweeper(parts)
  const admin = createAdminListener(
    (evidence) => logVerify(logDeps(parts.db, parts.keys), evidence),
    { sweep: (request) => sweeper.sweep(request) },
  )
  await openSocket(admin, join(config.dataFolder, 'beheer.sock'))
  held.add(() => drain(admin))

  const background = startBackground({
    log,
    publish: {
      db: parts.db,
      now,
      signer: parts.keys.log,
      origin: parts.keys.log.name,
      seen: createSeenCheckpointFile(join(config.dataFolder, 'laatste-checkpoint.txt')),
    },
    refusals: parts.refusals,
    sweeper,
  })
  // The log is closed after the doors: what they still did is in the last checkpoint.
  const stop = async (): Promise<void> => {
    await Promise.all([api.server, web, admin].map(drain))
    await background.stop()
    await held.releaseAll()
  }
  const durable = parts.engine.kind === 'postgres'
  return { apiUrl, webUrl: `https://localhost:${webPort}`, durable, stop }
}

async function buildApi(
  parts: Parts,
  apiUrl: string,
  apiPort: number,
): Promise<ReturnType<typeof createApi>> {
  const { db, log, keys, pki, refusals } = parts
  const revocations = readRevocations(pki.crl)
  const audience = `${apiUrl}/v1`
  const identify: AuthenticateCallerDeps = {
    db,
    now,
    tlsNow: now,
    readCertificate: createCertificateReader(),
    revocations: () => revocations,
    countUnknown: (kind) => refusals.count(kind),
    verifyToken: createTokenVerifier({
      issuer: apiUrl,
      audience,
      keys: [publicSigningJwk(keys.token)],
    }),
    appendEvent: (tx, event, parties) => appendEvent(tx, { at: now(), random }, event, parties),
  }
  const tokens = createTokenService({
    ...identify,
    issuer: apiUrl,
    audience,
    signingKey: keys.token,
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
  const { config, db, keyring, keys, pki } = parts
  const loaded = loadPolicies(config.policiesFolder)
  const signer = createJwsSigner(keys.receipt, {
    kid: keys.receipt.kid,
    typ: 'ontvangstbewijs+jwt',
  })
  const deps = {
    db,
    keyring,
    now,
    random,
    policies: () => loaded,
    fieldBox: await loadFieldBox(random),
    recipientKeys: createRecipientKeys([pki.wortel]),
    signReceipt: signer.sign,
    omgeving: config.omgeving,
    duurzaamheid: parts.engine.kind === 'postgres' ? 'schijf' : 'proces',
  } as const
  return {
    authenticate: (credentials, doel) => authenticateCaller(identify, credentials, { doel }),
    trySignal: (caller, json) => trySignal(deps, caller, parseToetsing(json)),
    receiveSignal: (caller, input) => receiveSignal(deps, caller, input),
    readSignal: (caller, id) => readSignal(deps, caller, id),
    withdrawSignal: (caller, input) => withdrawSignal(deps, caller, input),
    proveSignal: (caller, id) => proveSignal(deps, caller, id),
    collectMeldingen: (caller, query) => collectMeldingen(deps, caller, query),
    collectMelding: (caller, query) => collectMelding(deps, caller, query),
    meldingExists: (caller, id) => meldingExists(deps, caller, id),
    confirmReceipt: (caller, input) => confirmReceipt(deps, caller, input),
    readFeed: (caller, query) => readMunicipalityFeed(deps, caller, query),
  }
}

/** The log of the store that the configuration names, for when no gateway runs. */
export async function verifyStoredLog(config: Config, evidence: LogEvidence): Promise<LogOutcome> {
  if (!storeExists(config))
    throw new Error(`in ${config.dataFolder} is nog geen opslag: start eerst de poort (npm start)`)
  const held = new Held()
  try {
    held.add(lockFolder(config.dataFolder))
    const keys = await ensureGatewayKeys(join(config.certsFolder, 'poort'), random)
    const engine = await openStore(config)
    held.add(() => engine.close())
    return await logVerify(logDeps(createDb(engine.pool), keys), evidence)
  } finally {
    await held.releaseAll()
  }
}

/** Sweeps the store that the configuration names, for when no gateway runs; the log is signed again when one starts. */
export async function sweepStored(config: Config, options: SweepOptions): Promise<Opruimuitkomst> {
  if (!storeExists(config))
    throw new Error(`in ${config.dataFolder} is nog geen opslag: start eerst de poort (npm start)`)
  const held = new Held()
  try {
    held.add(lockFolder(config.dataFolder))
    const engine = await openStore(config)
    held.add(() => engine.close())
    const db = createDb(engine.pool)
    const keyring = await openKeyring(config, db)
    held.add(() => keyring.close())
    return await (await openSweeper({ config, db, keyring })).sweep(options)
  } finally {
    await held.releaseAll()
  }
}

async function openSweeper({
  config,
  db,
  keyring,
}: Pick<Parts, 'config' | 'db' | 'keyring'>): Promise<Sweeper> {
  const loaded = loadPolicies(config.policiesFolder)
  return createSweeper({
    db,
    keyring,
    now,
    random,
    policies: () => loaded,
    fieldBox: await loadFieldBox(random),
    crashPoint: () => undefined,
    batchSize: SWEEP_BATCH,
  })
}

async function openKeyring(config: Config, db: Db): Promise<Keyring> {
  return openFileKeyring({
    path: join(config.dataFolder, 'sleutelring.json'),
    rootPath: config.rootKeyFile,
    random,
    nieuw: await isFirstStart({ db }),
  })
}

function logDeps(db: Db, keys: GatewayKeys): LogVerifyDeps {
  return {
    db,
    origin: keys.log.name,
    vkeys: [keys.log.vkey],
    openReceipt: (jws) => verifyJws(jws, publicSigningJwk(keys.receipt)),
  }
}

/** Readable by the gateway's own user only; a socket left by a killed gateway is replaced (the folder's lock is ours). */
async function openSocket(server: HttpServer, path: string): Promise<void> {
  rmSync(path, { force: true })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  chmodSync(path, 0o600)
}

function open(server: Server, port: number, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const inUse = `poort ${port} is in gebruik: stop wat daar luistert, of kies een andere`
      reject(error.code === 'EADDRINUSE' ? new Error(inUse, { cause: error }) : error)
    })
    server.listen(port, address, () => resolve((server.address() as AddressInfo).port))
  })
}

/** Takes no new connection, lets requests under way finish, and cuts what is left after `DRAIN_MS`. */
function drain(server: Server | HttpServer): Promise<void> {
  if (!server.listening) return Promise.resolve()
  return new Promise((resolve) => {
    const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
    server.close(() => {
      clearTimeout(late)
      resolve()
    })
    server.closeIdleConnections()
  })
}
