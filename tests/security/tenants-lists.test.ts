/** A sender's lists among twins: another sender has a list of the same id, with rows of a signal of the same id. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  addToAanlevering,
  endAanlevering,
  findAanlevering,
  insertAanlevering,
  listAanleveringen,
  lockAanlevering,
} from '../../src/intake/aanlevering.store.ts'
import {
  countPerGemeente,
  insertLijstrijen,
  listLijstrijen,
} from '../../src/intake/aanlevering-regel.store.ts'
import { lockFree, setVastgehouden } from '../../src/intake/vasthouden.store.ts'
import {
  A,
  arnhem,
  asLinde,
  at,
  grounds,
  LIST,
  lageLand,
  linde,
  NEIGHBOUR,
  type Twins,
} from '../support/twins.ts'

const LISTS =
  'id::text, toestand, aanvaard::text, laatste_tijdstip::text, vrijgegeven_tijdstip::text'

describe.each(grounds)('a sender finds and changes its own lists only, on $name', (ground) => {
  let twins: Twins
  beforeAll(async () => {
    twins = await ground.open()
  })
  beforeEach(() => twins.plant())
  afterAll(() => twins.close())
  const theirs = (table: string, columns: string): Promise<readonly unknown[]> =>
    twins.rows(table, columns, `oin = '${lageLand}'`)
  const expectUntouched = async (deed: Parameters<Twins['as']>[1]): Promise<void> => {
    const look = async () => [
      await theirs('aanlevering', LISTS),
      await theirs('aanlevering_regel', 'regel::text, uitkomst'),
      await theirs('signaal', 'gemeentecode, id::text, vastgehouden_tot::text'),
    ]
    const before = await look()
    await twins.as(asLinde, deed)
    expect(await look()).toEqual(before)
  }
  /** One more list, of that sender alone. */
  const plantList = (oin: string, id: string): Promise<void> => {
    const script = `insert into aanlevering (oin, id, ingediend_door, naam, vorm, vrijgave, toestand, begonnen_tijdstip, laatste_tijdstip, vervaldatum)
      values ('${oin}', '${id}', '${oin}', 'samen', 'csv', 'direct', 'bezig', now(), now(), '2027-05-01')`
    const { owner, kind } = twins.database
    return owner.exec(kind === 'pglite' ? `reset role; ${script}; set role gw_login` : script)
  }
  const THEIR_LIST = LIST.replace('9d2e', '9d3e') as typeof LIST

  test('finding and holding one', async () => {
    await plantList(lageLand, THEIR_LIST)
    await twins.as(asLinde, async (tx) => {
      expect((await findAanlevering(tx, linde, LIST))?.naam).toBe('ons')
      expect((await lockAanlevering(tx, linde, LIST))?.naam).toBe('ons')
      expect(await findAanlevering(tx, linde, THEIR_LIST)).toBeUndefined()
      expect(await lockAanlevering(tx, linde, THEIR_LIST)).toBeUndefined()
    })
  })

  test('listing them, by name too', async () => {
    await plantList(lageLand, THEIR_LIST)
    await twins.as(asLinde, async (tx) => {
      const all = await listAanleveringen(tx, linde, { limiet: 10 })
      expect(all.map(({ naam }) => naam)).toEqual(['ons'])
      expect(await listAanleveringen(tx, linde, { naam: 'hun', limiet: 10 })).toEqual([])
    })
  })

  test('their rows, with the state of the sender’s own signals', async () => {
    await twins.as(asLinde, async (tx) => {
      const rows = await listLijstrijen(tx, linde, LIST, { na: 0, limiet: 10, at })
      expect(rows).toMatchObject([{ regel: 2, kenmerk: 'K-1', gemeentecode: arnhem }])
      expect(await countPerGemeente(tx, linde, LIST)).toMatchObject([{ gemeentecode: arnhem }])
    })
  })

  test('beginning, adding to and ending one', () =>
    expectUntouched(async (tx) => {
      const id = LIST.replace('9d2e', '9d4e') as typeof LIST
      const lijst = { id, ingediendDoor: linde, naam: undefined, vorm: 'csv', at } as const
      const more = {
        vrijgave: 'direct',
        vrijgaveTot: undefined,
        vervaldatum: '2027-05-01',
      } as const
      await insertAanlevering(tx, linde, { ...lijst, ...more })
      await insertLijstrijen(tx, linde, LIST, [{ regel: 9, uitkomst: 'onjuist', codes: ['leeg'] }])
      const aantallen = { aanvaard: 5, herhaald: 0, geweigerd: 0, onjuist: 0 }
      await addToAanlevering(tx, linde, LIST, { at, aantallen })
      expect(await endAanlevering(tx, linde, LIST, 'ontvangen')).toBe(true)
    }))

  test('holding signals back and letting them go', async () => {
    const places = [
      { gemeentecode: arnhem, signaalId: A },
      { gemeentecode: arnhem, signaalId: NEIGHBOUR },
    ]
    await expectUntouched(async (tx) => {
      expect([...(await lockFree(tx, linde, places))]).toEqual([A])
      expect(await setVastgehouden(tx, linde, places, undefined)).toEqual([])
    })
    const held = `update signaal set vastgehouden_tot = '2026-11-04' where id in ('${A}', '${NEIGHBOUR}')`
    const { owner, kind } = twins.database
    await owner.exec(kind === 'pglite' ? `reset role; ${held}; set role gw_login` : held)
    await expectUntouched(async (tx) => {
      const released = await setVastgehouden(tx, linde, places, undefined)
      expect(released.map(({ signaalId }) => signaalId)).toEqual([A])
    })
  })
})
