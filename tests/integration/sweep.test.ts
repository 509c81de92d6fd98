import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { verifyLog } from '../../src/flows/verify-log.ts'
import { addDays } from '../../src/legal/calendar.ts'
import type { SignaalId } from '../../src/model/ids.ts'
import { OPRUIMRIJEN } from '../../src/model/opruiming.ts'
import { ClockJumped } from '../../src/retention/sweep-clock.ts'
import { createSweeper } from '../../src/sweeper.ts'
import { keys } from '../support/audit-log.ts'
import { engines } from '../support/databases.ts'
import { type House, lageLand, openHouse } from '../support/house.ts'
import { arnhem } from '../support/sealed-signals.ts'

const NOTHING = {
  vervroegdeSignalen: 0,
  maatregelen: 0,
  bewaarbesluiten: 0,
  bewaarsleutels: 0,
  geopendeSignalen: 0,
  signalen: 0,
  ontvangstbewijzen: 0,
  kenmerken: 0,
  gemeentegebeurtenissen: 0,
  idempotentiesleutels: 0,
  matchindexen: 0,
  slepers: 0,
  meldingen: 0,
  selecties: 0,
  eerdereSignalen: 0,
  vastgehoudenSignalen: 0,
  aanleveringen: 0,
  terugkoppelingen: 0,
  resultaten: 0,
  asserties: 0,
  gebeurtenisdetails: 0,
  maandsleutels: 0,
}
const NAME = { 'persoon.achternaam': 'Boer' }

