/**
 * A real process dies by SIGKILL at every named crash point (src/model/crash-points.ts), one after the other in the same folder: what was
 * acknowledged is there once, what was not is whole or absent, nothing goes early, what is due goes, the log is sound and the keyring opens.
 * By `npm run test:faults` at every one of them on both stores; in CI at every third on one of the two (`faults-scope.ts`).
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { collectAndOpen, openerOf } from '../../src/cli/afnemer.ts'
import { readParty } from '../../src/cli/party.ts'
import { type Engine, openPglite, openPostgres } from '../../src/db/connect.ts'
import { RecipientKeyFile, recipientKeyFile } from '../../src/development/pki.ts'
import { CRASH_POINTS, type CrashPointName } from '../../src/model/crash-points.ts'
import { Gemeentecode } from '../../src/model/ids.ts'
import { OPRUIMRIJEN } from '../../src/model/opruiming.ts'
import { aSignal } from '../support/builders.ts'
import { chooseAllAt } from '../support/calls.ts'
import { createScanner } from '../support/canaries.ts'
import { DOES_ALL, isTurnOf, PART_SEED, partOf } from '../support/faults-scope.ts'
import { accessOf, type PartyAccess } from '../support/gateway.ts'
import {
  createSite,
  type Ended,
  type GatewayProcess,
  type Site,
} from '../support/gateway-process.ts'
import { findPostgresBin, type PostgresServer, startPostgres } from '../support/postgres-server.ts'

/** About five minutes for both engines on two idle cores; this long only when something stands still. */
const TIMEOUT_MS = 1_200_000
const DEATH_MS = 30_000
const DAY_MS = 86_400_000

type Store = {
  readonly env: Readonly<Record<string, string>>
  openAsOwner(site: Site): Promise<Engine>
  /** What the store writes outside the site. */
  readonly folders: () => readonly string[]
}

type Posted = {
  readonly kenmerk: string
  readonly dag: string
  readonly body: object
  /** Undefined while nothing was acknowledged. */
  readonly first?: { readonly id: string; readonly ontvangstbewijs: string }
}

/** Passes in one life, and at which of them it ends: the first of its day, or the third signal, after two that were acknowledged. */
const FIRST = 1
const THIRD = 3

/** In the order in which one folder meets them. */
const FIRST_START: readonly CrashPointName[] = [
  'beleid-bewaard',
  'beleid-gedaan',
  'beleid-vastgelegd',
  'eerste-wortel-geschreven',
  'eerste-wortel-hernoemd',
]
const INTAKE: ReadonlyMap<CrashPointName, number> = new Map([
  ['aanlevering-begonnen', THIRD],
  ['kenmerk-geclaimd', THIRD],
  ['bewaarsleutel-geopend', FIRST],
  ['sleutelring-geschreven', FIRST],
  ['sleutelring-hernoemd', FIRST],
  ['bewaarsleutel-gemaakt', FIRST],
  ['signaal-verzegeld', THIRD],
  ['gebeurtenis-toegevoegd', THIRD],
  ['aanlevering-gedaan', THIRD],
  ['aanlevering-vastgelegd', THIRD],
])
/** A list of four rows in one part, which also passes the points of intake. */
const LIST: readonly CrashPointName[] = [
  'lijst-begonnen-gedaan',
  'lijst-begonnen-vastgelegd',
  'signaal-verzegeld',
  'lijstdeel-gedaan',
  'lijstdeel-vastgelegd',
  'lijst-geeindigd-gedaan',
  'lijst-geeindigd-vastgelegd',
]
/** A list that was held back is released, and one is withdrawn: each after it came in. */
const RELEASE: readonly CrashPointName[] = [
  'vrijgavedeel-gedaan',
  'vrijgavedeel-vastgelegd',
  'vrijgave-gedaan',
  'vrijgave-vastgelegd',
]
const WITHDRAW: readonly CrashPointName[] = [
  'lijstintrekking-gedaan',
  'lijstintrekking-vastgelegd',
  'intrekdeel-gedaan',
  'intrekdeel-vastgelegd',
]
const CHECKPOINT: readonly CrashPointName[] = [
  'tegels-geschreven',
  'ijkpunt-gedaan',
  'ijkpunt-vastgelegd',
  'ijkpunt-onthouden',
]
/** In the background, once signals wait. */
const GROUPING: readonly CrashPointName[] = ['groepering-gedaan', 'groepering-vastgelegd']
const CLOCKS: readonly CrashPointName[] = ['termijnen-gedaan', 'termijnen-vastgelegd']
/** Early ends: survivors move to a successor, whose key is new in the keyring. */
const REWRAP: readonly CrashPointName[] = [
  'opruiming-begonnen',
  'sleutelring-geschreven',
  'sleutelring-hernoemd',
  'sluiten-gedaan',
  'sluiten-vastgelegd',
  'leegmaken-gedaan',
  'leegmaken-vastgelegd',
  'sleutel-vernietigd',
]
const ROWS = OPRUIMRIJEN.flatMap((rows) => [`${rows}-gedaan`, `${rows}-vastgelegd`] as const)
/** A due date: keys, rows, month keys, the root, the record. */
const SWEEP: readonly CrashPointName[] = [
  'leegmaken-gedaan',
  'vernietigen-gedaan',
  'vernietigen-vastgelegd',
  'klaar-gedaan',
  'klaar-vastgelegd',
  'bewaarsleutel-beeindigd',
  ...ROWS,
  'maandsleutel-genoteerd',
  'maandsleutel-vernietigd',
  'wortel-geschreven',
  'wortel-hernoemd',
  'oude-wortel-overschreven',
  'oude-wortel-hernoemd',
  'wortel-gewisseld',
  'opruiming-gedaan',
  'opruiming-vastgelegd',
]

