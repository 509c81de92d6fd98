/** What was acknowledged is never lost and never doubled, through `kill -9` at any instant. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { leafHash } from '../../src/audit/merkle.ts'
import { collectAndOpen, openerOf } from '../../src/cli/afnemer.ts'
import { readParty } from '../../src/cli/party.ts'
import { toHex } from '../../src/crypto/bytes.ts'
import { type Engine, openPglite, openPostgres } from '../../src/db/connect.ts'
import { dayInAmsterdam } from '../../src/model/calendar.ts'
import { aSignal } from '../support/builders.ts'
import { chooseAllAt } from '../support/calls.ts'
import { DOES_ALL } from '../support/faults-scope.ts'
import { accessOf } from '../support/gateway.ts'
import {
  createSiteWithStore,
  freePorts,
  type GatewayProcess,
  type Site,
} from '../support/gateway-process.ts'
import { findPostgresBin, type PostgresServer, startPostgres } from '../support/postgres-server.ts'
import { chooseSeed, seededNumbers } from '../support/seeded-numbers.ts'
import {
  createSignalWorkers,
  type Posted,
  postAll,
  type WorkerOptions,
} from '../support/signal-workers.ts'

const SIGNALS = 200
const KILLS = { embedded: DOES_ALL ? 20 : 4, server: DOES_ALL ? 20 : 8 }
const CONNECTIONS = 16
/** At least so many must have been acknowledged before the last kill: else nothing was tried. */
const LEAST_ACKNOWLEDGED = 100
/** How a life ends: after twice its share of answers at most, and then within so many milliseconds. A slow machine lives longer. */
const LAST_MS = 40
const LONGEST_LIFE_MS = 15_000
const CHECKPOINT_MS = 1_000
/** About two minutes on two idle cores; this long only when something stands still. */
const TIMEOUT_MS = 600_000

/** Signals that all differ, the same for the same seed but for their day. */
function someSignals(random: () => number): readonly Posted[] {
  const signaaldatum = dayInAmsterdam(new Date())
  return Array.from({ length: SIGNALS }, (_, index) => {
    const kenmerk = `KILL-${String(index).padStart(3, '0')}`
    const body = aSignal({
      kenmerk,
      signaaldatum,
      persoon: {
        achternaam: `Proef${String.fromCodePoint(97 + (index % 26))}${Math.floor(random() * 1e6)}`,
      },
      adres: { huisnummer: 2 * (1 + Math.floor(random() * 30)) },
      achterstand: {
        bedragInCenten: 50_000 + Math.floor(random() * 100_000),
        ontstaansdatum: undefined,
      },
    })
    return { kenmerk, body: JSON.stringify(body), receipts: [] }
  })
}

type Store = {
  readonly env: Readonly<Record<string, string>>
  readonly kills: number
  openAsOwner(site: Site): Promise<Engine>
}

const EMBEDDED: Store = {
  env: {},
  kills: KILLS.embedded,
  openAsOwner: (site) => openPglite(join(site.config.dataFolder, 'pgdata')),
}

const onServer = (server: PostgresServer): Store => ({
  env: { DATABASE_URL: server.url('poort', 'gw_login'), DATABASE_URL_BEHEER: server.url('poort') },
  kills: KILLS.server,
  openAsOwner: async () => openPostgres(server.url('poort'), 1),
})

type Run = {
  readonly site: Site
  readonly kills: number
  readonly random: () => number
  readonly signals: readonly Posted[]
  readonly instant: () => number
}

/** A token for the landlord, of now. */
async function newToken({ apiUrl }: GatewayProcess, { config }: Site): Promise<string> {
  const access = accessOf(apiUrl, config, 'de-linde', 'aanleveren', {})
  try {
    return await access.token()
  } finally {
    await access.close()
  }
}

