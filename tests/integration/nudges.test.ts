import { afterAll, beforeAll, beforeEach, describe, expect, expectTypeOf, test } from 'vitest'
import { appendFeed } from '../../src/delivery/feed.store.ts'
import {
  changeSubscription,
  unsubscribe,
} from '../../src/flows/manage-subscriptions/change-subscription.ts'
import {
  readSubscription,
  readSubscriptions,
  subscribe,
} from '../../src/flows/manage-subscriptions/subscribe.ts'
import { readMunicipalityFeed } from '../../src/flows/read-feed.ts'
import type { Abonnement } from '../../src/model/abonnement.ts'
import type { Caller } from '../../src/model/caller.ts'
import type { Seintje } from '../../src/model/seintje.ts'
import { type Beurt, endTurn, takeTurns } from '../../src/nudging/beurt.store.ts'
import type { CloudEvent } from '../../src/nudging/cloud-event.ts'
import { engines, type TestDatabase } from '../support/databases.ts'
import {
  ARNHEM,
  AT_VLP,
  arnhem,
  callerFor,
  HERE,
  type NudgeBench,
  OIN_ARNHEM,
  OIN_BODY,
  OIN_OTHER_VLP,
  OIN_VLP,
  openNudgeBench,
  signal,
  supplier,
  TILBURG,
  tilburg,
  vlp,
} from '../support/nudge-bench.ts'

const HOUR = 3_600_000
const MINUTE = 60_000
const body = callerFor(OIN_ARNHEM, ARNHEM, OIN_BODY)