/** The municipality lost every key that it had; its VLPs are told, and then what of that loss is left to do is done. */
const MARK: readonly CrashPointName[] = ['onleesbaar-gedaan', 'onleesbaar-vastgelegd']
const FEEDBACK: readonly CrashPointName[] = ['terugkoppeling-gedaan', 'terugkoppeling-vastgelegd']
const LOSS: readonly CrashPointName[] = ['verlies-gedaan', 'verlies-vastgelegd']

const ARNHEM = Gemeentecode.parse('0202')
const FIRST_DAY = new Date('2026-11-03T09:00:00Z')
const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

/** Which of a list of points a walk dies at. */
type Choose = (points: readonly CrashPointName[]) => readonly CrashPointName[]

/** One folder, its lives one after the other, and what was posted in them. */
class Walk {
  readonly site: Site
  readonly chosen: CrashPointName[] = []
  readonly posted: Posted[] = []
  readonly reached: CrashPointName[] = []
  readonly #choose: Choose
  #at = FIRST_DAY
  #made = 0

  constructor(site: Site, choose: Choose) {
    this.site = site
    this.#choose = choose
    mkdirSync(this.#temporary())
  }

  choose(points: readonly CrashPointName[]): readonly CrashPointName[] {
    const some = this.#choose(points)
    this.chosen.push(...some)
    return some
  }

  /** The only place for temporary files that its processes know. */
  #temporary(): string {
    return join(this.site.folder, 'tmp')
  }

  passDays(days: number): void {
    this.#at = new Date(this.#at.getTime() + days * DAY_MS)
  }

  setDay(day: string): void {
    this.#at = new Date(`${day}T09:00:00Z`)
  }

  clock(breekpunt?: string): Record<string, string> {
    // Each life begins a quarter after the one before it, so that none starts before an event of that one.
    this.#at = new Date(this.#at.getTime() + 15 * 60_000)
    return {
      TMPDIR: this.#temporary(),
      SIGNAALPOORT_KLOK: this.#at.toISOString().replace('.000Z', 'Z'),
      ...(breekpunt === undefined ? {} : { SIGNAALPOORT_BREEKPUNT: breekpunt }),
    }
  }

  start(): Promise<GatewayProcess> {
    return this.site.launch(this.clock()).ready()
  }

  /** One life of a gateway that must end at the `nth` pass of `point` while `act` goes on, or before it serves. */
  async dieAt(
    point: CrashPointName,
    nth = 1,
    act: (gateway: GatewayProcess) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    const life = this.site.launch(this.clock(`${point}:${nth}`))
    const late = setTimeout(() => life.kill('SIGTERM'), DEATH_MS)
    const gateway = await life.ready().catch(() => undefined)
    if (gateway !== undefined) await act(gateway)
    this.expectKilled(point, await life.ended)
    clearTimeout(late)
  }

  /** One life of `opruimen` that must end at `point`. */
  async dieSweepingAt(point: CrashPointName): Promise<void> {
    this.expectKilled(point, await this.sweep(point))
  }

  sweep(breekpunt?: string): Promise<Ended> {
    return this.site.run(['opruimen', '--zeker'], this.clock(breekpunt))
  }