/** Lives of a gateway, each ended at an instant of its own while all connections post. */
async function killAgainAndAgain({ site, kills, random, signals, instant }: Run): Promise<{
  readonly gateway: GatewayProcess
  readonly options: WorkerOptions
  readonly acknowledged: number
  readonly checkpoint: string
}> {
  let gateway = await site.start()
  const party = readParty(site.config.certsFolder, 'de-linde')
  let token = await newToken(gateway, site)
  const options = {
    url: gateway.apiUrl,
    token: () => token,
    party,
    connections: CONNECTIONS,
    random,
  }
  const workers = createSignalWorkers(options)
  let checkpoint = ''
  for (let kill = 0; kill < kills; kill += 1) {
    workers.queue.push(
      ...signals.slice(
        Math.floor((kill * SIGNALS) / kills),
        Math.floor(((kill + 1) * SIGNALS) / kills),
      ),
    )
    workers.run()
    const enough = workers.answered() + Math.floor((instant() * 2 * SIGNALS) / kills)
    for (const born = Date.now(); Date.now() - born < LONGEST_LIFE_MS; await setTimeout(1))
      if (workers.answered() >= enough) break
    // Some live long enough to be killed at a checkpoint.
    await setTimeout(instant() * LAST_MS + (kill % 4 === 3 ? CHECKPOINT_MS : 0))
    expect(await gateway.kill9()).toMatchObject({ signal: 'SIGKILL', stderr: '' })
    await workers.pause()
    const seen = join(site.config.dataFolder, 'laatste-checkpoint.txt')
    if (checkpoint === '' && existsSync(seen)) checkpoint = readFileSync(seen, 'utf8')
    gateway = await site.start()
    token = await newToken(gateway, site)
  }
  expect(checkpoint).not.toBe('')
  expect(workers.unknown()).toBeGreaterThanOrEqual(kills)
  const acknowledged = workers.acknowledged.length
  await workers.close()
  return { gateway, options, acknowledged, checkpoint }
}

/** The command's verdict on the log, with this receipt and a checkpoint of long ago. */
async function expectSound(site: Site, receipt: string, checkpoint: string): Promise<void> {
  const [proof, earlier] = [join(site.folder, 'bewijs.jws'), join(site.folder, 'checkpoint.txt')]
  writeFileSync(proof, receipt)
  writeFileSync(earlier, checkpoint)
  const words = ['log', 'verify', '--bewijs', proof, '--checkpoint', earlier]
  const { code, stdout, stderr } = await site.run(words)
  expect(`${stdout}${stderr}`).toContain('Het logboek klopt')
  expect(code).toBe(0)
}

/** As the owner sees it, in the store of a stopped gateway: each signal once, with one event, and that is the receipt's. */
async function expectEachOnce(engine: Engine, signals: readonly Posted[]): Promise<void> {
  const { pool } = engine
  const kenmerken = await pool
    .selectFrom('kenmerk')
    .select(['kenmerk', 'signaal_id', 'versie'])
    .execute()
  expect(kenmerken.map(({ kenmerk }) => kenmerk).sort()).toEqual(
    signals.map(({ kenmerk }) => kenmerk),
  )
  const stored = await pool.selectFrom('signaal').select(['id', 'versie']).execute()
  const receipts = await pool
    .selectFrom('ontvangstbewijs')
    .select(['signaal_id', 'gebeurtenis_id', 'jws'])
    .execute()
  const events = await pool
    .selectFrom('gebeurtenis_detail')
    .innerJoin('gebeurtenis', 'gebeurtenis.id', 'gebeurtenis_detail.gebeurtenis_id')
    .select(['gebeurtenis.id', 'commitment', 'detail'])
    .where(sql<string>`detail ->> 'soort'`, '=', 'signaal-aanvaard')
    .execute()
  expect([stored.length, receipts.length, events.length]).toEqual([SIGNALS, SIGNALS, SIGNALS])
  for (const { kenmerk, signaal_id: id } of kenmerken) {
    const posted = signals.find((signal) => signal.kenmerk === kenmerk)
    const receipt = receipts.find(({ signaal_id }) => signaal_id === id)
    const event = events.find((one) => one.id === receipt?.gebeurtenis_id)
    expect(stored.filter((one) => one.id === id)).toEqual([{ id, versie: 1 }])
    expect(new Set(posted?.receipts.map((one) => `${one.id} ${one.ontvangstbewijs}`))).toEqual(
      new Set([`${id} ${receipt?.jws}`]),
    )
    expect(event?.detail).toMatchObject({ signaalId: id, versie: 1 })
    expect(claimsOf(receipt?.jws).bladHash).toBe(
      toHex(leafHash(event?.commitment ?? new Uint8Array())),
    )
  }
}

