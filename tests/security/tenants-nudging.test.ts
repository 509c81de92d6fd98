import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Tx } from '../../src/db/database.ts'
import { addBestemmingen, endBestemmingen } from '../../src/identity/register.store.ts'
import { AbonnementId } from '../../src/model/abonnement.ts'
import type { Oin } from '../../src/model/ids.ts'
import {
  deleteAbonnement,
  findByKey,
  findFeedHead,
  findHosts,
  insertAbonnement,
  listAbonnementen,
  lockSubscriber,
  replaceAbonnement,
} from '../../src/nudging/abonnement.store.ts'
import { advanceStand, endTurn, takeAlarms, takeTurns } from '../../src/nudging/beurt.store.ts'
import {
  arnhem,
  at,
  colleges,
  grounds,
  incasso,
  lageLand,
  linde,
  rijnoever,
  SUBSCRIPTION,
  type Twins,
  tilburg,
  utrecht,
} from '../support/twins.ts'

const TODAY = '2026-11-03'
const theirs = AbonnementId.parse('019a0c3e-5b7a-7c41-9d33-000000000002')
const later = new Date('2026-11-03T09:05:00Z')

/** On top of the twins, for both VLPs alike: how far its feed is, and a subscription of one id. Only De Linde’s receiver has its mandate. */
const OF_VLPS = [
  [lageLand, rijnoever, 6],
  [linde, incasso, 4],
]
  .map(
    ([oin, receiver, last]) => `
  insert into terugkoppeling_kop values ('${oin}', ${last});
  insert into bestemming (oin, host, vanaf) values ('${oin}', '${oin}.example.nl', '2026-01-01');
  insert into abonnement (oin, id, ontvanger_oin, bestemming, toestand, aangemaakt_tijdstip, volgende_tijdstip)
    values ('${oin}', '${SUBSCRIPTION}', '${receiver}', 'https://${oin}.example.nl/in', 'actief', '2026-11-01', '2026-11-03');
  insert into abonnement_stand values ('${oin}', '${SUBSCRIPTION}', 'terugkoppelingen', '${oin}', 3);`,
  )
  .join('')

