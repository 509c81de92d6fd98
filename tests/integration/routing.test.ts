import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { STREETS } from '../../src/development/streets.ts'
import { Oin } from '../../src/model/ids.ts'
import { findPostcode, insertAdressen } from '../../src/routing/adres.store.ts'
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