const claimsOf = (jws = ''): { readonly bladHash?: string } =>
  JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')) as object

/** The municipality opens all of them: no key went with any of the killed gateways. */
async function expectAllOpen(
  site: Site,
  gateway: GatewayProcess,
  signals: readonly Posted[],
): Promise<void> {
  const access = accessOf(gateway.apiUrl, site.config, 'arnhem', 'hulpaanbod', {
    medewerker: 'mw-1',
  })
  const opener = await openerOf(readParty(site.config.certsFolder, 'arnhem'), 'hulpaanbod')
  await chooseAllAt(gateway.apiUrl, site.config)
  const meldingen = await collectAndOpen(access.client, opener, 'hulpaanbod')
  await access.close()
  const names = meldingen.flatMap(({ signalen }) =>
    signalen.map(({ velden }) => velden['persoon.achternaam']),
  )
  expect([...names].sort()).toEqual(
    signals
      .map(
        ({ body }) => (JSON.parse(body) as { persoon: { achternaam: string } }).persoon.achternaam,
      )
      .sort(),
  )
}

async function lifeAndDeath(store: Store, seed: number): Promise<void> {
  const [apiPort = 0, webPort = 0] = await freePorts(2)
  const ports = { SIGNAALPOORT_POORT: String(apiPort), SIGNAALPOORT_WEBPOORT: String(webPort) }
  const site = createSiteWithStore({ ...ports, ...store.env })
  const random = seededNumbers(seed)
  const signals = someSignals(random)
  try {
    const { gateway, options, acknowledged, checkpoint } = await killAgainAndAgain({
      site,
      kills: store.kills,
      random,
      signals,
      instant: seededNumbers(seed + 1),
    })
    expect(acknowledged).toBeGreaterThanOrEqual(LEAST_ACKNOWLEDGED)
    await postAll(options, signals)
    for (const { kenmerk, receipts } of signals) {
      // Whatever was acknowledged before is recognised now; only what never arrived is new.
      expect(receipts.map(({ herhaald }) => herhaald).slice(1), kenmerk).not.toContain(false)
    }
    await expectAllOpen(site, gateway, signals)
    const receipt = signals[Math.floor(random() * SIGNALS)]?.receipts[0]?.ontvangstbewijs ?? ''
    await setTimeout(1_500)
    await expectSound(site, receipt, checkpoint)
    expect(await gateway.term()).toMatchObject({ code: 0 })
    await expectSound(site, receipt, checkpoint)
    const engine = await store.openAsOwner(site)
    try {
      await expectEachOnce(engine, signals)
    } finally {
      await engine.close()
    }
  } catch (cause) {
    throw new Error(`repeat this run with SIGNAALPOORT_TEST_SEED=${seed}`, { cause })
  } finally {
    await site.close()
  }
}

const sentence = (kills: number): string =>
  `${SIGNALS} signals over ${CONNECTIONS} connections survive ${kills} kills, each exactly once`

describe('kill -9 at random instants', () => {
  test(
    `${sentence(KILLS.embedded)}, in the embedded store`,
    () => lifeAndDeath(EMBEDDED, chooseSeed()),
    TIMEOUT_MS,
  )
})

const bin = findPostgresBin()
const obligatory = process.env['SIGNAALPOORT_TEST_POSTGRES'] === 'verplicht'

describe.skipIf(bin === undefined && !obligatory)('kill -9 at random instants, on a server', () => {
  let server: PostgresServer
  beforeAll(async () => {
    if (bin === undefined)
      throw new Error('PostgreSQL is required here and not installed: apt-get install postgresql')
    server = await startPostgres(bin)
    const maintenance = openPostgres(server.url('postgres'), 1)
    await maintenance.exec('create database poort')
    await maintenance.close()
  })
  afterAll(() => server.stop())

  test(
    `${sentence(KILLS.server)}, in PostgreSQL`,
    () => lifeAndDeath(onServer(server), chooseSeed()),
    TIMEOUT_MS,
  )
})
