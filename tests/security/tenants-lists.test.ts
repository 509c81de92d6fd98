/** A sender's lists among twins: another sender has a list of the same id, with rows of a signal of the same id. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  addToAanlevering,
  endAanlevering,
  findAanlevering,
  insertAanlevering,
  listAanleveringen,
  listIntrekking,
  lockAanlevering,
  markIngetrokkenLijst,
  markVrijgegeven,
} from '../../src/intake/aanlevering.store.ts'
import {
  countPerGemeente,
  insertLijstrijen,
  listLijstrijen,
  listLijstsignalen,
} from '../../src/intake/aanlevering-regel.store.ts'
import { findKenmerkenOfSignalenForUpdate } from '../../src/intake/kenmerk.store.ts'
import { lockFree, setVastgehouden } from '../../src/intake/vasthouden.store.ts'
import { deleteDueAanleveringen } from '../../src/retention/rows.store.ts'
import {
  A,
  arnhem,
  asLinde,
  asSweep,
  at,
  DUE,
  ELSEWHERE,
  grounds,
  LIST,
  lageLand,
  linde,
  NEIGHBOUR,
  THEIRS,
  type Twins,
  tilburg,
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
  const put = (script: string): Promise<void> => {
    const { owner, kind } = twins.database
    return owner.exec(kind === 'pglite' ? `reset role; ${script}; set role gw_login` : script)
  }
  /** One more list, of that sender alone. */
  const plantList = (oin: string, id: string): Promise<void> =>
    put(`insert into aanlevering (oin, id, ingediend_door, naam, vorm, vrijgave, toestand, begonnen_tijdstip, laatste_tijdstip, vervaldatum)
      values ('${oin}', '${id}', '${oin}', 'samen', 'csv', 'direct', 'bezig', now(), now(), '2027-05-01')`)
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
    // At its kenmerk’s municipality one signal is another’s, and one is its own elsewhere: both are ready there.
    await put(`insert into aanlevering_regel values
        ('${linde}', '${LIST}', 4, 'aanvaard', '${NEIGHBOUR}', 1, '${arnhem}', '{}'),
        ('${linde}', '${LIST}', 5, 'aanvaard', '${ELSEWHERE}', 1, '${arnhem}', '{}');
      update signaal set beschikbaar_tijdstip = '2026-11-01' where id in ('${NEIGHBOUR}', '${ELSEWHERE}');`)
    await twins.as(asLinde, async (tx) => {
      const rows = await listLijstrijen(tx, linde, LIST, { na: 0, limiet: 10, at })
      const own = { gemeentecode: arnhem, toestand: 'aangeleverd' }
      expect(rows).toMatchObject([
        { regel: 2, kenmerk: 'K-1', ...own },
        { regel: 4, kenmerk: 'K-4', ...own },
        { regel: 5, kenmerk: 'K-6', ...own },
      ])
      expect(await countPerGemeente(tx, linde, LIST)).toMatchObject([{ gemeentecode: arnhem }])
    })
  })

  test('their signals, each once and where it is', async () => {
    const page = { na: 0, limiet: 10 }
    const found = await twins.as(asLinde, (tx) => listLijstsignalen(tx, linde, LIST, page))
    expect(found).toEqual([{ regel: 2, signaalId: A, versie: 1, gemeentecode: arnhem }])
  })

  test('holding the kenmerken of their signals', async () => {
    const found = await twins.as(asLinde, (tx) =>
      findKenmerkenOfSignalenForUpdate(tx, linde, [A, THEIRS]),
    )
    expect(found).toMatchObject([{ kenmerk: 'K-1', gemeentecode: arnhem }])
    expect(found).toHaveLength(1)
  })

  test('releasing and withdrawing one, and what its withdrawal found', async () => {
    await expectUntouched((tx) => markVrijgegeven(tx, linde, LIST, at))
    await expectUntouched((tx) => markIngetrokkenLijst(tx, linde, LIST, at))
    expect(await twins.rows('aanlevering', 'oin', `toestand = 'ingetrokken'`)).toEqual([[linde]])
    const found = await twins.as(asLinde, (tx) => listIntrekking(tx, linde, LIST))
    expect(found).toEqual([{ gemeentecode: arnhem, ingetrokken: 1, gezien: 0 }])
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
    // What is its own goes by its place too, not by its id alone.
    const elsewhere = [{ gemeentecode: tilburg, signaalId: A }]
    await expectUntouched(async (tx) => {
      expect([...(await lockFree(tx, linde, elsewhere))]).toEqual([])
      expect([...(await lockFree(tx, linde, places))]).toEqual([A])
      expect(await setVastgehouden(tx, linde, places, undefined)).toEqual([])
    })
    await put(
      `update signaal set vastgehouden_tot = '2026-11-04' where id in ('${A}', '${NEIGHBOUR}')`,
    )
    await expectUntouched(async (tx) => {
      expect(await setVastgehouden(tx, linde, elsewhere, undefined)).toEqual([])
      const released = await setVastgehouden(tx, linde, places, undefined)
      expect(released.map(({ signaalId }) => signaalId)).toEqual([A])
    })
  })
  test('sweeping those whose term ended, with their rows', async () => {
    await put(`insert into aanlevering_regel select oin, aanlevering_id, 2, uitkomst, signaal_id, versie, gemeentecode, codes
      from aanlevering_regel where oin = '${lageLand}'`)
    const look = async () => [
      await theirs('aanlevering', LISTS),
      await theirs('aanlevering_regel', 'regel::text, uitkomst'),
    ]
    const before = await look()
    await twins.as(asSweep, (tx) => deleteDueAanleveringen(tx, DUE, 10))
    expect(await look()).toEqual(before)
    for (const table of ['aanlevering', 'aanlevering_regel'])
      expect(await twins.rows(table, 'oin', `oin = '${linde}'`)).toEqual([])
  })
})
