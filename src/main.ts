/** The composition root: what a gateway is made of, its doors, and the work beside them. */
import { join } from 'node:path'
import { buildApi } from './api.ts'
import { createSeenCheckpointFile } from './audit/seen-checkpoint.ts'
import { type Background, startBackground } from './background.ts'
import { bindBeheer } from './beheer.ts'
import type { Config } from './config.ts'
import { lockFolder } from './db/folder-lock.ts'
import { keepStatistics } from './db/keep-statistics.ts'
import { freezeMonths } from './flows/count-months/freeze-months.ts'
import { findActiveParties } from './flows/find-active-parties.ts'
import { watchClocks } from './flows/follow-up/watch-clocks.ts'
import { publishFeedback } from './flows/give-feedback/publish-feedback.ts'
import { groupSignals } from './flows/group-signals.ts'
import { markUnreadable } from './flows/mark-unreadable.ts'
import { endOverdue } from './flows/questions/end-overdue.ts'
import { readDailyCheckpoint, readPublicTile } from './flows/read-public-log.ts'
import { recogniseSlepers } from './flows/recognise-slepers.ts'
import { watchDeliveries } from './flows/watch-deliveries.ts'
import { guardConnections } from './guard-connections.ts'
import { Held } from './held.ts'
import { createAdminListener } from './http/admin-listener.ts'
import { createHealth } from './http/health.ts'
import { createHealthListener } from './http/health-listener.ts'
import { createTlsListener } from './http/tls-listener.ts'
import { createWeb } from './http/web.ts'
import { createWebListener, renewWebListener } from './http/web-listener.ts'
import { describeBases } from './legal/public-bases.ts'
import { type Listening, listenOnPort, listenOnSocket, type Place, tryDoors } from './listen.ts'
import type { Log } from './log.ts'
import type { Beleidsstand } from './model/beleid.ts'
import { dayInAmsterdam } from './model/calendar.ts'
import { createNudger, type Nudger } from './nudger.ts'
import {
  manageKeysDeps,
  openParts,
  openSweeper,
  type Parts,
  policyArchive,
  SWEEP_BATCH,
} from './parts.ts'
import { random } from './reality.ts'
import type { Sweeper } from './sweeper.ts'

/** A running gateway. `stop` finishes what is under way, publishes the last checkpoint and lets everything go. */
export type Gateway = {
  readonly apiUrl: string
  readonly webUrl: string
  /** Of the health page, on loopback only. */
  readonly healthUrl: string
  /** The policies that it began with. */
  readonly beleid: Beleidsstand
  readonly durable: boolean
  /** Reads certificates, revocation lists and its own keys again now, instead of within two seconds. */
  look(): Promise<void>
  stop(): Promise<void>
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
    // Before any work: a door that cannot open is told at once.
    const { api, web, health, beheer } = doorsOf(config)
    await tryDoors([api, web, health], beheer)
    const parts = await openParts(config, log, held)
    return await listen(parts, held)
  } catch (error) {
    await held.releaseAll()
    throw error
  }
}