describe.each(engines)('the sweep on $name', (engine) => {
  let house: House
  beforeEach(async () => {
    house = await openHouse(await engine.open())
  })
  afterEach(() => house.close())

  const keyStates = () =>
    house.database.db.transaction({ role: 'gw_bewaring' }, (tx) =>
      tx
        .selectFrom('bewaarsleutel')
        .select(['vervaldatum', 'volgnummer', 'toestand'])
        .orderBy('vervaldatum')
        .orderBy('volgnummer')
        .execute(),
    )

  test('destroys what nobody picked up six months and a day ago, and leaves a deletion record (scenario 23)', async () => {
    const { id } = await house.post({ idempotentiesleutel: 'poging-1' })
    house.setClock('2026-11-30T09:00:00Z')
    const young = await house.post()
    expect(await house.open(id)).toMatchObject(NAME)

    house.setClock('2027-05-04T01:00:00Z')
    const outcome = await house.sweep()
    const aantallen = {
      ...NOTHING,
      bewaarsleutels: 1,
      eerdereSignalen: 1,
      signalen: 1,
      meldingen: 1,
      ontvangstbewijzen: 1,
      idempotentiesleutels: 1,
    }
    expect(outcome?.aantallen).toEqual(aantallen)
    expect(await house.events('opruiming-uitgevoerd')).toEqual([
      {
        soort: 'opruiming-uitgevoerd',
        begonnenTijdstip: '2027-05-04T01:00:00.000Z',
        klok: 'zeker',
        aantallen,
      },
    ])
    expect(await house.events('bewaarsleutel-vernietigd')).toMatchObject([
      { gemeentecode: arnhem, vervaldatum: '2027-05-03', volgnummer: 1, herverpakt: 0 },
    ])
    await expect(house.collectOne(id)).rejects.toThrow('niet-gevonden')
    expect(await house.stateOf(id)).toMatchObject({ id, toestand: 'verlopen' })
    expect(await house.open(young.id)).toMatchObject(NAME)
    expect(await isSound(house)).toBe(true)
  })

  test('deletes nothing on the day before, and everything on the day itself by the calendar of Amsterdam', async () => {
    const { id } = await house.post()
    house.setClock('2027-05-02T21:59:00Z')
    // The sender's own hashes went long before.
    expect((await house.sweep())?.aantallen).toEqual({ ...NOTHING, eerdereSignalen: 1 })
    expect(await house.open(id)).toMatchObject(NAME)
    house.setClock('2027-05-02T22:00:00Z')
    expect((await house.sweep())?.aantallen.signalen).toBe(1)
  })

  test('lets the fields go 14 days after a confirmed receipt, and re-keys what else hung on their key', async () => {
    const [gone, stays] = [await house.post(), await house.post()]
    await house.collect()
    await house.confirm(gone.id)
    house.setClock('2026-11-16T09:00:00Z')
    await house.sweep()
    expect(await house.open(gone.id)).toMatchObject(NAME)

    house.setClock('2026-11-17T09:00:00Z')
    expect((await house.sweep())?.aantallen).toEqual({
      ...NOTHING,
      geopendeSignalen: 1,
      bewaarsleutels: 1,
    })
    expect(await house.open(gone.id)).toEqual({})
    expect(await house.open(stays.id)).toMatchObject(NAME)
    expect(await house.stateOf(gone.id)).toMatchObject({ toestand: 'ontvangen' })
    expect(await keyStates()).toEqual([
      { vervaldatum: '2027-05-03', volgnummer: 1, toestand: 'vernietigd' },
      { vervaldatum: '2027-05-03', volgnummer: 2, toestand: 'open' },
    ])
    expect(await house.count('herverpakking')).toBe(0)
    // And once is enough.
    house.passHours(24)
    expect((await house.sweep())?.aantallen).toEqual(NOTHING)
  })

  test('re-keys within a day what a correction, a withdrawal and a refusal to share left behind', async () => {
    const [corrected, withdrawn, refused, stays] = [
      await house.post(),
      await house.post(),
      await house.post(),
      await house.post(),
    ]
    house.setClock('2026-11-04T09:00:00Z')
    await house.post({ kenmerk: 'K-1', achterstand: { bedragInCenten: 99_900, maanden: 3 } })
    await house.withdraw(withdrawn.id, 'betaald')
    await expect(
      house.post({ kenmerk: 'K-3', inspanningen: { reactie: 'geweigerd' } }),
    ).rejects.toThrow('signaal-geweigerd')
    expect(await house.count('herverpakking')).toBe(1)
    expect(await house.count('verzegeld')).toBe(2)

    house.setClock('2026-11-05T01:00:00Z')
    expect((await house.sweep())?.aantallen).toMatchObject({ bewaarsleutels: 1, signalen: 0 })
    expect(await house.open(corrected.id)).toMatchObject({ 'achterstand.bedragInCenten': 99_900 })
    expect(await house.open(stays.id)).toMatchObject(NAME)
    for (const { id } of [withdrawn, refused])
      expect(await house.stateOf(id)).toMatchObject({ toestand: 'ingetrokken' })
    expect(await keyStates()).toEqual([
      { vervaldatum: '2027-05-03', volgnummer: 1, toestand: 'vernietigd' },
      { vervaldatum: '2027-05-03', volgnummer: 2, toestand: 'open' },
      { vervaldatum: '2027-05-04', volgnummer: 1, toestand: 'open' },
    ])
  })

  test('destroys on its day a key that a crash of intake left in the keyring without a row', async () => {
    const stray = { gemeentecode: arnhem, vervaldatum: '2027-05-03', volgnummer: 1 }
    const { keyring } = house.bench
    await keyring.ensureRetentionKey(stray)
    await keyring.ensureRetentionKey({ ...stray, vervaldatum: '2027-06-03' })
    house.setClock('2027-05-02T09:00:00Z')
    await house.sweep()
    expect(await keyring.retentionKey(stray)).toBeDefined()
    house.setClock('2027-05-03T09:00:00Z')
    await house.sweep()
    expect(await keyring.retentionKeys()).toEqual([{ ...stray, vervaldatum: '2027-06-03' }])
  })

  test('clears what ends by its own term: idempotency keys, assertions, details, feed, ended kenmerken', async () => {
    const { id } = await house.post({ idempotentiesleutel: 'poging-1' })
    await house.withdraw(id, 'betaald')
    await house.post({ idempotentiesleutel: 'poging-2' })
    await house.database.db.transaction({ role: 'gw_identiteit' }, (tx) =>
      tx
        .insertInto('assertie')
        .values({
          oin: lageLand,
          jti: 'j-1',
          verloopt_tijdstip: new Date('2026-11-03T09:05:00Z'),
        })
        .execute(),
    )
    house.setClock('2026-11-04T09:00:00Z')
    expect((await house.sweep())?.aantallen).toMatchObject({
      idempotentiesleutels: 1,
      asserties: 1,
    })
    expect(await house.count('kenmerk')).toBe(2)

    house.setClock(`${addDays('2026-11-03', 90)}T09:00:00Z`)
    expect((await house.sweep())?.aantallen).toMatchObject({
      kenmerken: 1,
      gemeentegebeurtenissen: 1,
      gebeurtenisdetails: 0,
    })
    await expect(house.stateOf(id)).rejects.toThrow('niet-gevonden')

    const leaves = await house.count('gebeurtenis')
    house.setClock('2031-11-04T09:00:00Z')
    const outcome = await house.sweep()
    expect(outcome?.aantallen.gebeurtenisdetails).toBeGreaterThan(3)
    expect(await house.count('gebeurtenis')).toBeGreaterThan(leaves)
    expect(await isSound(house)).toBe(true)
  })

  test('destroys a month key when its month is over and nothing living compares with it', async () => {
    const { id } = await house.post()
    const months = async () => (await house.bench.keyring.monthKeys()).map(({ month }) => month)
    house.setClock('2026-12-02T09:00:00Z')
    expect((await house.sweep())?.aantallen.maandsleutels).toBe(0)
    expect(await months()).toEqual(['2026-11'])
    // A repeat is still recognised by it.
    expect(await house.post({ kenmerk: 'K-1', signaaldatum: '2026-11-03' })).toMatchObject({
      id,
      herhaald: true,
    })
    await house.withdraw(id, 'betaald')
    expect((await house.sweep())?.aantallen.maandsleutels).toBe(1)
    // That of the month in which the repeat came is not over.
    expect(await months()).toEqual(['2026-12'])
  })

  test('does not delete on one look at a clock that jumped a year, and does at a second look an hour later', async () => {
    const { id } = await house.post()
    await house.sweep({ zeker: false })
    house.setClock('2027-11-03T09:00:00Z')
    // Events carry the jumped time from now on: they do not vouch for it.
    await house.post()
    for (const minutes of [0, 30]) {
      house.setClock(`2027-11-03T09:${String(minutes).padStart(2, '0')}:00Z`)
      await expect(house.sweep({ zeker: false })).rejects.toThrow(ClockJumped)
    }
    expect(await house.open(id)).toMatchObject(NAME)
    expect(await house.events('opruiming-uitgevoerd')).toHaveLength(1)
    house.setClock('2027-11-03T10:00:00Z')
    expect((await house.sweep({ zeker: false }))?.klok).toBe('bevestigd')
    await expect(house.collectOne(id)).rejects.toThrow('niet-gevonden')
  })

  test('measures a first look from the last event', async () => {
    const { id } = await house.post()
    house.setClock('2027-11-03T09:00:00Z')
    await expect(house.sweep({ zeker: false })).rejects.toThrow(ClockJumped)
    house.setClock('2026-11-04T09:00:00Z')
    expect((await house.sweep({ zeker: false }))?.klok).toBe('gewoon')
    expect(await house.open(id)).toMatchObject(NAME)
  })

  test('twice at once does the work once and records it once', async () => {
    for (let n = 0; n < 5; n += 1) await house.post()
    house.setClock('2027-05-04T01:00:00Z')
    const outcomes = await Promise.all([house.sweep(), house.sweep()])
    expect(outcomes.filter((one) => one !== undefined).length).toBeGreaterThan(0)
    const records = await house.events('opruiming-uitgevoerd')
    const signals = records.map((one) =>
      one.soort === 'opruiming-uitgevoerd' ? one.aantallen.signalen : 0,
    )
    expect(signals.reduce((a, b) => a + b, 0)).toBe(5)
    expect(await house.events('bewaarsleutel-vernietigd')).toHaveLength(1)
  })

  test('beside live intake, corrections, withdrawals and collection keeps and loses exactly what it should', async () => {
    const old: SignaalId[] = []
    for (let n = 0; n < 6; n += 1) old.push((await house.post()).id)
    house.setClock('2027-05-04T01:00:00Z')
    const recent: SignaalId[] = []
    for (let n = 0; n < 6; n += 1) recent.push((await house.post({ kenmerk: `R-${n}` })).id)
    const [first, second] = recent
    if (first === undefined || second === undefined) throw new Error('no signals')
    const fresh: SignaalId[] = []
    await Promise.all([
      house.sweep(),
      ...Array.from({ length: 6 }, async () => void fresh.push((await house.post()).id)),
      house.post({ kenmerk: 'R-0', achterstand: { bedragInCenten: 99_900, maanden: 3 } }),
      // A correction of one that is being swept: either it came in time, or it is refused as ended.
      house
        .post({ kenmerk: 'K-1', achterstand: { bedragInCenten: 99_900, maanden: 3 } })
        .catch((error: unknown) => expect(error).toHaveProperty('kind', 'signaal-geweigerd')),
      house.withdraw(second, 'bezwaar'),
      house.collect(),
    ])
    house.passHours(24)
    await house.sweep()
    for (const id of [...fresh, ...recent.filter((one) => one !== second)])
      expect(await house.open(id)).toMatchObject(NAME)
    for (const id of old.slice(1))
      await expect(house.collectOne(id)).rejects.toThrow('niet-gevonden')
    expect(await house.count('herverpakking')).toBe(0)
  })

  test('stops between two transactions when asked, and the next one goes on', async () => {
    for (let n = 0; n < 5; n += 1) await house.post()
    house.setClock('2027-05-04T01:00:00Z')
    const stopping = new AbortController()
    const sweep = house.sweep({
      signal: stopping.signal,
      voortgang: (stap) => stap === 'signalen' && stopping.abort(),
    })
    await expect(sweep).rejects.toThrow('abort')
    expect(await house.count('signaal')).toBe(3)
    house.setClock('2027-05-04T02:00:00Z')
    const outcome = await house.sweep()
    expect(outcome?.aantallen).toMatchObject({ bewaarsleutels: 1, signalen: 5 })
    expect(outcome?.begonnen.toISOString()).toBe('2027-05-04T01:00:00.000Z')
  })
})