  expectKilled(point: CrashPointName, { signal, code, stdout, stderr }: Ended): void {
    expect([point, signal, code === null ? '' : `${stdout}${stderr}`]).toEqual([
      point,
      'SIGKILL',
      '',
    ])
    this.reached.push(point)
  }

  /** Posts new signals until the gateway is gone, `most` at most. */
  async postUntilDead({ apiUrl }: GatewayProcess, most: number): Promise<void> {
    const access = accessOf(apiUrl, this.site.config, 'de-linde', 'aanleveren', {})
    try {
      for (let n = 0; n < most; n += 1) {
        const made = this.#make()
        const index = this.posted.push(made) - 1
        const answer = await post(access, made).catch(() => undefined)
        if (answer === undefined) return
        const { status, ...first } = answer
        expect(status).toBe(201)
        this.posted[index] = { ...made, first }
      }
    } finally {
      await access.close()
    }
  }

  /** Sends a list of four new signals; what became of it is known only if the gateway lives to say so. @returns its id */
  async sendList({ apiUrl }: GatewayProcess, vrijgave = 'direct'): Promise<string | undefined> {
    const access = accessOf(apiUrl, this.site.config, 'de-linde', 'aanleveren', {})
    const made = Array.from({ length: 4 }, () => {
      const one = this.#make()
      this.posted.push(one)
      return one
    })
    const list = made.map(({ body }) => `${JSON.stringify(body)}\n`).join('')
    const head = { 'Content-Type': 'application/x-ndjson' }
    try {
      const path = `/v1/aanleveringen?vrijgave=${vrijgave}`
      const answer = await access.send('POST', path, list, head).catch(() => undefined)
      if (answer === undefined) return undefined
      expect(answer.status).toBe(200)
      return (JSON.parse(answer.text) as { id: string }).id
    } finally {
      await access.close()
    }
  }

  /** What is done to a list; undefined when the gateway did not live to answer. */
  async changeList({ apiUrl }: GatewayProcess, id: string, how: string): Promise<unknown> {
    const access = accessOf(apiUrl, this.site.config, 'de-linde', 'aanleveren', {})
    try {
      const path = `/v1/aanleveringen/${id}/${how}`
      const answer = await access.send('POST', path).catch(() => undefined)
      return answer?.status
    } finally {
      await access.close()
    }
  }

  #make(): Posted {
    // Never one that was used before: what was withdrawn keeps its kenmerk for a while.
    this.#made += 1
    const number = String(this.#made).padStart(3, '0')
    const kenmerk = `BREUK-${number}`
    const dag = dayOf(this.#at)
    const body = aSignal({
      kenmerk,
      signaaldatum: dag,
      persoon: { achternaam: `Zqvogel${number}` },
      achterstand: { bedragInCenten: 60_000 + this.#made, ontstaansdatum: undefined },
    })
    return { kenmerk, dag, body }
  }

  /** Sends everything again: what was acknowledged is known by its first receipt, the rest is taken in now or was whole. */
  async sendAllAgain(access: PartyAccess): Promise<void> {
    for (const [index, one] of this.posted.entries()) {
      const { status, ...again } = await post(access, one)
      if (one.first === undefined) expect([200, 201]).toContain(status)
      else expect([one.kenmerk, status, again]).toEqual([one.kenmerk, 200, one.first])
      this.posted[index] = { ...one, first: again }
    }
  }
}

const nameOf = ({ kenmerk }: Posted): string => kenmerk.replace('BREUK-', 'Zqvogel')

async function post(
  access: PartyAccess,
  { body }: Posted,
): Promise<{ status: number; id: string; ontvangstbewijs: string }> {
  const { status, text } = await access.send('POST', '/v1/signalen', body)
  const { id = '', ontvangstbewijs = '' } = JSON.parse(text) as Record<string, string | undefined>
  return { status, id, ontvangstbewijs }
}

/** The names that the municipality can open now, waiting for the checkpoint that delivery needs. */
async function openedNames({ site }: Walk, { apiUrl }: GatewayProcess): Promise<readonly string[]> {
  const who = { medewerker: 'mw-1' }
  const access = accessOf(apiUrl, site.config, 'arnhem', 'hulpaanbod', who)
  const opener = await openerOf(readParty(site.config.certsFolder, 'arnhem'), 'hulpaanbod')
  try {
    await patiently(() => chooseAllAt(apiUrl, site.config))
    const meldingen = await patiently(() => collectAndOpen(access.client, opener, 'hulpaanbod'))
    return meldingen
      .flatMap(({ signalen }) => signalen.map(({ velden }) => String(velden['persoon.achternaam'])))
      .sort()
  } finally {
    await access.close()
  }
}

/** After a night of days nothing is disclosed until the first checkpoint stands: a 503 that says so is asked again, twenty times. */
async function patiently<T>(work: () => Promise<T>, times = 20): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (times === 1 || !String(error).includes('503')) throw error
    await wait(500)
    return patiently(work, times - 1)
  }
}