/** Where each door is to open; of the operator's, the path of its socket. */
function doorsOf({ address, apiPort, webPort, healthPort, dataFolder }: Config): {
  readonly api: Place
  readonly web: Place
  readonly health: Place
  readonly beheer: string
} {
  return {
    api: { address, port: apiPort, setting: 'SIGNAALPOORT_POORT' },
    web: { address, port: webPort, setting: 'SIGNAALPOORT_WEBPOORT' },
    health: { address: '127.0.0.1', port: healthPort, setting: 'SIGNAALPOORT_GEZONDHEIDSPOORT' },
    beheer: join(dataFolder, 'beheer.sock'),
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
  const places = doorsOf(config)
  const doors: Listening[] = []
  const hold = (door: Listening): Listening => {
    held.add(() => door.drain())
    doors.push(door)
    return door
  }
  const { port: apiPort } = hold(await listenOnPort(api.server, places.api))
  const apiUrl = config.baseUrl ?? `https://localhost:${apiPort}`
  const app = await buildApi(parts, apiUrl, apiPort)
  handle = (request, env) => app.fetch(request, env)

  const web = createWebListener({ ...own, fetch: buildWeb(parts).fetch })
  const { port: webPort } = hold(await listenOnPort(web, places.web))
  const nudger = createNudger(parts, apiUrl)
  const healthUrl = await openHealth(parts, nudger, places.health, hold)
  const sweeper = await openSweeper(parts)
  let background: Background | undefined
  const look = async (): Promise<void> => background?.look()
  const admin = buildAdmin(parts, { look, sweep: sweeper.sweep })
  hold(await listenOnSocket(admin, places.beheer))

  background = startWork(parts, api, web, { sweeper, nudger })
  // The log is closed after the doors: what they still did is in the last checkpoint.
  const stop = async (): Promise<void> => {
    await Promise.all(doors.map((door) => door.drain()))
    await background.stop()
    await held.releaseAll()
  }
  const durable = parts.engine.kind === 'postgres'
  parts.policies.announce()
  const beleid = parts.policies.stand()
  const webUrl = `https://localhost:${webPort}`
  return { apiUrl, webUrl, healthUrl, beleid, durable, look, stop }
}

/** The operator's door. */
function buildAdmin(
  parts: Parts,
  work: { look(): Promise<void>; sweep: Sweeper['sweep'] },
): ReturnType<typeof createAdminListener> {
  const { config, now } = parts
  return createAdminListener(
    bindBeheer({
      ...parts,
      ...work,
      omgeving: config.omgeving,
      clock: async () => now,
      recipientKeys: async () => manageKeysDeps(parts),
      random,
      policyArchive: policyArchive(config),
    }),
  )
}

/** Opens the door of the health page; it never leaves this machine, whatever address the others listen on. */
async function openHealth(
  { engine, log, policies }: Parts,
  { gestoord }: Nudger,
  place: Place,
  hold: (door: Listening) => Listening,
): Promise<string> {
  let hosts: readonly string[] = []
  const duurzaamheid = engine.kind === 'postgres' ? 'schijf' : 'proces'
  const health = createHealth(
    { log, duurzaamheid, beleid: () => policies.stand(), gestoordeAbonnementen: gestoord },
    () => hosts,
  )
  const { port } = hold(await listenOnPort(createHealthListener(health.fetch), place))
  hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  return `http://127.0.0.1:${port}`
}

function buildWeb({ db, keys, log, policies, now }: Parts): ReturnType<typeof createWeb> {
  return createWeb({
    jwks: () => ({ keys: [...keys.tokenKeys(), ...keys.receiptKeys(), ...keys.nudgeKeys()] }),
    log,
    now,
    bases: (taal) => describeBases(policies.current(), dayInAmsterdam(now()), taal),
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
  { sweeper, nudger }: { readonly sweeper: Sweeper; readonly nudger: Nudger },
): Background {
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
    unreadable: (signal) => {
      const policies = parts.policies.current()
      const own = { policies: () => policies, random, batchSize: SWEEP_BATCH }
      return markUnreadable({ ...parts, ...own }, signal)
    },
    feedback: (signal) =>
      publishFeedback({ ...parts, random, policies: () => parts.policies.current() }, signal),
    clocks: (signal) =>
      watchClocks({ ...parts, random, policies: () => parts.policies.current() }, signal),
    deliveries: (signal) =>
      watchDeliveries({ ...parts, random, policies: () => parts.policies.current() }, signal),
    group: (signal) =>
      groupSignals({ ...parts, policies: () => parts.policies.current(), random }, { signal }),
    slepers: (signal) => recogniseSlepers({ ...parts, random }, signal),
    questions: (signal) => {
      const policies = parts.policies.current()
      return endOverdue({ ...parts, policies: () => policies, random }, signal)
    },
    nudge: nudger.nudge,
    statistics: async () =>
      parts.engine.kind === 'pglite' ? keepStatistics(parts.engine.pool) : undefined,
    freeze: (signal) => {
      const policies = parts.policies.current()
      return freezeMonths({ ...parts, policies: () => policies, random }, signal)
    },
    followPolicies: () => parts.policies.poll(),
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