describe.each(engines)('the sweeper of a gateway on $name', (engine) => {
  let house: House
  beforeEach(async () => {
    house = await openHouse(await engine.open())
  })
  afterEach(() => house.close())

  const nights = async (): Promise<number> => (await house.events('opruiming-uitgevoerd')).length

  test('sweeps once a night, catches up on missed ones, and one at a time', async () => {
    await house.post()
    const sweeper = createSweeper(house.sweepDeps)
    await Promise.all([sweeper.sweepIfDue(), sweeper.sweepIfDue(), sweeper.sweepIfDue()])
    expect(await nights()).toBe(1)
    house.setClock('2026-11-04T00:59:00Z')
    await sweeper.sweepIfDue()
    expect(await nights()).toBe(1)
    house.setClock('2026-11-04T01:00:00Z')
    await sweeper.sweepIfDue()
    expect(await nights()).toBe(2)
    house.setClock('2026-11-05T11:00:00Z')
    await createSweeper(house.sweepDeps).sweepIfDue()
    expect(await nights()).toBe(3)
  })

  test('by hand says what it did, and without --zeker nothing when the clock jumped', async () => {
    await house.post()
    house.setClock('2027-05-04T01:00:00Z')
    const sweeper = createSweeper(house.sweepDeps)
    await expect(sweeper.sweepIfDue()).rejects.toThrow(ClockJumped)
    const refused = await sweeper.sweep({ zeker: false })
    expect([refused.ok, refused.text]).toEqual([false, expect.stringContaining('niets gewist')])
    expect(await house.count('signaal')).toBe(1)
    const done = await sweeper.sweep({ zeker: true })
    expect(done.ok).toBe(true)
    expect(done.text).toContain('1 signalen verlopen')
    expect(await house.count('signaal')).toBe(0)
  })

  test('told to stop, does not begin another', async () => {
    const sweeper = createSweeper(house.sweepDeps)
    await sweeper.stop()
    await sweeper.sweepIfDue()
    expect(await nights()).toBe(0)
  })
})