async function expectSound(walk: Walk): Promise<void> {
  const { code, stdout, stderr } = await walk.site.run(['log', 'verify'], walk.clock())
  expect([code, `${stdout}${stderr}`]).toEqual([0, expect.stringContaining('Het logboek klopt')])
}

async function stop(gateway: GatewayProcess): Promise<void> {
  expect(await gateway.term()).toMatchObject({ code: 0, signal: null })
}

/** Lives that end while lists come in, are released or withdrawn; what broke off goes on when it is asked again. */
async function dieWithLists(walk: Walk): Promise<void> {
  walk.passDays(1)
  for (const point of walk.choose(LIST))
    await walk.dieAt(point, 1, async (gateway) => void (await walk.sendList(gateway)))
  await dieChanging(walk, walk.choose(RELEASE), { vrijgave: 'handmatig', how: 'vrijgave' })
  const before = walk.posted.length
  await dieChanging(walk, walk.choose(WITHDRAW), { vrijgave: 'direct', how: 'intrekking' })
  // What was withdrawn is nobody's to look for any more.
  walk.posted.splice(before)
}

/** One list for each point, then lives that end while theirs is changed, then all are asked again. */
async function dieChanging(
  walk: Walk,
  points: readonly CrashPointName[],
  { vrijgave, how }: { readonly vrijgave: string; readonly how: string },
): Promise<void> {
  const gateway = await walk.start()
  const lists: (readonly [CrashPointName, string])[] = []
  for (const point of points)
    lists.push([point, (await walk.sendList(gateway, vrijgave)) ?? 'none'])
  await stop(gateway)
  for (const [point, id] of lists)
    await walk.dieAt(point, 1, async (life) => void (await walk.changeList(life, id, how)))
  const last = await walk.start()
  for (const [, id] of lists) expect(await walk.changeList(last, id, how)).toBe(200)
  await stop(last)
}

/** Lives that end while signals come in; then all are sent again, and one of each day is withdrawn. */
async function dieTakingIn(walk: Walk): Promise<ReadonlySet<string>> {
  for (const point of walk.choose(FIRST_START)) await walk.dieAt(point)
  let acknowledged = 0
  for (const point of walk.choose([...INTAKE.keys()])) {
    const nth = INTAKE.get(point) ?? FIRST
    acknowledged += nth - 1
    walk.passDays(1)
    await walk.dieAt(point, nth, (gateway) => walk.postUntilDead(gateway, 6))
  }
  expect(acknowledged).toBeGreaterThan(0)
  expect(walk.posted.filter(({ first }) => first !== undefined)).toHaveLength(acknowledged)
  await dieWithLists(walk)
  for (const point of walk.choose([...CHECKPOINT, ...GROUPING, ...CLOCKS]))
    await walk.dieAt(point, 1, (gateway) => walk.postUntilDead(gateway, 200))
  walk.passDays(1)
  const gateway = await walk.start()
  const access = accessOf(gateway.apiUrl, walk.site.config, 'de-linde', 'aanleveren', {})
  await walk.sendAllAgain(access)
  expect(await openedNames(walk, gateway)).toEqual(walk.posted.map(nameOf).sort())
  const days = walk.posted.map(({ dag }) => dag)
  const withdrawn = walk.posted.filter(
    ({ dag }, i) => days.indexOf(dag) === i && days[i + 1] === dag,
  )
  for (const { first } of withdrawn) {
    const path = `/v1/signalen/${first?.id ?? ''}/intrekking`
    expect((await access.send('POST', path, { reden: 'bezwaar' })).status).toBe(200)
  }
  await access.close()
  await stop(gateway)
  await expectSound(walk)
  return new Set(withdrawn.map(({ kenmerk }) => kenmerk))
}

