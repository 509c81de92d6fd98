import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Gemeentecode, type SignaalId } from '../../src/model/ids.ts'
import { INTREKKINGSREDENEN } from '../../src/model/intrekking.ts'
import type { Problem } from '../../src/model/problem.ts'
import { engines } from '../support/databases.ts'
import { type House, lageLand, openHouse, tilburg } from '../support/house.ts'
import { arnhem, linde } from '../support/sealed-signals.ts'

const NAME = { 'persoon.achternaam': 'Boer' }
const AT = '2026-11-03T09:00:00.000Z'

const problemOf = (work: Promise<unknown>): Promise<Problem> =>
  work.then(
    () => {
      throw new Error('was not refused')
    },
    (error: unknown) => error as Problem,
  )

describe.each(engines)('withdrawing on $name', (engine) => {
  let house: House
  beforeAll(async () => {
    house = await openHouse(await engine.open())
  })
  afterAll(() => house.close())

  /** The lines of the feed about one signal, without it. */
  const heard = async (id: SignaalId): Promise<readonly unknown[]> =>
    (await house.feed()).gebeurtenissen
      .filter((line) => line.signaalId === id)
      .map(({ signaalId: _id, tijdstip: _at, ...line }) => line)

  const recorded = async (id: SignaalId): Promise<readonly unknown[]> =>
    (await house.events('signaal-ingetrokken')).flatMap((one) =>
      one.soort === 'signaal-ingetrokken' && one.signaalId === id ? [one.reden] : [],
    )

  test.each(INTREKKINGSREDENEN)(
    'for %s before collection leaves nothing of the signal',
    async (reden) => {
      const { id } = await house.post({ idempotentiesleutel: `voor-${reden}` })
      const before = await house.count('signaal')
      // Its machine may have checked it: that is no collection to offer help.
      await house.collect(arnhem, 'controle')
      expect(await house.withdraw(id, reden)).toEqual({
        id,
        versie: 1,
        kenmerk: (await house.stateOf(id)).kenmerk,
        gemeentecode: arnhem,
        toestand: 'ingetrokken',
        beeindigdTijdstip: AT,
      })
      expect(await house.count('signaal')).toBe(before - 1)
      await expect(house.collectOne(id)).rejects.toThrow('niet-gevonden')
      expect(await heard(id)).toEqual([{ soort: 'ingetrokken', versie: 1, reden }])
      expect(await recorded(id)).toEqual([reden])
    },
  )

  test.each([
    ['ten-onrechte', {}],
    ['bezwaar', {}],
    ['betaald', NAME],
    ['betalingsregeling', NAME],
    ['overleden', NAME],
  ] as const)(
    'for %s after collection keeps no more than %j, and the answer tells no difference',
    async (reden, left) => {
      const collected = await house.post()
      await house.collect()
      const unseen = await house.post()
      const answers = [
        await house.withdraw(collected.id, reden),
        await house.withdraw(unseen.id, reden),
      ].map(({ id: _id, kenmerk: _kenmerk, ...rest }) => rest)
      expect(answers[0]).toEqual(answers[1])
      const fields = await house.open(collected.id)
      if (Object.keys(left).length === 0) expect(fields).toEqual({})
      else expect(fields).toMatchObject(left)
      expect((await house.collectOne(collected.id)).toestand).toBe('ingetrokken')
      expect((await house.collect()).map(({ id }) => id)).not.toContain(collected.id)
      // The municipality can still confirm what it holds.
      await house.confirm(collected.id)
      expect(await heard(collected.id)).toEqual([{ soort: 'ingetrokken', versie: 1, reden }])
      expect(await recorded(collected.id)).toEqual([reden])
    },
  )

  test('twice is once, and an objection after a payment still erases', async () => {
    const { id } = await house.post()
    await house.collect()
    const first = await house.withdraw(id, 'betaald')
    expect(await house.withdraw(id, 'betalingsregeling')).toEqual(first)
    expect(await house.open(id)).toMatchObject(NAME)
    expect(await house.withdraw(id, 'bezwaar')).toEqual(first)
    expect(await house.withdraw(id, 'bezwaar')).toEqual(first)
    expect(await house.open(id)).toEqual({})
    expect((await recorded(id)).toSorted()).toEqual(['betaald', 'bezwaar'])
    expect(await heard(id)).toMatchObject([{ reden: 'betaald' }, { reden: 'bezwaar' }])
  })

  test('by two at once counts once', async () => {
    const { id } = await house.post()
    const [one, two] = await Promise.all([
      house.withdraw(id, 'betaald'),
      house.withdraw(id, 'betaald'),
    ])
    expect(one).toEqual(two)
    expect(await recorded(id)).toEqual(['betaald'])
  })

  test('while it is being collected either comes first or counts as collected', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await house.post()
      const [page] = await Promise.all([house.collect(), house.withdraw(id, 'betaald')])
      const disclosed = page.some((melding) => melding.id === id)
      const kept = await house.collectOne(id).then(
        (melding) => melding.toestand,
        () => 'weg',
      )
      expect(kept).toBe(disclosed ? 'ingetrokken' : 'weg')
    }
  })

  test('a corrected signal that was collected before counts as collected', async () => {
    const { id } = await house.post({ kenmerk: 'C-1' })
    await house.collect()
    await house.post({ kenmerk: 'C-1', achterstand: { bedragInCenten: 99_900, maanden: 3 } })
    await house.withdraw(id, 'betaald')
    expect(await house.open(id)).toMatchObject({ 'achterstand.bedragInCenten': 99_900 })
    expect(await heard(id)).toEqual([
      { soort: 'gecorrigeerd', versie: 2 },
      { soort: 'ingetrokken', versie: 2, reden: 'betaald' },
    ])
  })

  test('of another VLP, or of nothing, answers the same: not found', async () => {
    const { id } = await house.post()
    const absent = id.replace(/.{4}$/, '0000') as SignaalId
    for (const [which, oin] of [
      [id, lageLand],
      [absent, linde],
    ] as const)
      expect((await problemOf(house.withdraw(which, 'betaald', oin))).kind).toBe('niet-gevonden')
    expect(await house.stateOf(id)).toMatchObject({ toestand: 'aangeleverd' })
    expect(await heard(id)).toEqual([])
  })

  test('ends the kenmerk: posted again it is refused as ended, with its end, and recorded', async () => {
    const { id } = await house.post({ kenmerk: 'E-1', idempotentiesleutel: 'e-1' })
    await house.withdraw(id, 'betaald')
    for (const again of [{ kenmerk: 'E-1' }, { kenmerk: 'E-1', idempotentiesleutel: 'e-1' }]) {
      const { kind, besluit } = await problemOf(house.post(again))
      expect([kind, besluit?.besluit]).toEqual(['signaal-geweigerd', 'geweigerd'])
      expect(besluit?.redenen).toMatchObject([
        {
          code: 'kenmerk-beeindigd',
          zin: 'Het signaal met dit kenmerk is beëindigd: ingetrokken.',
        },
      ])
      expect(new Set(besluit?.velden.map(({ uitkomst }) => uitkomst))).toEqual(
        new Set(['niet-doorgegeven']),
      )
    }
    // Another VLP's kenmerk of the same name lives on its own.
    expect((await house.post({ kenmerk: 'E-1' }, lageLand)).besluit.besluit).toBe('aanvaard')
    expect(await house.stateOf(id)).toMatchObject({ toestand: 'ingetrokken' })
  })

  test('and offered anew it becomes a signal of its own, once', async () => {
    const { id } = await house.post({ kenmerk: 'H-1' })
    await house.withdraw(id, 'ten-onrechte')
    const anew = await house.post({ kenmerk: 'H-1', heraanbieding: true })
    expect(anew.id).not.toBe(id)
    expect(anew).toMatchObject({ versie: 1, herhaald: false })
    // A repeat of the offer, or the plain signal after it, is the same one.
    for (const again of [{ kenmerk: 'H-1', heraanbieding: true }, { kenmerk: 'H-1' }])
      expect(await house.post(again)).toMatchObject({ id: anew.id, herhaald: true })
    expect(await house.stateOf(anew.id)).toMatchObject({ toestand: 'aangeleverd' })
    expect(await house.open(anew.id)).toMatchObject(NAME)
    expect((await problemOf(house.stateOf(id))).kind).toBe('niet-gevonden')
  })

  test('an offer anew that the law refuses leaves the ended kenmerk as it was', async () => {
    const { id } = await house.post({ kenmerk: 'H-2' })
    await house.withdraw(id, 'ten-onrechte')
    const refused = house.post({
      kenmerk: 'H-2',
      heraanbieding: true,
      inspanningen: { herinneringen: [] },
    })
    expect((await problemOf(refused)).besluit?.redenen).toMatchObject([
      { code: 'herinnering-ontbreekt' },
    ])
    expect(await house.stateOf(id)).toMatchObject({ toestand: 'ingetrokken' })
  })

  test('a person who refuses sharing after collection leaves no field, and the municipality hears', async () => {
    const { id } = await house.post({ kenmerk: 'G-1' })
    await house.collect()
    await problemOf(house.post({ kenmerk: 'G-1', inspanningen: { reactie: 'geweigerd' } }))
    expect(await house.open(id)).toEqual({})
    expect(await heard(id)).toEqual([
      { soort: 'ingetrokken', versie: 1, reden: 'gegevensdeling-geweigerd' },
    ])
    const { besluit } = await problemOf(house.post({ kenmerk: 'G-1' }))
    expect(besluit?.redenen[0]?.code).toBe('kenmerk-beeindigd')
  })
})

