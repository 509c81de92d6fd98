import { sql } from 'kysely'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { freezeMonths } from '../../src/flows/count-months/freeze-months.ts'
import { readIndicators } from '../../src/flows/count-months/read-indicators.ts'
import { groupSignals } from '../../src/flows/group-signals.ts'
import { recogniseSlepers } from '../../src/flows/recognise-slepers.ts'
import type { Policies } from '../../src/legal/compile.ts'
import { loadPolicies } from '../../src/legal/load.ts'
import type { Caller } from '../../src/model/caller.ts'
import type { SignaalId } from '../../src/model/ids.ts'
import { asSuperuser } from '../support/audit-log.ts'
import { engines } from '../support/databases.ts'
import { type House, lageLand, openHouse, tilburg } from '../support/house.ts'
import { usePolicyFolder } from '../support/policy-folder.ts'
import { projectPolicies } from '../support/project-policies.ts'
import { linde } from '../support/sealed-signals.ts'
import { countSlepers } from '../support/slepers-policy.ts'

const folder = usePolicyFolder()
const [NOVEMBER, DECEMBER, JANUARY] = [
  '2026-11-05T09:00:00Z',
  '2026-12-05T09:00:00Z',
  '2027-01-05T09:00:00Z',
] as const
const CLOSED = '2027-01-31T23:00:00Z'

const monitor: Caller = {
  oin: linde,
  namens: linde,
  rol: 'college',
  gemeenten: [tilburg],
  doel: 'monitor',
  via: 'direct',
}