/** Lives that end while the keys of withdrawn signals end; whoever shared a key with them stays. */
async function dieRewrapping(walk: Walk, withdrawn: ReadonlySet<string>): Promise<void> {
  walk.passDays(2)
  for (const point of walk.choose(REWRAP)) await walk.dieSweepingAt(point)
  expect(await walk.sweep()).toMatchObject({ code: 0 })
  walk.setDay('2026-12-02')
  const gateway = await walk.start()
  const stay = walk.posted.filter(({ kenmerk }) => !withdrawn.has(kenmerk))
  expect(await openedNames(walk, gateway)).toEqual(stay.map(nameOf).sort())
  // Not due at the next sweep, and under a month key of its own.
  await walk.postUntilDead(gateway, 2)
  await stop(gateway)
}

/** Lives that end while all but the two youngest are due. */
async function dieSweeping(walk: Walk): Promise<void> {
  walk.setDay('2027-05-25')
  for (const point of walk.choose(SWEEP)) await walk.dieSweepingAt(point)
  expect(await walk.sweep()).toMatchObject({ code: 0 })
  const gateway = await walk.start()
  const young = walk.posted.slice(-2)
  expect(await openedNames(walk, gateway)).toEqual(young.map(nameOf))
  const access = accessOf(gateway.apiUrl, walk.site.config, 'de-linde', 'aanleveren', {})
  for (const one of young) {
    const { status, ...again } = await post(access, one)
    expect([status, again]).toEqual([200, one.first])
  }
  await access.close()
  await stop(gateway)
  await expectSound(walk)
}

/** What is left at the end: two signals, and no key in the keyring that nothing hangs on but destroyed. */
async function expectOnlyYoung(walk: Walk, store: Store): Promise<void> {
  const engine = await store.openAsOwner(walk.site)
  try {
    const { pool } = engine
    const ids = walk.posted.slice(-2).map(({ first }) => first?.id)
    expect(
      (await pool.selectFrom('signaal').select('id').execute()).map(({ id }) => id).sort(),
    ).toEqual(ids.sort())
    const open = await pool
      .selectFrom('bewaarsleutel')
      .select('vervaldatum')
      .where('toestand', '!=', 'vernietigd')
      .execute()
    const keyring = JSON.parse(
      readFileSync(join(walk.site.config.dataFolder, 'sleutelring.json'), 'utf8'),
    ) as { sleutels: Record<string, string> }
    const names = Object.keys(keyring.sleutels)
    expect(names.filter((name) => name.startsWith('bewaar/'))).toEqual(
      open.map(({ vervaldatum }) => `bewaar/0202/${vervaldatum}/1`),
    )
    expect(names.filter((name) => name.startsWith('maand/')).map((name) => name.slice(-7))).toEqual(
      // The second is that of today: by it the sender's own earlier signals are asked for.
      ['2026-12', '2027-05'],
    )
  } finally {
    await engine.close()
  }
}

/** What fifty deaths left in data files, write-ahead log, logs and temporary files: no name of anyone, and the kenmerken that stand there. */
function expectNoName({ site, posted }: Walk, { folders }: Store): void {
  const places = [site.folder, ...folders()]
  const names = Object.fromEntries(posted.map((one) => [nameOf(one), nameOf(one)]))
  const kenmerk = posted.at(-1)?.kenmerk ?? ''
  const found = createScanner({ ...names, kenmerk }).findInFiles(places)
  const ofKenmerk = found.filter((one) => one.endsWith(': kenmerk'))
  expect(found.filter((one) => !ofKenmerk.includes(one))).toEqual([])
  expect([
    ofKenmerk.some((one) => one.includes('/base/')),
    ofKenmerk.some((one) => one.includes('/pg_wal/')),
  ]).toEqual([true, true])
}

/** So that what the last life committed stands in the data files too. */
async function writeOut({ site }: Walk, store: Store): Promise<void> {
  const engine = await store.openAsOwner(site)
  await engine.exec('checkpoint')
  await engine.close()
}

/** A municipality's keys are all compromised. */
async function loseKeys(walk: Walk, party: string): Promise<void> {
  const { folder, deelnemer } = readParty(walk.site.config.certsFolder, party)
  const { gemeentecode = ARNHEM } = deelnemer
  for (const doel of ['controle', 'hulpaanbod'] as const) {
    const file = recipientKeyFile(deelnemer, gemeentecode, doel)
    const { sleutelId } = RecipientKeyFile.parse(
      JSON.parse(readFileSync(join(folder, file), 'utf8')),
    )
    const words = ['sleutel', 'zet', gemeentecode, sleutelId]
    const change = ['--toestand', 'gecompromitteerd', '--reden', 'verloren']
    expect(await walk.site.run([...words, ...change], walk.clock())).toMatchObject({ code: 0 })
  }
}