describe.each(grounds)('subscriptions are of one party at a time, on $name', (ground) => {
  let twins: Twins
  beforeAll(async () => {
    twins = await ground.open()
  })
  beforeEach(() => twins.plant())
  afterAll(() => twins.close())

  const own = (oin: Oin) => ({ role: 'gw_deelnemer', oin }) as const
  const asArnhem = { ...own(colleges.arnhem), gemeenten: [arnhem] }
  const asWorker = { role: 'gw_bezorging' } as const
  const COLUMNS =
    'oin, id::text, bestemming, toestand, pogingen::text, bezet_tot::text, idempotentiesleutel'

  /** Runs `deed` and shows which subscriptions it changed: Arnhem's alone. */
  const expectOnly = async (
    scope: Parameters<Twins['as']>[0],
    deed: (tx: Tx) => Promise<unknown>,
    [table, columns] = ['abonnement', COLUMNS],
  ): Promise<void> => {
    const look = (sign: string) => twins.rows(table, columns, `oin ${sign} '${colleges.arnhem}'`)
    const [others, before] = [await look('<>'), await look('=')]
    expect(others.length).toBeGreaterThan(0)
    await twins.as(scope, deed)
    expect(await look('<>')).toEqual(others)
    expect(await look('=')).not.toEqual(before)
  }

  describe('by their party', () => {
    const vraag = { bestemming: 'https://nieuw.example.nl/in' }

    test('it sees its own, and the hosts and feed that are its own', async () => {
      const seen = await twins.as(asArnhem, async (tx) => ({
        all: await listAbonnementen(tx, { oin: colleges.arnhem }),
        made: await listAbonnementen(tx, { oin: colleges.arnhem, ontvanger: colleges.tilburg }),
        hosts: await findHosts(tx, colleges.arnhem, TODAY),
        head: await findFeedHead(tx, 'gebeurtenissen', arnhem),
        key: await findByKey(tx, colleges.arnhem, 'poging', new Date('2026-01-01')),
      }))
      expect(seen.all.map(({ id, bestemming }) => [id, bestemming])).toEqual([
        [SUBSCRIPTION, 'https://0202.example.nl/in'],
      ])
      expect(seen).toMatchObject({
        made: [],
        hosts: ['0202.example.nl', 'samen.example.nl'],
        head: 2,
      })
      expect(seen.key?.bestemming).toBe('https://0202.example.nl/in')
    })

    test('another sees its own under the same key, and its own feed', async () => {
      const oin = colleges.tilburg
      const seen = await twins.as({ ...own(oin), gemeenten: [tilburg] }, async (tx) => ({
        head: await findFeedHead(tx, 'gebeurtenissen', tilburg),
        key: await findByKey(tx, oin, 'poging', new Date('2026-01-01')),
      }))
      expect(seen.head).toBe(3)
      expect(seen.key?.bestemming).toBe('https://0855.example.nl/in')
    })

    test('it holds its own row alone', () =>
      // Who held a row last stands in its `xmax`.
      expectOnly(asArnhem, (tx) => lockSubscriber(tx, colleges.arnhem), [
        'deelnemer',
        'oin, xmax::text',
      ]))

    test('it changes, frees the key of and ends its own', async () => {
      const oin = colleges.arnhem
      await expectOnly(asArnhem, (tx) => replaceAbonnement(tx, { oin }, SUBSCRIPTION, vraag, at))
      await expectOnly(asArnhem, (tx) => findByKey(tx, oin, 'poging', later))
      await expectOnly(asArnhem, (tx) => deleteAbonnement(tx, { oin }, SUBSCRIPTION))
    })

    test('it neither changes nor ends one that is another’s alone', async () => {
      const before = await twins.rows('abonnement', COLUMNS)
      const done = await twins.as(asArnhem, async (tx) => [
        await replaceAbonnement(tx, { oin: colleges.arnhem }, theirs, vraag, at),
        await deleteAbonnement(tx, { oin: colleges.arnhem }, theirs),
      ])
      expect(done).toEqual([false, false])
      expect(await twins.rows('abonnement', COLUMNS)).toEqual(before)
    })

    if (ground.name.includes(' with row'))
      test('it makes none in the name of another', async () => {
        const nieuw = {
          oin: colleges.tilburg,
          id: AbonnementId.parse('019a0c3e-5b7a-7c41-9d33-000000000009'),
          ontvanger: colleges.arnhem,
          ...{ vraag, at, sleutel: undefined, standen: [] },
        }
        const made = twins.as(asArnhem, (tx) => insertAbonnement(tx, nieuw))
        await expect(made).rejects.toThrow(/row-level security/)
      })
  })

  describe('by who delivers', () => {
    const take = (tx: Tx) => takeTurns(tx, { at, today: TODAY, bezetTot: later, limiet: 10 })

    test('each turn has the hosts, the mandate, the municipality and the feeds of its own party', async () => {
      const turns = await twins.as(asWorker, take)
      const ofArnhem = ['0202.example.nl', 'samen.example.nl']
      const ofTilburg = ['0855.example.nl', 'hun.example.nl', 'samen.example.nl']
      expect(
        turns.map((turn) => [
          ...[turn.oin, turn.gemeenten, turn.hosts, turn.gerechtigd],
          turn.standen.map(({ sleutel, volgnummer, laatste }) => [sleutel, volgnummer, laatste]),
        ]),
      ).toEqual([
        [colleges.arnhem, [arnhem], ofArnhem, false, [[arnhem, 1, 2]]],
        [colleges.utrecht, [utrecht], [], false, [[utrecht, 8, 9]]],
        [colleges.tilburg, [tilburg], ofTilburg, true, [[tilburg, 0, 3]]],
        [colleges.tilburg, [tilburg], ofTilburg, false, [[tilburg, 2, 3]]],
      ])
    })

    test('a turn that ends is that of its own party', async () => {
      const [turn] = await twins.as(asWorker, take)
      if (turn === undefined) throw new Error('no turn')
      await expectOnly(asWorker, (tx) => endTurn(tx, turn, { volgendeTijdstip: later }))
      await expectOnly(
        asWorker,
        (tx) =>
          advanceStand(tx, turn, { stroom: 'gebeurtenissen', sleutel: arnhem, volgnummer: 2 }),
        ['abonnement_stand', 'oin, abonnement_id::text, sleutel, volgnummer::text'],
      )
    })

    test('an alarm names the party and the municipality whose subscription it is', async () => {
      const alarms = await twins.as(asWorker, (tx) => takeAlarms(tx, new Date('2026-10-20'), at))
      expect(alarms.map(({ oin, gemeentecode }) => [oin, gemeentecode])).toEqual([
        [colleges.tilburg, tilburg],
      ])
    })
  })

  describe('of VLPs', () => {
    beforeEach(async () => {
      const { owner, kind } = twins.database
      await owner.exec(kind === 'pglite' ? `reset role; ${OF_VLPS}; set role gw_login` : OF_VLPS)
    })
    const aStand = (sleutel: Oin, laatste: number): object => ({
      stroom: 'terugkoppelingen',
      sleutel,
      volgnummer: 3,
      laatste,
    })

    test('one sees where its own feed is, and its own subscription', async () => {
      const seen = await twins.as(own(linde), async (tx) => ({
        head: await findFeedHead(tx, 'terugkoppelingen', linde),
        all: await listAbonnementen(tx, { oin: linde }),
      }))
      expect(seen.head).toBe(4)
      expect(seen.all.map(({ bestemming }) => bestemming)).toEqual([
        `https://${linde}.example.nl/in`,
      ])
    })

    if (ground.name.includes(' with row'))
      test('and not where the feed of another is', async () => {
        const seen = await twins.as(own(linde), (tx) =>
          tx.selectFrom('terugkoppeling_kop').select('oin').execute(),
        )
        expect(seen).toEqual([{ oin: linde }])
      })

    test('each turn has the feed, the host and the mandate of its own party', async () => {
      const turns = await twins.as(asWorker, (tx) =>
        takeTurns(tx, { at, today: TODAY, bezetTot: later, limiet: 10 }),
      )
      const ofVlps = turns.filter(({ gemeenten }) => gemeenten.length === 0)
      expect(
        ofVlps
          .map(({ oin, hosts, gerechtigd, standen }) => [oin, hosts, gerechtigd, standen])
          .toSorted(),
      ).toEqual([
        [linde, [`${linde}.example.nl`], true, [aStand(linde, 4)]],
        [lageLand, [`${lageLand}.example.nl`], false, [aStand(lageLand, 6)]],
      ])
    })
  })

  describe('by the operator, who records hosts', () => {
    const HOSTS: [string, string] = ['bestemming', 'oin, host, tot::text']

    test('those of one party are added and ended', async () => {
      const asBeheer = { role: 'gw_beheer' } as const
      const oin = colleges.arnhem
      await expectOnly(asBeheer, (tx) => addBestemmingen(tx, oin, ['hun.example.nl'], TODAY), HOSTS)
      await expectOnly(
        asBeheer,
        (tx) => endBestemmingen(tx, oin, ['samen.example.nl'], TODAY),
        HOSTS,
      )
    })
  })
})