describe.each(engines)('who stays below the threshold on $name', (engine) => {
  let house: House
  let policies: Policies
  beforeAll(() => {
    countSlepers(folder)
    policies = loadPolicies(folder.path)
  })
  beforeEach(async () => {
    house = await openHouse(await engine.open(), undefined, () => policies)
  })
  afterEach(() => house.close())

  const recognise = (): Promise<number> => recogniseSlepers(house.sweepDeps)
  const rows = <T>(query: ReturnType<typeof sql<T>>): Promise<readonly T[]> =>
    asSuperuser(house.database, async (pool) => (await query.execute(pool)).rows)
  const count = async (table: string): Promise<number> =>
    (await rows(sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`))[0]?.n ?? -1
  const today = (): string => house.sweepDeps.now().toISOString().slice(0, 10)
  /** A municipality of which something is sealed, so that a sweep looks there. */
  const postLarge = (): Promise<SignaalId> => post(['Z.', 'Groot'], { centen: 90_000 })
  let posted = 0
  /** Posts arrears of a person who lives at Wevershof 7 in Tilburg, below its threshold unless told otherwise. */
  const post = async (
    [voorletters, achternaam]: readonly [string, string],
    { oin = linde, centen = 4_800 }: { oin?: typeof linde; centen?: number } = {},
  ): Promise<SignaalId> => {
    house.passHours(1 / 3600)
    posted += 1
    const { id } = await house.post(
      {
        kenmerk: `klein-${posted}`,
        signaaldatum: today(),
        persoon: { voorletters, voorvoegsel: undefined, achternaam, natuurlijkPersoon: true },
        achterstand: { bedragInCenten: centen + posted },
        adres: {
          straatnaam: 'Wevershof',
          huisnummer: 7,
          postcode: '5011EF',
          plaatsnaam: 'Tilburg',
        },
      },
      oin,
    )
    return id
  }
  /** What Tilburg reads of January. */
  const told = async (weergave: 'eigen' | 'openbaar' = 'eigen') => {
    const { indicatoren } = await readIndicators(house.sweepDeps, monitor, {
      maand: '2027-01',
      weergave,
    })
    const line = indicatoren.find(({ naam }) => naam === 'slepers')
    return line && { waarde: line.waarde, noemer: line.noemer }
  }
  /** One person in three months, with her name spelt as each sender does, and one in this month only. */
  const threeMonths = async (): Promise<readonly SignaalId[]> => {
    const ids: SignaalId[] = []
    for (const [instant, achternaam, oin] of [
      [NOVEMBER, 'de Boer', linde],
      [DECEMBER, 'Boer, de', lageLand],
      [JANUARY, 'BOER', linde],
    ] as const) {
      house.setClock(instant)
      ids.push(await post(['J.P.', achternaam], { oin }))
      await recognise()
    }
    ids.push(await post(['A.', 'Zonneveld']))
    await recognise()
    return ids
  }

  test('are counted by month, also across VLPs and spellings, and fixed at the closing', async () => {
    await threeMonths()
    await post(['J.', 'Boer'], { oin: lageLand })
    await recognise()
    expect(await count('sleper')).toBe(5)
    expect(await told()).toEqual({ waarde: 1, noemer: 2 })
    await postLarge()
    await groupSignals(house.sweepDeps)
    house.setClock(CLOSED)
    await post(['K.', 'Later'])
    expect(await freezeMonths(house.sweepDeps)).toBeGreaterThan(0)
    expect(await told()).toEqual({ waarde: 1, noemer: 2 })
    expect(await told('openbaar')).toEqual({ waarde: undefined, noemer: undefined })
  })

  test('hold the closing of the month until the last of them is recognised', async () => {
    house.setClock(JANUARY)
    await postLarge()
    await groupSignals(house.sweepDeps)
    await post(['J.', 'Boer'])
    house.setClock(CLOSED)
    expect(await freezeMonths(house.sweepDeps)).toBe(0)
    await recognise()
    expect(await freezeMonths(house.sweepDeps)).toBeGreaterThan(0)
    expect(await told()).toEqual({ waarde: 0, noemer: 1 })
  })

  test('are no melding, and have no field, class or line for their municipality', async () => {
    await threeMonths()
    await groupSignals(house.sweepDeps)
    expect(await count('melding')).toBe(0)
    expect(await house.count('verzegeld')).toBe(0)
    expect((await house.feed(undefined, tilburg)).gebeurtenissen).toEqual([])
    const kept = await rows(
      sql<{ soort: string | null; bedragklasse: string | null; gesloten: string | null }>`
        select distinct soort, bedragklasse, gesloten from signaal`,
    )
    expect(kept).toEqual([
      { soort: null, bedragklasse: null, gesloten: 'onder-gemeentelijke-drempel' },
    ])
    for (const table of ['sleper', 'sleperindex'])
      for (const { text } of await rows(
        sql<{ text: string }>`select t::text as text from ${sql.table(table)} t`,
      ))
        expect(text).not.toMatch(/boer|zonneveld|5011/i)
    expect(await count('sleperwacht')).toBe(0)
  })

  test('leave in the log of which fields an index was made, and nothing of who it is', async () => {
    await post(['J.', 'Boer'])
    const [event] = await house.events('signaal-aanvaard')
    expect(event).toMatchObject({
      velden: {
        doorgegeven: [],
        herkend: [
          'persoon.voorletters',
          'persoon.achternaam',
          'adres.huisnummer',
          'adres.postcode',
        ],
      },
    })
  })

  test('meet no signal that passed: the same person above the threshold is another to the gateway', async () => {
    house.setClock(DECEMBER)
    await post(['J.', 'Boer'], { centen: 90_000 })
    await groupSignals(house.sweepDeps)
    house.setClock(JANUARY)
    await post(['J.', 'Boer'])
    await recognise()
    const shared = await rows(
      sql<{
        n: number
      }>`select count(*)::int as n from sleperindex s join matchindex m on m.waarde = s.waarde`,
    )
    expect(shared).toEqual([{ n: 0 }])
    expect(await told()).toEqual({ waarde: 0, noemer: 1 })
  })

  test('lose a month when its VLP withdraws that signal', async () => {
    const [november] = await threeMonths()
    if (november === undefined) throw new Error('nothing was posted')
    await house.withdraw(november, 'betaald')
    expect(await count('sleper')).toBe(3)
    expect(await told()).toEqual({ waarde: 0, noemer: 2 })
  })

  test('lose a month when its signal is corrected above the threshold', async () => {
    await threeMonths()
    await house.post({
      kenmerk: `klein-${posted - 1}`,
      signaaldatum: today(),
      persoon: {
        voorletters: 'J.P.',
        voorvoegsel: undefined,
        achternaam: 'Boer',
        natuurlijkPersoon: true,
      },
      achterstand: { bedragInCenten: 90_000 },
      adres: { straatnaam: 'Wevershof', huisnummer: 7, postcode: '5011EF', plaatsnaam: 'Tilburg' },
    })
    await recognise()
    expect(await told()).toEqual({ waarde: 0, noemer: 1 })
    await groupSignals(house.sweepDeps)
    expect(await count('melding')).toBe(1)
  })

  test('wait as long as their sender holds the list back, and go with it', async () => {
    await postLarge()
    await post(['J.', 'Boer'])
    await asSuperuser(house.database, (pool) =>
      sql`update signaal set vastgehouden_tot = '2026-11-04T09:00:00Z' where gesloten is not null`.execute(
        pool,
      ),
    )
    expect(await recognise()).toBe(0)
    expect(await count('sleperwacht')).toBe(1)
    house.passHours(48)
    await house.sweep()
    expect([await count('sleperwacht'), await count('sleper')]).toEqual([0, 0])
  })

  test('go on their term, before the rows of their signals', async () => {
    const short = {
      ...policies,
      slepers: policies.slepers && { ...policies.slepers, termijn: { maanden: 2, dagen: 0 } },
    }
    await house.close()
    house = await openHouse(await engine.open(), undefined, () => short)
    await threeMonths()
    await postLarge()
    house.setClock('2027-02-06T02:00:00Z')
    const outcome = await house.sweep()
    expect(outcome?.aantallen).toMatchObject({ slepers: 2, signalen: 0 })
    expect(await count('sleper')).toBe(2)
    expect(
      await rows(
        sql`select from sleperindex where signaal_id not in (select signaal_id from sleper)`,
      ),
    ).toEqual([])
    expect(await house.count('signaal')).toBe(5)
  })

  test('are told apart once the month key is gone, whatever is still kept', async () => {
    house.setClock(NOVEMBER)
    await postLarge()
    await post(['J.', 'Boer'])
    await recognise()
    await asSuperuser(house.database, (pool) =>
      sql`update sleper set vervaldatum = '2027-12-31'`.execute(pool),
    )
    house.setClock('2027-06-01T02:00:00Z')
    await house.sweep()
    expect(await count('sleper')).toBe(0)
    expect((await house.bench.keyring.matchKeys()).map(({ month }) => month)).toEqual([])
  })

  test('go at the next sweep once the set no longer counts, and none is made', async () => {
    await threeMonths()
    await postLarge()
    await house.sweep({}, { policies: projectPolicies })
    expect([await count('sleper'), await count('sleperindex')]).toEqual([0, 0])
    expect(await house.count('signaal')).toBe(5)
    await house.close()
    house = await openHouse(await engine.open())
    await post(['J.', 'Boer'])
    expect([await count('sleperwacht'), await told()]).toEqual([
      0,
      { waarde: undefined, noemer: undefined },
    ])
  })

  test('are recognised all the same after a step that broke off', async () => {
    await post(['J.', 'Boer'])
    const broken = {
      ...house.sweepDeps,
      random: () => {
        throw new Error('killed')
      },
    }
    await expect(recogniseSlepers(broken)).rejects.toThrow('killed')
    expect([await count('sleperwacht'), await count('sleper')]).toEqual([1, 0])
    expect(await recognise()).toBe(1)
    expect(await recognise()).toBe(0)
  })
})
