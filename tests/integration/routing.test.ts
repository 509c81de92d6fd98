import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { STREETS } from '../../src/development/streets.ts'
import { Gemeentecode, Oin } from '../../src/model/ids.ts'
import { findAdressen, findPostcode, insertAdressen } from '../../src/routing/adres.store.ts'
import { type Bestemming, route } from '../../src/routing/route.ts'
import { engines, type TestDatabase } from '../support/databases.ts'

const linde = Oin.parse('00000099000000001000')
const DAY = '2026-11-03'

describe.each(engines)('routing on $name', (engine) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await engine.open()
    await database.db.transaction({ role: 'gw_beheer' }, (tx) => insertAdressen(tx, STREETS))
  })
  afterAll(() => database.close())

  const routeOf = (postcode: string, huisnummer: number): Promise<Bestemming | undefined> =>
    database.db.transaction({ role: 'gw_aanlevering', oin: linde }, async (tx) =>
      route(await findPostcode(tx, postcode), huisnummer, DAY, []),
    )

  test('finds Lindelaan 12 in Arnhem', async () => {
    expect(await routeOf('6811AB', 12)).toEqual({
      gemeentecode: '0202',
      wijkcode: 'WK020201',
      opmerkingen: [],
    })
  })

  test('flags a new number in Arnhem, and knows none on the border', async () => {
    expect((await routeOf('6811AB', 13))?.opmerkingen).toEqual(['adres-niet-gevonden'])
    expect((await routeOf('5126LM', 1))?.gemeentecode).toBe('0855')
    expect((await routeOf('5126LM', 2))?.gemeentecode).toBe('0758')
    expect(await routeOf('5126LM', 21)).toBeUndefined()
    expect(await routeOf('9999ZZ', 1)).toBeUndefined()
  })

  test('answers of many at once what it answers of each alone, on every day', async () => {
    const [first] = STREETS
    if (first === undefined) throw new Error('no streets')
    const moved = { ...first, postcode: '6899YY', huisnummer: 1 }
    await database.db.transaction({ role: 'gw_beheer' }, (tx) =>
      insertAdressen(tx, [
        { ...moved, tot: '2026-01-01' },
        { ...moved, gemeentecode: Gemeentecode.parse('0855'), vanaf: '2026-01-01' },
        { ...moved, huisnummer: 3, vanaf: '2027-01-01' },
      ]),
    )
    const asked = [
      ...[12, 13, 61].map((huisnummer) => ({ postcode: '6811AB', huisnummer })),
      ...[1, 2, 21].map((huisnummer) => ({ postcode: '5126LM', huisnummer })),
      ...[1, 3, 4].map((huisnummer) => ({ postcode: '6899YY', huisnummer })),
      { postcode: '9999ZZ', huisnummer: 1 },
    ]
    for (const dag of ['2020-06-01', '2025-12-31', '2026-01-01', DAY, '2027-01-01'])
      await database.db.transaction({ role: 'gw_aanlevering', oin: linde }, async (tx) => {
        const rowsOf = await findAdressen(tx, asked, dag)
        for (const adres of asked) {
          const alone = route(await findPostcode(tx, adres.postcode), adres.huisnummer, dag, [])
          expect(route(rowsOf(adres), adres.huisnummer, dag, [])).toEqual(alone)
        }
      })
  })

  test('takes the same list twice, and a long one, and keeps the first row of an address', async () => {
    const [first] = STREETS
    if (first === undefined) throw new Error('no streets')
    const long = Array.from({ length: 12_000 }, (_, i) => ({
      ...first,
      postcode: '6899ZZ',
      huisnummer: i + 1,
      tot: '2026-11-03',
    }))
    await database.db.transaction({ role: 'gw_beheer' }, async (tx) => {
      await insertAdressen(tx, STREETS)
      await insertAdressen(tx, long)
      await insertAdressen(tx, [{ ...first, gemeentecode: '0758' as typeof first.gemeentecode }])
    })
    expect((await routeOf(first.postcode, first.huisnummer))?.gemeentecode).toBe('0202')
    expect(await routeOf('6899ZZ', 12_000)).toBeUndefined()
  })

  test('only gw_beheer writes the table', async () => {
    for (const role of ['gw_aanlevering', 'gw_aflevering', 'gw_identiteit'] as const)
      await expect(
        database.db.transaction({ role, oin: linde }, (tx) => insertAdressen(tx, STREETS)),
      ).rejects.toThrow(/permission denied/)
  })
})