describe.each(engines)('a crash of the sweep on $name', (engine) => {
  /** Five signals that are due, two whose fields go after receipt, one withdrawn; on the day that all of it ends. */
  async function aFullHouse(): Promise<{ house: House; stays: SignaalId }> {
    const house = await openHouse(await engine.open())
    for (let n = 0; n < 5; n += 1) {
      await house.post({ idempotentiesleutel: `poging-${n}` })
      house.passHours(24)
    }
    house.setClock('2027-04-01T09:00:00Z')
    const [opened, also, withdrawn, stays] = [
      await house.post(),
      await house.post(),
      await house.post(),
      await house.post(),
    ]
    await house.withdraw(withdrawn.id, 'betaald')
    await house.collect()
    await house.confirm(opened.id, also.id)
    house.setClock('2027-05-07T01:00:00Z')
    return { house, stays: stays.id }
  }

  const whole = {
    ...NOTHING,
    bewaarsleutels: 6,
    // Of the three that live; the others go with their signals.
    eerdereSignalen: 3,
    geopendeSignalen: 2,
    signalen: 5,
    meldingen: 5,
    ontvangstbewijzen: 5,
    idempotentiesleutels: 5,
    maandsleutels: 1,
  }

  test('at every named step in turn: each next one goes on, and every deletion is recorded once', async () => {
    const { house, stays } = await aFullHouse()
    try {
      const crashed = new Set<string>()
      const crashPoint = (step: string): void => {
        if (crashed.has(step)) return
        crashed.add(step)
        throw new Error(`crash at ${step}`)
      }
      const sweepOn = (): Promise<string | undefined> =>
        house.sweep({}, { crashPoint }).then(
          () => undefined,
          (error: unknown) => (error as Error).message,
        )
      for (let said = await sweepOn(); said !== undefined; said = await sweepOn()) {
        expect(said).toMatch(/^crash at /)
        expect(await house.open(stays)).toMatchObject(NAME)
        house.passHours(0.1)
      }
      expect([...crashed].sort()).toEqual(STEPS)
      const records = await house.events('opruiming-uitgevoerd')
      expect(records[0]).toMatchObject({
        begonnenTijdstip: '2027-05-07T01:00:00.000Z',
        aantallen: whole,
      })
      // The last crash came after the record, so one more sweep began: it found nothing.
      expect(records.slice(1)).toMatchObject([{ aantallen: NOTHING }])
      expect(await house.open(stays)).toMatchObject(NAME)
      expect(await house.count('signaal')).toBe(3)
      expect(await house.count('verzegeld')).toBe(1)
      expect(await house.count('herverpakking')).toBe(0)
      expect(await isSound(house)).toBe(true)
    } finally {
      await house.close()
    }
  })
})

const STEPS = [
  'opruiming-begonnen',
  ...['sluiten', 'leegmaken', 'vernietigen', 'klaar', ...OPRUIMRIJEN, 'opruiming'].flatMap(
    (step) => [`${step}-gedaan`, `${step}-vastgelegd`],
  ),
  'sleutel-vernietigd',
  'bewaarsleutel-beeindigd',
  'maandsleutel-genoteerd',
  'maandsleutel-vernietigd',
  'wortel-gewisseld',
].sort()

async function isSound(house: House): Promise<boolean> {
  await house.collect()
  return (await verifyLog({ db: house.database.db, ...keys })).bevindingen.length === 0
}
