import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { groupSignals } from '../../src/flows/group-signals.ts'
import type { Oin, SignaalId } from '../../src/model/ids.ts'
import { asSuperuser } from '../support/audit-log.ts'
import { engines } from '../support/databases.ts'
import { type House, lageLand, openHouse, tilburg } from '../support/house.ts'
import { arnhem, linde } from '../support/sealed-signals.ts'

const FIRST_NAMES = 'A. B. C. D. E. F. G. H. K. L. M. N.'.split(' ')
const asGrouping = { role: 'gw_matching', gemeenten: [arnhem] } as const

describe.each(engines)('grouping on $name', (engine) => {
  let house: House
  beforeEach(async () => {
    house = await openHouse(await engine.open())
  })
  afterEach(() => house.close())

  const group = (): Promise<number> => groupSignals(house.sweepDeps)
  let posted = 0
  /** Posts a signal of a person, who lives at Lindelaan 12 unless told otherwise. */
  const post = async (
    [voorletters, achternaam]: readonly [string, string],
    { oin = linde, ...more }: { oin?: Oin; readonly [field: string]: unknown } = {},
  ): Promise<SignaalId> => {
    // An id tells its instant: a second apart, so that the first is the first.
    house.passHours(1 / 3600)
    const persoon = { voorletters, achternaam, natuurlijkPersoon: true }
    // Each with an amount of its own, so that none repeats another.
    posted += 1
    const achterstand = { bedragInCenten: 81_200 + posted }
    return (await house.post({ persoon, achterstand, ...more }, oin)).id
  }
  const rows = <T>(query: ReturnType<typeof sql<T>>): Promise<readonly T[]> =>
    asSuperuser(house.database, async (pool) => (await query.execute(pool)).rows)
  const meldingOf = async (id: SignaalId): Promise<string | null | undefined> =>
    (
      await rows(
        sql<{ melding_id: string | null }>`select melding_id from signaal where id = ${id}`,
      )
    )[0]?.melding_id
  const vorigeOf = async (id: SignaalId): Promise<string | null | undefined> =>
    (
      await rows(sql<{ vorige: string | null }>`select m.vorige from melding m
        join signaal s on s.gemeentecode = m.gemeentecode and s.melding_id = m.id where s.id = ${id}`)
    )[0]?.vorige
  const count = async (table: string): Promise<number> =>
    (await rows(sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`))[0]?.n ?? -1

  test('puts signals of one person together, whoever sent them and however the name is spelt', async () => {
    const first = await post(['J.P.', 'de Boer'])
    const second = await post(['Jan', 'BOER'], { oin: lageLand })
    expect(await meldingOf(first)).toBeNull()
    expect(await group()).toBe(2)
    expect(await meldingOf(first)).toBe(first)
    expect(await meldingOf(second)).toBe(first)
    const third = await post(['J.P.', 'Boer, de'], { oin: lageLand })
    expect(await group()).toBe(1)
    expect(await meldingOf(third)).toBe(first)
    expect(await group()).toBe(0)
  })

  test('makes twelve meldingen of twelve students at one address', async () => {
    const ids = []
    for (const voorletters of FIRST_NAMES) ids.push(await post([voorletters, 'Bos']))
    expect(await group()).toBe(12)
    const places = await Promise.all(ids.map(meldingOf))
    expect(new Set(places)).toEqual(new Set(ids))
  })

  test('keeps of a placed signal the index of its own month only, and no name in it', async () => {
    house.setClock('2026-10-05T09:00:00Z')
    await post(['J.', 'Boer'])
    await group()
    house.setClock('2026-11-05T09:00:00Z')
    await post(['J.', 'Boer'])
    const [waiting] = await rows(sql<{ text: string }>`select w::text as text from matchwacht w`)
    expect(waiting?.text).toContain('2026-10')
    await group()
    expect(await count('matchwacht')).toBe(0)
    const kept = await rows(
      sql<{
        sleutelmaand: string
        n: number
      }>`select sleutelmaand, count(*)::int as n from matchindex group by 1 order by 1`,
    )
    expect(kept).toEqual([
      { sleutelmaand: '2026-10', n: 3 },
      { sleutelmaand: '2026-11', n: 3 },
    ])
    const texts = await rows(sql<{ text: string }>`select i::text as text from matchindex i`)
    for (const { text } of texts) expect(text).not.toMatch(/boer|6811/i)
  })

  test('tells a later month from the earlier one, and forgets it with its key', async () => {
    const names = ['J.', 'Boer'] as const
    const may = await post(names, { signaaldatum: '2026-11-03' })
    await group()
    house.setClock('2027-05-03T09:00:00Z')
    const inWindow = await post(names)
    await group()
    expect(await vorigeOf(inWindow)).toBe(may)
    expect(await meldingOf(inWindow)).toBe(inWindow)

    house.setClock('2027-06-01T09:00:00Z')
    const outcome = await house.sweep()
    expect(outcome?.aantallen).toMatchObject({ matchindexen: 0, meldingen: 1 })
    expect((await house.bench.keyring.matchKeys()).map(({ month }) => month)).toEqual(['2027-05'])
    expect(await vorigeOf(inWindow)).toBeNull()
  })

  test('matches nothing older than the window, though its rows should still be there', async () => {
    const names = ['J.', 'Boer'] as const
    await post(names)
    await group()
    house.setClock('2027-06-01T09:00:00Z')
    const later = await post(names)
    await group()
    expect(await count('matchindex')).toBe(6)
    expect(await vorigeOf(later)).toBeNull()
  })

  test('ends an index with its signal, and a melding with its last one', async () => {
    const names = ['J.', 'Boer'] as const
    const [kept, gone, collected] = [await post(names), await post(names), await post(names)]
    await group()
    expect(await count('matchindex')).toBe(9)
    await house.withdraw(gone, 'betaald')
    expect(await count('matchindex')).toBe(6)
    await house.collectOne(collected)
    await house.withdraw(collected, 'betaald')
    expect(await count('matchindex')).toBe(3)
    await house.withdraw(kept, 'betaald')
    expect(await count('matchindex')).toBe(0)
    expect((await house.sweep())?.aantallen.meldingen).toBe(0)
    expect(await meldingOf(collected)).toBe(kept)
  })

  test('joins what is worked on in an earlier month, opens with it, and is told; after its end it begins another', async () => {
    const names = ['J.', 'Boer'] as const
    const first = await post(names)
    await house.collectOne(first)
    house.setClock('2026-12-03T09:00:00Z')
    const december = { signaaldatum: '2026-12-03' }
    const joined = await post(names, { ...december, oin: lageLand })
    await group()
    expect(await meldingOf(joined)).toBe(first)
    expect((await house.feed()).gebeurtenissen).toMatchObject([
      { soort: 'toegevoegd', signaalId: joined, versie: 1 },
    ])
    expect((await house.workList()).totaal).toBe(0)
    const opened = await house.collectOneChosen(joined)
    expect([opened.id, opened.signalen.map(({ id }) => id)]).toEqual([first, [first, joined]])
    await asSuperuser(house.database, (pool) =>
      sql`update melding set toestand = 'afgesloten' where id = ${first}`.execute(pool),
    )
    const next = await post(names, december)
    await group()
    expect([await meldingOf(next), await vorigeOf(next)]).toEqual([next, first])
    expect((await house.workList()).totaal).toBe(1)
    expect((await house.feed()).gebeurtenissen).toHaveLength(1)
  })

  test('tells nobody else of who joined: no line of another municipality, and its sender reads what any sender reads', async () => {
    const names = ['J.', 'Boer'] as const
    await house.collectOne(await post(names))
    const [joined, other] = [
      await post(names, { oin: lageLand }),
      await post(['K.', 'Vos'], { oin: lageLand }),
    ]
    await group()
    expect((await house.feed(undefined, tilburg)).gebeurtenissen).toEqual([])
    const [one, two] = [await house.stateOf(joined, lageLand), await house.stateOf(other, lageLand)]
    expect({ ...one, id: '', kenmerk: '', ontvangstbewijs: '', aangeleverdTijdstip: '' }).toEqual({
      ...two,
      id: '',
      kenmerk: '',
      ontvangstbewijs: '',
      aangeleverdTijdstip: '',
    })
  })

  test('a melding that ends while a signal is about to join it takes it no more', async () => {
    const names = ['J.', 'Boer'] as const
    const first = await post(names)
    await house.collectOne(first)
    const second = await post(names, { oin: lageLand })
    await Promise.all([
      group(),
      asSuperuser(house.database, (pool) =>
        sql`update melding set toestand = 'afgesloten' where id = ${first}`.execute(pool),
      ),
    ])
    const place = await meldingOf(second)
    const feed = (await house.feed()).gebeurtenissen.length
    expect([
      [first, 1],
      [second, 0],
    ]).toContainEqual([place, feed])
  })

  describe('what a municipality collects', () => {
    const names = ['J.', 'Boer'] as const
    const shapes = async (): Promise<readonly unknown[]> =>
      (await house.collect()).map(({ id, soort, toestand, signalen }) => [
        id,
        soort,
        toestand,
        signalen.map((one) => one.id),
      ])

    test('is one melding of two creditors, without waiting for the step, and each of twelve students apart', async () => {
      const first = await post(names)
      const second = await post(names, { oin: lageLand })
      expect(await shapes()).toEqual([[first, 'meervoudig', 'open', [first, second]]])
      const students = []
      for (const voorletters of FIRST_NAMES) students.push(await post([voorletters, 'Bos']))
      const apart = students.map((id) => [id, 'enkelvoudig', 'open', [id]])
      expect((await shapes()).slice(1)).toEqual(apart)
    })

    test('counts one creditor once, and none that withdrew', async () => {
      const first = await post(names)
      await post(names)
      const theirs = await post(names, { oin: lageLand })
      expect((await house.collect())[0]?.soort).toBe('meervoudig')
      await house.withdraw(theirs, 'betaald', lageLand)
      expect((await house.collectOne(first)).soort).toBe('enkelvoudig')
    })

    test('follows an earlier month while a signal of that lives', async () => {
      const earlier = await post(names)
      house.setClock('2026-12-03T09:00:00Z')
      const later = await post(names)
      expect((await house.collectOne(later)).soort).toBe('opeenvolgend')
      expect((await house.collectOne(earlier)).soort).toBe('enkelvoudig')
      await house.withdraw(earlier, 'ten-onrechte')
      expect((await house.collectOne(later)).soort).toBe('enkelvoudig')
    })

    test('keeps its id, and is found by that of any of its signals', async () => {
      const first = await post(names)
      expect((await house.collectOne(first)).id).toBe(first)
      const second = await post(names, { oin: lageLand })
      expect(await house.collectOne(second)).toMatchObject({ id: first, toestand: 'open' })
      await house.withdraw(first, 'betaald')
      const left = await house.collectOne(second)
      expect(left).toMatchObject({ id: first, soort: 'enkelvoudig' })
    })

    test('leaves a signal that joined after the collection to be collected and confirmed by itself', async () => {
      const first = await post(names)
      await house.collect()
      const second = await post(names, { oin: lageLand })
      await house.confirm(first)
      expect(await house.stateOf(first)).toMatchObject({ toestand: 'ontvangen' })
      expect(await house.stateOf(second, lageLand)).toMatchObject({ toestand: 'aangeleverd' })
      expect(await shapes()).toEqual([[first, 'meervoudig', 'open', [second]]])
      await house.confirm(first)
      expect(await shapes()).toEqual([])
      expect(await house.collectOne(first)).toMatchObject({ toestand: 'ontvangen' })
    })

    test('pages by meldingen', async () => {
      for (const voorletters of ['A.', 'B.', 'C.', 'A.'])
        await post([voorletters, 'Bos'], { oin: voorletters === 'B.' ? lageLand : linde })
      expect((await house.collect()).map(({ signalen }) => signalen.length)).toEqual([2, 1, 1])
    })
  })

  test('drops what was withdrawn before its turn', async () => {
    const id = await post(['J.', 'Boer'])
    await house.withdraw(id, 'betaald')
    expect(await group()).toBe(0)
    expect([await count('matchwacht'), await count('melding')]).toEqual([0, 0])
  })

  test('places a corrected signal anew: with its person, or apart under a name of its own', async () => {
    const first = await post(['J.', 'Boer'], { kenmerk: 'A' })
    const second = await post(['J.', 'Boer'], { kenmerk: 'B' })
    await group()
    await post(['J.P.', 'de Boer'], { kenmerk: 'A' })
    expect(await meldingOf(first)).toBeNull()
    await group()
    expect(await meldingOf(first)).toBe(first)
    await post(['K.', 'Vos'], { kenmerk: 'A' })
    await group()
    expect(await meldingOf(second)).toBe(first)
    const own = await meldingOf(first)
    expect(own).not.toBe(first)
    expect(own).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('places each signal once when two steps run at once', async () => {
    const ids = []
    for (const voorletters of ['J.', 'J.P.', 'J.', 'K.'])
      ids.push(await post([voorletters, 'Boer']))
    const done = await Promise.all([group(), group(), group()])
    expect(done.reduce((sum, one) => sum + one)).toBe(4)
    expect(new Set(await Promise.all(ids.map(meldingOf))).size).toBe(2)
  })

  test('shows a sender nothing: no state, no column, no table tells that others stand beside it', async () => {
    const alone = await post(['K.', 'Vos'])
    const shared = await post(['J.', 'Boer'])
    await post(['J.', 'Boer'], { oin: lageLand })
    const before = [await house.stateOf(alone), await house.stateOf(shared)]
    await group()
    expect([await house.stateOf(alone), await house.stateOf(shared)]).toEqual(before)
    const asLinde = { role: 'gw_aanlevering', oin: linde } as const
    for (const statement of [
      sql`select melding_id from signaal`,
      sql`select * from melding`,
      sql`select waarde from matchindex`,
      sql`select gemeentecode from matchwacht`,
    ])
      await expect(
        house.database.db.transaction(asLinde, (tx) => statement.execute(tx)),
      ).rejects.toThrow(/permission denied/)
    const seen = await house.database.db.transaction(asLinde, (tx) =>
      sql<{ oin: string }>`select distinct oin from matchindex`.execute(tx),
    )
    expect(seen.rows).toEqual([{ oin: linde }])
  })

  test('reads one municipality at a time, and no field', async () => {
    await post(['J.', 'Boer'])
    await group()
    const elsewhere = { role: 'gw_matching', gemeenten: [] } as const
    const read = await house.database.db.transaction(elsewhere, (tx) =>
      sql`select id from signaal union all select id from melding union all select signaal_id from matchindex`.execute(
        tx,
      ),
    )
    expect(read.rows).toEqual([])
    for (const table of ['verzegeld', 'kenmerk', 'ontvangstbewijs', 'gebeurtenis_detail'])
      await expect(
        house.database.db.transaction(asGrouping, (tx) =>
          sql`select * from ${sql.table(table)}`.execute(tx),
        ),
      ).rejects.toThrow(/permission denied/)
  })
})