describe.each(engines)('nudges, on $name', (engine) => {
  let database: TestDatabase
  let bench: NudgeBench
  beforeAll(async () => {
    database = await engine.open()
    bench = await openNudgeBench(database)
  })
  beforeEach(async () => {
    await bench.query('delete from abonnement')
    await bench.query(`delete from gebeurtenis_detail where detail ->> 'soort' like 'abonnement-%'`)
    bench.receiver.answer = () => ({ status: 204 })
    bench.receiver.got.length = 0
    bench.receiver.urls.length = 0
  })
  afterAll(() => database.close())

  const make = async (caller: Caller = arnhem, more: object = {}): Promise<Abonnement> => {
    const own = new Map([[OIN_ARNHEM, HERE]]).set(OIN_VLP, AT_VLP)
    const bestemming = own.get(caller.namens) ?? 'https://tilburg.example.nl/in'
    const { abonnement } = await subscribe(bench.subscriptions, caller, {
      vraag: { bestemming, ...more },
    })
    return abonnement
  }
  const subjects = (): readonly string[] => bench.receiver.got.map(({ subject }) => subject)
  const signals = (...numbers: readonly number[]): readonly string[] => numbers.map(signal)
  const look = (id: Abonnement['id'], caller = arnhem): Promise<Abonnement> =>
    readSubscription(bench, caller, id)

  test('each new line is told once, in the order of the feed, and older ones are not', async () => {
    await bench.line(ARNHEM, 1)
    await make()
    for (const n of [2, 3, 2]) await bench.line(ARNHEM, n)
    await bench.line(TILBURG, 9)
    expect((await bench.round()).bezorgd).toBe(3)
    expect((await bench.round()).bezorgd).toBe(0)
    expect(subjects()).toEqual(signals(2, 3, 2))
    expect(bench.receiver.urls).toEqual([HERE, HERE, HERE])
    expect(new Set(bench.receiver.got.map(({ id }) => id)).size).toBe(3)
  })

  test('it is told of the kinds that it asked for, and the others hold nothing up', async () => {
    await make(arnhem, { soorten: ['gecorrigeerd'] })
    await bench.line(ARNHEM, 1)
    await bench.line(ARNHEM, 2, 'gecorrigeerd')
    await bench.line(ARNHEM, 3)
    await bench.round()
    expect(subjects()).toEqual(signals(2))
    expect(bench.receiver.got[0]?.type).toBe('nl.vroegsignalering.gecorrigeerd')
  })

  test('a nudge has no place for anything but ids, a kind, an instant and addresses', async () => {
    expectTypeOf<keyof Seintje>().toEqualTypeOf<
      'stroom' | 'sleutel' | 'volgnummer' | 'soort' | 'onderwerp' | 'tijdstip'
    >()
    expectTypeOf<keyof CloudEvent>().toEqualTypeOf<
      'specversion' | 'id' | 'source' | 'type' | 'time' | 'subject' | 'dataref'
    >()
    await make()
    await bench.line(ARNHEM, 5)
    await bench.round()
    expect(bench.receiver.got).toEqual([
      {
        specversion: '1.0',
        id: expect.stringMatching(
          /^gebeurtenissen\.0202\.\d+\.verlopen\.019a[-0-9a-f]+$/,
        ) as string,
        source: 'urn:nld:oin:00000099000000000100:systeem:signaalpoort',
        type: 'nl.vroegsignalering.verlopen',
        time: expect.stringMatching(/Z$/) as string,
        subject: signal(5),
        dataref: 'https://poort.example.nl/v1/gebeurtenissen',
      },
    ])
  })

  describe('a receiver that is down', () => {
    test('for 72 hours and a while loses nothing, gets nothing twice, and keeps the order of each melding', async () => {
      const { id } = await make()
      bench.receiver.answer = () => ({ fout: 'niet-bereikbaar' })
      const told: string[] = []
      for (let n = 0; n < 80; n += 1) {
        await bench.line(ARNHEM, n % 7)
        told.push(signal(n % 7))
        await bench.rounds(1)
        if (n === 70) expect(await bench.events()).toEqual(['abonnement-gemaakt'])
      }
      expect(bench.receiver.urls.length).toBeGreaterThan(60)
      expect(await bench.events()).toEqual(['abonnement-gemaakt', 'abonnement-gestoord'])
      expect(await look(id)).toMatchObject({
        toestand: 'gestoord',
        haperend: { fout: 'niet-bereikbaar' },
      })
      expect((await bench.round()).gestoord).toBe(1)
      bench.receiver.answer = () => ({ status: 200 })
      await bench.rounds(7)
      const known = new Map(bench.receiver.got.map((event) => [event.id, event]))
      expect([...known.values()].map(({ subject }) => subject)).toEqual(told)
      expect(bench.receiver.got).toHaveLength(told.length)
      expect(await bench.events()).toContain('abonnement-hersteld')
      expect(await look(id)).toMatchObject({ toestand: 'actief' })
      expect((await look(id)).haperend).toBeUndefined()
    })

    test('a case system that was away for a weekend catches up from the feed alone', async () => {
      await make()
      const { sinds } = await readMunicipalityFeed(bench, arnhem, { limiet: 500 })
      bench.receiver.answer = () => ({ fout: 'geen-antwoord' })
      for (let n = 20; n < 30; n += 1) await bench.line(ARNHEM, n)
      await bench.rounds(64)
      const page = await readMunicipalityFeed(bench, arnhem, {
        limiet: 500,
        ...(sinds !== undefined && { sinds }),
      })
      const told = page.gebeurtenissen.map((one) => ('signaalId' in one ? one.signaalId : ''))
      expect(told).toEqual(signals(20, 21, 22, 23, 24, 25, 26, 27, 28, 29))
      bench.receiver.answer = () => ({ status: 204 })
      await bench.rounds(2)
      expect(subjects()).toEqual(told)
    })

    test('holds nobody up but itself', async () => {
      await make()
      await make(tilburg)
      await bench.line(ARNHEM, 1)
      await bench.line(TILBURG, 2)
      bench.receiver.answer = () => ({ status: 500 })
      await bench.round()
      bench.receiver.answer = () => ({ status: 204 })
      await bench.line(TILBURG, 3)
      bench.wait(30_000)
      await bench.round()
      expect([...subjects()].sort()).toEqual(signals(1, 2, 3))
    })

    test('in the middle of what waits: what arrived is not sent again', async () => {
      await make()
      for (const n of [1, 2, 3]) await bench.line(ARNHEM, n)
      let left = 2
      bench.receiver.answer = () => ({ status: left-- > 0 ? 204 : 500 })
      await bench.round()
      bench.receiver.answer = () => ({ status: 204 })
      bench.wait(HOUR)
      await bench.round()
      expect(subjects()).toEqual(signals(1, 2, 3))
    })
  })

  describe('what the receiver answers', () => {
    test('410 ends the subscription: nothing more is sent, and its party sees why', async () => {
      const { id } = await make()
      await bench.line(ARNHEM, 1)
      bench.receiver.answer = () => ({ status: 410 })
      await bench.rounds(2)
      expect(bench.receiver.urls).toHaveLength(1)
      expect(await look(id)).toMatchObject({
        toestand: 'beeindigd',
        haperend: { fout: 'bestemming-opgeheven' },
      })
      expect(await bench.events()).toEqual(['abonnement-gemaakt', 'abonnement-beeindigd'])
      bench.receiver.answer = () => ({ status: 204 })
      await changeSubscription(bench.subscriptions, arnhem, id, { bestemming: HERE })
      await bench.round()
      expect(subjects()).toEqual(signals(1))
    })

    test.each([
      [{ status: 302 }, 'omgeleid'],
      [{ status: 429, retryAfter: '7200' }, 'te-druk'],
      [{ status: 404 }, 'geweigerd'],
      [{ status: 500 }, 'storing-ontvanger'],
      [{ fout: 'certificaat-onjuist' }, 'certificaat-onjuist'],
    ] as const)('%j is tried again, and its party sees why', async (antwoord, fout) => {
      const { id } = await make()
      await bench.line(ARNHEM, 1)
      bench.receiver.answer = () => antwoord
      await bench.round()
      expect(await look(id)).toMatchObject({ toestand: 'actief', haperend: { pogingen: 1, fout } })
      bench.receiver.answer = () => ({ status: 204 })
      bench.wait('retryAfter' in antwoord ? HOUR : 2 * MINUTE)
      await bench.round()
      expect(subjects()).toEqual('retryAfter' in antwoord ? [] : signals(1))
      bench.wait(HOUR + 1)
      await bench.round()
      expect(subjects()).toEqual(signals(1))
    })
  })

  describe('several gateways on one store', () => {
    test('one at a time delivers to a subscription; the other goes on with the next', async () => {
      await make()
      await make(tilburg)
      await bench.line(ARNHEM, 1)
      await bench.line(TILBURG, 2)
      let busy = 0
      let most = 0
      bench.receiver.answer = async () => {
        most = Math.max(most, ++busy)
        await new Promise((resolve) => setImmediate(resolve))
        busy -= 1
        return { status: 204 }
      }
      await Promise.all([bench.round(), bench.round(), bench.round()])
      expect([...subjects()].sort()).toEqual(signals(1, 2))
      expect(most).toBeLessThanOrEqual(2)
    })

    const take = (): Promise<readonly Beurt[]> => {
      const at = bench.deps.now()
      const bezetTot = new Date(at.getTime() + 2 * MINUTE)
      return bench.db.transaction({ role: 'gw_bezorging' }, (tx) =>
        takeTurns(tx, { at, today: '2026-11-20', bezetTot, limiet: 5 }),
      )
    }

    test('what a process had in hand when it died is taken up by another, under the same ids', async () => {
      await make()
      await bench.line(ARNHEM, 1)
      expect(await take()).toHaveLength(1)
      await bench.round()
      expect(subjects()).toEqual([])
      bench.wait(3 * MINUTE)
      await bench.round()
      expect(subjects()).toEqual(signals(1))
    })

    test('who lost its hold meanwhile writes nothing', async () => {
      const { id } = await make()
      await bench.line(ARNHEM, 1)
      const [slow] = await take()
      if (slow === undefined) throw new Error('nothing to do')
      bench.wait(3 * MINUTE)
      bench.receiver.answer = () => ({ status: 500 })
      await bench.round()
      const wrote = await bench.db.transaction({ role: 'gw_bezorging' }, (tx) =>
        endTurn(tx, slow, { volgendeTijdstip: bench.deps.now() }),
      )
      expect(wrote).toBe(false)
      expect((await look(id)).haperend).toMatchObject({ fout: 'storing-ontvanger' })
    })

    test('one that stops leaves the rest, and forgets no failure', async () => {
      const { id } = await make()
      for (const n of [1, 2, 3]) await bench.line(ARNHEM, n)
      const stopping = new AbortController()
      bench.receiver.answer = () => {
        stopping.abort()
        return { status: 204 }
      }
      await bench.round(stopping.signal)
      expect(subjects()).toEqual(signals(1))
      bench.receiver.answer = () => ({ status: 500 })
      await bench.round()
      const before = await look(id)
      bench.wait(HOUR)
      await bench.round(AbortSignal.abort())
      expect(await look(id)).toEqual(before)
    })
  })

  describe('who may subscribe, and where to', () => {
    test.each([
      'https://elders.example.nl/in',
      'https://tilburg.example.nl/in',
      'https://seintjes.arnhem.example.nl:8443/in',
      'https://seintjes.arnhem.example.nl.example.nl/in',
      'https://gast@seintjes.arnhem.example.nl/in',
      'https://seintjes.arnhem.example.nl/in?token=1',
      'https://seintjes.arnhem.example.nl/in#deel',
      'http://seintjes.arnhem.example.nl/in',
      'https://127.0.0.1/in',
      'https://[::1]/in',
      'https://2130706433/in',
    ])('%s is on no host that the operator recorded for it', async (bestemming) => {
      await expect(
        subscribe(bench.subscriptions, arnhem, { vraag: { bestemming } }),
      ).rejects.toMatchObject({ kind: 'bestemming-niet-toegestaan' })
    })

    test('a host that the operator took off gets nothing from then on', async () => {
      const { id } = await make()
      await bench.line(ARNHEM, 1)
      await bench.query(`update bestemming set tot = '2026-01-01' where oin = '${OIN_ARNHEM}'`)
      await bench.round()
      await bench.query(`update bestemming set tot = null where oin = '${OIN_ARNHEM}'`)
      expect(bench.receiver.urls).toEqual([])
      expect((await look(id)).haperend?.fout).toBe('bestemming-niet-toegestaan')
    })

    test.each([
      ['a body in its own name', { namens: OIN_BODY, oin: OIN_BODY, rol: 'uitvoerder' }],
      ['a supplier in its own name', { namens: supplier.oin, rol: 'softwareleverancier' }],
      ['a supervisor', { namens: OIN_BODY, oin: OIN_BODY, rol: 'toezichthouder' }],
    ] as const)('%s has no feed, and nothing to subscribe to', async (_who, whose) => {
      const caller = { ...supplier, ...whose, gemeenten: [] }
      const asked = subscribe(bench.subscriptions, caller, { vraag: { bestemming: HERE } })
      await expect(asked).rejects.toMatchObject({ kind: 'rol-niet-toegestaan' })
    })

    test('a body subscribes for its college, and hears nothing once its mandate ends', async () => {
      const { id } = await make(body)
      await bench.line(ARNHEM, 1)
      await bench.round()
      expect(subjects()).toEqual(signals(1))
      expect((await readSubscriptions(bench, arnhem)).map((one) => one.id)).toEqual([id])
      await bench.query(`update mandaat set tot = '2026-11-03'`)
      await bench.line(ARNHEM, 2)
      await bench.round()
      expect(subjects()).toEqual(signals(1))
      expect((await look(id)).haperend?.fout).toBe('niet-gerechtigd')
      await expect(make(body)).rejects.toMatchObject({ kind: 'mandaat-ontbreekt' })
      await bench.query(`update mandaat set tot = '2027-12-01'`)
    })

    test('nobody reads, changes or ends the subscription of another', async () => {
      const { id } = await make()
      const gone = { kind: 'niet-gevonden' }
      const there = { bestemming: 'https://tilburg.example.nl/in' }
      await expect(look(id, tilburg)).rejects.toMatchObject(gone)
      await expect(
        changeSubscription(bench.subscriptions, tilburg, id, there),
      ).rejects.toMatchObject(gone)
      await expect(unsubscribe(bench.subscriptions, tilburg, id)).rejects.toMatchObject(gone)
      // Nor a body what the college made for itself.
      await expect(look(id, body)).rejects.toMatchObject(gone)
      await expect(unsubscribe(bench.subscriptions, body, id)).rejects.toMatchObject(gone)
      expect(await look(id)).toMatchObject({ bestemming: HERE })
      await unsubscribe(bench.subscriptions, arnhem, id)
      expect(await readSubscriptions(bench, arnhem)).toEqual([])
      expect(await bench.query('select 1 from abonnement_stand')).toEqual([])
    })

    test('the same request under one idempotency key makes one; another under it is refused', async () => {
      const ask = (bestemming: string) =>
        subscribe(bench.subscriptions, arnhem, {
          vraag: { bestemming },
          idempotentiesleutel: 'poging-1',
        })
      const [first, again] = await Promise.all([ask(HERE), ask(HERE)])
      expect(again.abonnement.id).toBe(first.abonnement.id)
      expect([first.herhaald, again.herhaald].sort()).toEqual([false, true])
      await expect(ask(`${HERE}/anders`)).rejects.toMatchObject({
        kind: 'idempotentiesleutel-hergebruikt',
      })
      bench.wait(25 * HOUR)
      expect((await ask(`${HERE}/anders`)).herhaald).toBe(false)
    })

    test('a supplier subscribes for its VLP, and hears nothing once its mandate ends', async () => {
      const { id } = await make(supplier)
      await bench.tell(1)
      await bench.round()
      expect(subjects()).toEqual(signals(1))
      expect((await readSubscriptions(bench, vlp)).map((one) => one.id)).toEqual([id])
      const mandate = (tot: string) =>
        bench.query(`update mandaat set tot = '${tot}' where gever_oin = '${OIN_VLP}'`)
      await mandate('2026-11-03')
      await bench.tell(2)
      await bench.round()
      expect(subjects()).toEqual(signals(1))
      expect((await look(id, vlp)).haperend?.fout).toBe('niet-gerechtigd')
      await expect(make(supplier)).rejects.toMatchObject({ kind: 'mandaat-ontbreekt' })
      // A mandate to offer help is none to read what a VLP is told.
      await mandate('2027-12-01')
      await bench.query(`update mandaat set doel = 'hulpaanbod' where gever_oin = '${OIN_VLP}'`)
      await expect(make(supplier)).rejects.toMatchObject({ kind: 'mandaat-ontbreekt' })
      bench.wait(HOUR)
      await bench.round()
      expect(subjects()).toEqual(signals(1))
      await bench.query(`update mandaat set doel = 'aanleveren' where gever_oin = '${OIN_VLP}'`)
    })

    test('of a list that stayed out the nudge names the party, since there is no signal', async () => {
      await make(arnhem, { soorten: ['aanlevering-uitgebleven'] })
      const at = bench.deps.now().toISOString()
      const missed = { soort: 'aanlevering-uitgebleven', deelnemer: OIN_VLP } as const
      await bench.db.transaction({ role: 'gw_bewaring', gemeenten: [ARNHEM] }, (tx) =>
        appendFeed(tx, ARNHEM, [{ ...missed, datum: '2026-11-10', tijdstip: at }], '2027-02-01'),
      )
      await bench.round()
      expect(subjects()).toEqual([OIN_VLP])
      expect(bench.receiver.got[0]?.type).toBe('nl.vroegsignalering.aanlevering-uitgebleven')
    })

    test('twenty are enough', async () => {
      for (let n = 0; n < 20; n += 1) await make()
      await expect(make()).rejects.toMatchObject({ kind: 'te-veel-abonnementen' })
    })
  })

  // The last, since it lets the month close.
  describe('of what a VLP is told', () => {
    test('each new line of its own is told once, and neither another’s nor a municipality’s', async () => {
      await bench.tell(1)
      await make(vlp)
      await bench.tell(2)
      await bench.tell(9, { oin: OIN_OTHER_VLP })
      await bench.line(ARNHEM, 8)
      await bench.tell(3, { soort: 'tussentijds', code: 'in-behandeling' })
      expect((await bench.round()).bezorgd).toBe(2)
      expect((await bench.round()).bezorgd).toBe(0)
      expect(subjects()).toEqual(signals(2, 3))
      expect(bench.receiver.urls).toEqual([AT_VLP, AT_VLP])
    })

    test('a nudge is the same whatever was told of the signal', async () => {
      await make(vlp)
      const told = [
        { code: 'overleden' },
        { code: 'niet-opgepakt', opschortenTotDatum: '2026-12-03' },
        { soort: 'tussentijds', code: 'in-behandeling' },
      ] as const
      for (const one of told) await bench.tell(5, one)
      await bench.round()
      const same = {
        specversion: '1.0',
        source: 'urn:nld:oin:00000099000000000100:systeem:signaalpoort',
        type: 'nl.vroegsignalering.terugkoppeling',
        // The day that the line says, from its first instant in Amsterdam.
        time: '2026-11-02T23:00:00.000Z',
        subject: signal(5),
        dataref: 'https://poort.example.nl/v1/terugkoppelingen',
        id: expect.stringMatching(
          /^terugkoppelingen\.00000099000000001000\.\d+\.terugkoppeling\.019a[-0-9a-f]+$/,
        ) as string,
      }
      expect(bench.receiver.got).toEqual([same, same, same])
    })

    test('what waits for the closing of the month is told with its line and not a second before', async () => {
      await make(vlp)
      await bench.tell(6, { code: 'geen-contact' }, 'sluiting')
      const closing = Date.parse('2026-11-30T23:00:00Z')
      bench.wait(closing - 1000 - bench.deps.now().getTime())
      await bench.publish()
      await bench.round()
      expect(bench.receiver.urls).toEqual([])
      bench.wait(1000)
      await bench.publish()
      await bench.round()
      expect(subjects()).toEqual(signals(6))
    })

    test('it asks for no kind of a municipality, nor a municipality for its', async () => {
      const wrong = { kind: 'verzoek-onjuist' }
      await expect(make(vlp, { soorten: ['verlopen'] })).rejects.toMatchObject(wrong)
      await expect(make(arnhem, { soorten: ['terugkoppeling'] })).rejects.toMatchObject(wrong)
      expect((await make(vlp, { soorten: ['terugkoppeling'] })).soorten).toEqual(['terugkoppeling'])
    })
  })
})