/** Lives that end while the two that are left end too, since nobody can open them any more. */
async function dieMarking(walk: Walk): Promise<void> {
  await loseKeys(walk, 'arnhem')
  for (const point of walk.choose([...MARK, ...FEEDBACK])) await walk.dieAt(point)
  // Of another municipality: what was left of the first loss was done by the lives between.
  await loseKeys(walk, 'tilburg')
  for (const point of walk.choose(LOSS)) await walk.dieAt(point)
  const gateway = await walk.start()
  const access = accessOf(gateway.apiUrl, walk.site.config, 'de-linde', 'aanleveren', {})
  for (const { first } of walk.posted.slice(-2)) {
    const { text } = await access.send('GET', `/v1/signalen/${first?.id ?? ''}`)
    expect(JSON.parse(text)).toMatchObject({ toestand: 'onleesbaar' })
  }
  const { text } = await access.send('GET', '/v1/terugkoppelingen')
  expect(JSON.parse(text)).toMatchObject({
    terugkoppelingen: walk.posted.slice(-2).map(({ first, kenmerk }, i) => ({
      volgnummer: i + 1,
      signaalId: first?.id,
      kenmerk,
      code: 'onleesbaar',
    })),
  })
  await access.close()
  await stop(gateway)
  await expectSound(walk)
}

async function walkAll(store: Store, choose: Choose): Promise<readonly CrashPointName[]> {
  const walk = new Walk(createSite(store.env), choose)
  try {
    const withdrawn = await dieTakingIn(walk)
    await dieRewrapping(walk, withdrawn)
    await dieSweeping(walk)
    await writeOut(walk, store)
    expectNoName(walk, store)
    await expectOnlyYoung(walk, store)
    await dieMarking(walk)
    expect(walk.reached).toEqual(walk.chosen)
    return walk.reached
  } finally {
    await walk.site.close()
  }
}

const SENTENCE = 'loses nothing, deletes nothing early and leaves a sound log'

/**
 * Dies at every `step`th point, at every one where everything is done. A step of more than three may leave out each point of intake that anything is
 * acknowledged before, and then nothing would be tried.
 */
async function walkSome(store: Store, step: number): Promise<void> {
  try {
    const reached = await walkAll(store, partOf(step))
    if (DOES_ALL) expect([...new Set(reached)].sort()).toEqual([...CRASH_POINTS].sort())
  } catch (cause) {
    throw new Error(`repeat this part with SIGNAALPOORT_TEST_SEED=${PART_SEED}`, { cause })
  }
}

describe.concurrent('a death at', () => {
  const each = (part: string): string => (DOES_ALL ? 'each named crash point' : part)
  const bin = findPostgresBin()
  const obligatory = process.env['SIGNAALPOORT_TEST_POSTGRES'] === 'verplicht'
  test.runIf(isTurnOf('embedded') || bin === undefined)(
    `${each('every third crash point')} of the embedded store ${SENTENCE}`,
    {
      timeout: TIMEOUT_MS,
    },
    () => {
      const embedded: Store = {
        env: {},
        folders: () => [],
        openAsOwner: (site) => openPglite(join(site.config.dataFolder, 'pgdata')),
      }
      return walkSome(embedded, 3)
    },
  )

  let started: PostgresServer | undefined
  beforeAll(async () => {
    if ((bin === undefined && !obligatory) || !isTurnOf('server')) return
    if (bin === undefined)
      throw new Error('PostgreSQL is required here and not installed: apt-get install postgresql')
    const server = await startPostgres(bin)
    started = server
    const maintenance = openPostgres(server.url('postgres'), 1)
    await maintenance.exec('create database poort')
    await maintenance.close()
  })
  afterAll(() => started?.stop())
  const onServer = (server: PostgresServer | undefined): Store => {
    if (server === undefined) throw new Error('no server')
    return {
      env: {
        DATABASE_URL: server.url('poort', 'gw_login'),
        DATABASE_URL_BEHEER: server.url('poort'),
      },
      folders: () => [server.socketDir],
      openAsOwner: async () => openPostgres(server.url('poort'), 1),
    }
  }

  test.runIf((bin !== undefined || obligatory) && isTurnOf('server'))(
    `${each('every third crash point')} in PostgreSQL ${SENTENCE}`,
    { timeout: TIMEOUT_MS },
    () => walkSome(onServer(started), 3),
  )
})
