import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Tx } from '../../src/db/database.ts'
import {
  findDeelnemerkaarten,
  lockClientJwks,
  putClientJwks,
} from '../../src/identity/deelnemerkaart.store.ts'
import {
  listSleutels,
  lockSleutel,
  renewRegistratie,
  setSleuteltoestand,
} from '../../src/identity/ontvangersleutel.store.ts'
import {
  addOnderdelen,
  endMandaat,
  endOnderdelen,
  findMandaatstanden,
  findOtherCollege,
  findStanden,
  hasOntvangersleutel,
  hasSameMandate,
  putBenadering,
  updateDeelnemer,
} from '../../src/identity/register.store.ts'
import type { Oin } from '../../src/model/ids.ts'
import {
  ACTIVE_THERE,
  arnhem,
  asBeheer,
  asKeys,
  at,
  colleges,
  grounds,
  incasso,
  lageLand,
  linde,
  OF_BODY,
  rijnoever,
  type Twins,
  tilburg,
} from '../support/twins.ts'

const TODAY = '2026-11-03'
const mandaat = {
  gemachtigde: incasso,
  gever: linde,
  doel: 'aanleveren',
  vanaf: '2026-02-01',
  hoedanigheid: 'verwerker',
} as const

describe.each(grounds)('the register is changed for one party at a time, on $name', (ground) => {
  let twins: Twins
  beforeAll(async () => {
    twins = await ground.open()
  })
  beforeEach(() => twins.plant())
  afterAll(() => twins.close())

  const put = (script: string): Promise<void> => {
    const { owner, kind } = twins.database
    return owner.exec(kind === 'pglite' ? `reset role; ${script}; set role gw_login` : script)
  }
  /** An approach of each side, in its own words. */
  const putApproaches = (): Promise<void> =>
    put(
      [linde, lageLand]
        .map((oin) => `insert into deelnemer_benadering values ('${oin}', '{"aanpak":"${oin}"}');`)
        .join(''),
    )

  /** Runs `deed` and shows which rows of `table` it changed: only those for which `isOwn` holds. */
  const expectOnly = async (
    scope: Parameters<Twins['as']>[0],
    { table, columns, isOwn }: { table: string; columns: string; isOwn: string },
    deed: (tx: Tx) => Promise<unknown>,
  ): Promise<void> => {
    const look = (where: string) => twins.rows(table, columns, where)
    const [others, before] = [await look(`not (${isOwn})`), await look(isOwn)]
    expect(others.length).toBeGreaterThan(0)
    await twins.as(scope, deed)
    expect(await look(`not (${isOwn})`)).toEqual(others)
    expect(await look(isOwn)).not.toEqual(before)
  }

  describe('by a party itself', () => {
    const as = (oin: Oin) => ({ role: 'gw_deelnemer', oin }) as const
    const page = { today: TODAY, limiet: 20, na: '' }

    test('it sees itself, the receiving side and whom it shares a mandate with, each with what is its own', async () => {
      const cards = await twins.as(as(linde), (tx) =>
        findDeelnemerkaarten(tx, { oin: linde, gemeenten: [] }, page),
      )
      const { arnhem, tilburg, utrecht } = colleges
      expect(cards.map(({ oin, onderdelen, contact }) => [oin, onderdelen, contact])).toEqual([
        [linde, [`M-${linde}`, 'SAMEN'], { emailadres: `huur@${linde}.example.nl` }],
        ...[incasso, rijnoever, arnhem, utrecht, tilburg].map((oin) => [oin, [], undefined]),
      ])
    })

    test('on a card stands its own approach, and what the two agreed', async () => {
      await putApproaches()
      await put(
        [linde, lageLand]
          .map(
            (oin) => `insert into leverafspraak (gemeentecode, oin, vanaf, dag) values
              ('${arnhem}', '${oin}', '2026-01-01', 10), ('${tilburg}', '${oin}', '2026-01-01', 11);`,
          )
          .join(''),
      )
      const cardsOf = async (oin: Oin, gemeenten: readonly (typeof arnhem)[]) => {
        const scope = { ...as(oin), gemeenten }
        const cards = await twins.as(scope, (tx) =>
          findDeelnemerkaarten(tx, { oin, gemeenten }, page),
        )
        return cards.flatMap((one) =>
          one.benadering === undefined && one.leverafspraken === undefined
            ? []
            : [[one.oin, one.benadering?.aanpak, one.leverafspraken?.map(({ dag }) => dag)]],
        )
      }
      expect(await cardsOf(linde, [])).toEqual([
        [linde, linde, undefined],
        [colleges.arnhem, undefined, [10]],
        [colleges.tilburg, undefined, [11]],
      ])
      expect(await cardsOf(colleges.arnhem, [arnhem])).toEqual([
        [linde, linde, [10]],
        [lageLand, lageLand, [10]],
      ])
    })

    test('it replaces its own approach', async () => {
      await putApproaches()
      const isOwn = `oin = '${linde}'`
      await expectOnly(
        as(linde),
        { table: 'deelnemer_benadering', columns: 'oin, inhoud::text', isOwn },
        (tx) => putBenadering(tx, linde, { aanpak: 'Bel ons' }),
      )
    })

    test.each([linde, lageLand])('it holds its own client keys (%s)', async (oin) => {
      const { keys } = await twins.as(as(oin), (tx) => lockClientJwks(tx, oin))
      expect(keys.map(({ kid }) => kid)).toEqual([oin])
    })

    test('it replaces its own client keys', () => {
      const isOwn = `oin = '${linde}'`
      return expectOnly(
        as(linde),
        { table: 'deelnemer', columns: 'oin, client_jwks::text', isOwn },
        (tx) => putClientJwks(tx, linde, { keys: [] }),
      )
    })
  })

  describe('by a municipality, of its recipient keys', () => {
    const keyAt = (code: string) => ({
      table: 'ontvangersleutel',
      columns: 'sleutel_id, toestand, registratie_jws',
      isOwn: `gemeentecode = '${code}' and sleutel_id = '${ACTIVE_THERE}'`,
    })
    const asTilburg = { role: 'gw_sleutels', gemeenten: [tilburg] } as const
    const registration = {
      oin: colleges.tilburg,
      sleutelId: ACTIVE_THERE,
      doelen: ['hulpaanbod'],
      publiekeSleutel: new Uint8Array(32),
      geregistreerdTijdstip: at,
    } as const

    test('it sees its own, of each of its bodies apart', async () => {
      const mine = await twins.as(asKeys, (tx) => listSleutels(tx, [arnhem]))
      expect(mine.map(({ deelnemer }) => deelnemer)).toEqual([colleges.arnhem])
      const ofBody = await twins.as(asTilburg, (tx) => listSleutels(tx, [tilburg], rijnoever))
      expect(ofBody.map(({ sleutelId }) => sleutelId)).toEqual([OF_BODY])
    })

    test('it holds none of another', async () => {
      const hold = (scope: typeof asKeys, code: typeof arnhem) =>
        twins.as(scope, (tx) => lockSleutel(tx, [code], ACTIVE_THERE))
      expect(await hold(asTilburg, tilburg)).toMatchObject({ gemeentecode: tilburg })
      expect(await hold(asKeys, arnhem)).toBeUndefined()
    })

    test('it changes no registration and no state of another', async () => {
      const change = async (tx: Tx, gemeentecode: typeof arnhem): Promise<void> => {
        await renewRegistratie(tx, { ...registration, gemeentecode }, 'later')
        await setSleuteltoestand(tx, { ...registration, gemeentecode }, 'alleenOpenen', at)
      }
      const { table, columns } = keyAt(arnhem)
      const before = await twins.rows(table, columns)
      await twins.as(asKeys, (tx) => change(tx, arnhem))
      expect(await twins.rows(table, columns)).toEqual(before)
      await expectOnly(asTilburg, keyAt(tilburg), (tx) => change(tx, tilburg))
    })
  })

  describe('by its operator', () => {
    const beheer = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => twins.as(asBeheer, work)

    test('showing one party, with what is its own', async () => {
      await putApproaches()
      expect(await beheer((tx) => findStanden(tx, TODAY, linde))).toMatchObject([
        {
          oin: linde,
          clientsleutels: [linde],
          contact: { emailadres: `huur@${linde}.example.nl` },
          onderdelen: [`M-${linde}`, 'SAMEN'],
          bestemmingen: [],
          benadering: { aanpak: linde },
        },
      ])
    })

    test('showing its mandates', async () => {
      const found = await beheer((tx) => findMandaatstanden(tx, linde))
      expect(found.map(({ gemachtigde, gever }) => [gemachtigde, gever])).toEqual([
        [incasso, linde],
        [rijnoever, linde],
        [colleges.arnhem, linde],
      ])
    })

    test('finding another college of the same municipality', async () => {
      const term = { vanaf: '2026-01-01' }
      const find = (oin: Oin) => beheer((tx) => findOtherCollege(tx, arnhem, { oin, ...term }))
      expect(await find(linde)).toBe(colleges.arnhem)
      expect(await find(colleges.arnhem)).toBeUndefined()
    })

    test('changing its row', () =>
      expectOnly(
        asBeheer,
        { table: 'deelnemer', columns: 'oin, naam', isOwn: `oin = '${linde}'` },
        (tx) => updateDeelnemer(tx, linde, { naam: 'Een andere naam' }),
      ))

    test('adding a brand that another has already', () =>
      expectOnly(
        asBeheer,
        { table: 'onderdeel', columns: 'oin, onderdeel', isOwn: `oin = '${linde}'` },
        (tx) => addOnderdelen(tx, linde, ['HUN'], TODAY),
      ))

    test('ending a brand that another has too', () =>
      expectOnly(
        asBeheer,
        { table: 'onderdeel', columns: 'oin, onderdeel, tot::text', isOwn: `oin = '${linde}'` },
        (tx) => endOnderdelen(tx, linde, ['SAMEN'], TODAY),
      ))

    test('asking whether the same two have a mandate', async () => {
      const has = (change: object) => beheer((tx) => hasSameMandate(tx, { ...mandaat, ...change }))
      expect(await has({})).toBe(true)
      expect(await has({ gever: rijnoever })).toBe(false)
      expect(await has({ gemachtigde: lageLand })).toBe(false)
    })

    test('ending one mandate', async () => {
      const isOwn = `(gemachtigde_oin, gever_oin) = ('${incasso}', '${linde}')`
      const columns = 'gemachtigde_oin, gever_oin, tot::text'
      const end = (tx: Tx): Promise<void> => endMandaat(tx, mandaat, TODAY)
      await expectOnly(asBeheer, { table: 'mandaat', columns, isOwn }, end)
    })

    test('asking whether a party registered keys', async () => {
      const has = (oin: Oin) => beheer((tx) => hasOntvangersleutel(tx, oin))
      expect([await has(colleges.tilburg), await has(linde)]).toEqual([true, false])
    })
  })
})