describe.each(engines)('the feed on $name', (engine) => {
  let house: House
  beforeAll(async () => {
    house = await openHouse(await engine.open())
  })
  afterAll(() => house.close())

  const inTilburg = { adres: { postcode: '5011EF', huisnummer: 7, straatnaam: 'Wevershof' } }

  test('is there, empty, from the first day', async () => {
    expect(await house.feed()).toEqual({ gebeurtenissen: [], meer: false })
  })

  test('tells each municipality of its own signals only, also by another one’s place', async () => {
    const [here, there] = [await house.post(), await house.post(inTilburg)]
    await house.withdraw(here.id, 'betaald')
    await house.withdraw(there.id, 'bezwaar')
    const [own, others] = [await house.feed(), await house.feed(undefined, tilburg)]
    expect(own.gebeurtenissen.map((line) => line.signaalId)).toEqual([here.id])
    expect(others.gebeurtenissen.map((line) => line.signaalId)).toEqual([there.id])
    expect((await house.feed(own.sinds, tilburg)).gebeurtenissen).toEqual(others.gebeurtenissen)
    // Nor by a query that forgets the tenant: row-level security stands behind it.
    const seen = await house.database.db.transaction(
      { role: 'gw_aflevering', gemeenten: [tilburg] },
      (tx) => tx.selectFrom('gemeente_gebeurtenis').select('gemeentecode').execute(),
    )
    expect(seen).toEqual([{ gemeentecode: tilburg }])
    for (const role of ['gw_aanlevering', 'gw_identiteit', 'gw_log'] as const)
      await expect(
        house.database.db.transaction({ role, gemeenten: [tilburg] }, (tx) =>
          tx.selectFrom('gemeente_gebeurtenis').select('gemeentecode').execute(),
        ),
      ).rejects.toThrow('permission denied')
  })

  test('goes on from where a reader was, page by page, and misses nothing that came at once', async () => {
    const { sinds } = await house.feed()
    const ids: SignaalId[] = []
    for (let n = 0; n < 7; n += 1) ids.push((await house.post()).id)
    await Promise.all(ids.map((id) => house.withdraw(id, 'betaald')))
    const seen: string[] = []
    let place = sinds
    for (
      let page = await house.feed(place, arnhem, 3);
      ;
      page = await house.feed(place, arnhem, 3)
    ) {
      seen.push(...page.gebeurtenissen.map((line) => line.signaalId))
      place = page.sinds
      if (!page.meer) break
    }
    expect(seen.toSorted()).toEqual(ids.toSorted())
    expect(await house.feed(place)).toEqual({ gebeurtenissen: [], sinds: place, meer: false })
  })

  test('tells a municipality that the address left, and the new one nothing of before', async () => {
    const { id } = await house.post({ kenmerk: 'V-1' })
    await house.post({ kenmerk: 'V-1', ...inTilburg })
    const line = (await house.feed()).gebeurtenissen.find((one) => one.signaalId === id)
    expect(line).toMatchObject({ soort: 'ingetrokken', versie: 1, reden: 'andere-gemeente' })
    expect(
      (await house.feed(undefined, tilburg)).gebeurtenissen.map((one) => one.signaalId),
    ).not.toContain(id)
  })

  test('tells a municipality what a correction took below its threshold, and is silent while it stays there', async () => {
    const small = (cents: number): Readonly<Record<string, unknown>> => ({
      kenmerk: 'V-2',
      ...inTilburg,
      achterstand: { bedragInCenten: cents, maanden: 2 },
    })
    const { id } = await house.post(small(81200))
    await house.post(small(7499))
    await house.post(small(7498))
    const lines = (await house.feed(undefined, tilburg)).gebeurtenissen
    expect(lines.filter((one) => one.signaalId === id)).toMatchObject([
      { soort: 'ingetrokken', versie: 1, reden: 'onder-gemeentelijke-drempel' },
    ])
    const back = await house.post(small(7500))
    expect(back.versie).toBeGreaterThan(1)
    expect((await house.collect(tilburg)).map((melding) => melding.id)).toContain(id)
  })

  test('tells what expired without being picked up, and not what was confirmed; 90 days long', async () => {
    const [unseen, confirmed] = [await house.post(), await house.post()]
    await house.collect()
    await house.confirm(confirmed.id)
    house.setClock('2027-05-03T01:00:00Z')
    await house.sweep()
    const expired = (await house.feed()).gebeurtenissen.filter((one) => one.soort === 'verlopen')
    expect(expired.map((one) => one.signaalId)).toContain(unseen.id)
    expect(expired.map((one) => one.signaalId)).not.toContain(confirmed.id)
    house.passHours(24 * 89)
    await house.sweep()
    expect((await house.feed()).gebeurtenissen).toEqual(expired)
    house.passHours(24)
    await house.sweep()
    const after = await house.feed()
    expect(after).toEqual({ gebeurtenissen: [], meer: false })
  })

  test.each(['x', 'MDIwMg', 'MDIwMi4tMQ', 'MDIwMi4x_MDg1NQ', 'a'.repeat(1000)])(
    'refuses a place that it never gave (%s)',
    async (sinds) => {
      const { kind, errors } = await problemOf(house.feed(sinds))
      expect([kind, errors[0]?.pointer]).toEqual(['verzoek-onjuist', '/sinds'])
    },
  )

  test('holds no column that could carry a person', async () => {
    const page = await house.feed(undefined, Gemeentecode.parse('0855'))
    for (const line of page.gebeurtenissen)
      expect(Object.keys(line).toSorted()).toEqual([
        'reden',
        'signaalId',
        'soort',
        'tijdstip',
        'versie',
      ])
  })
})
