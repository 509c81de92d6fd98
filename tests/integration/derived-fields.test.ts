/** What is derived of a signal stands on its coded row, for its municipality; whoever sent it is told that it was derived and never reads it back. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SignaalId } from '../../src/model/ids.ts'
import { asSuperuser } from '../support/audit-log.ts'
import { engines } from '../support/databases.ts'
import { type House, openHouse, tilburg } from '../support/house.ts'
import { arnhem, linde } from '../support/sealed-signals.ts'

type Row = {
  readonly soort: string | null
  readonly crisis: boolean | null
  readonly bedragklasse: string | null
  readonly leeftijdsklasse: string | null
  readonly wijkcode: string | null
}

const COLUMNS = ['soort', 'crisis', 'bedragklasse', 'leeftijdsklasse', 'wijkcode'] as const
const NOTHING: Row = {
  soort: null,
  crisis: null,
  bedragklasse: null,
  leeftijdsklasse: null,
  wijkcode: null,
}

describe.each(engines)('derived fields on $name', (engine) => {
  let house: House
  beforeAll(async () => {
    house = await openHouse(await engine.open())
  })
  afterAll(() => house.close())

  const rowOf = (id: SignaalId): Promise<Row | undefined> =>
    asSuperuser(house.database, (pool) =>
      pool.selectFrom('signaal').select(COLUMNS).where('id', '=', id).executeTakeFirst(),
    )

  test('stand on the coded row, and verdict and event name them without a value', async () => {
    const { id, besluit } = await house.post({ crisissignaal: true })
    expect(await rowOf(id)).toEqual({
      soort: 'huur',
      crisis: true,
      bedragklasse: '50000-100000',
      leeftijdsklasse: '60-100',
      wijkcode: 'WK020201',
    })
    expect(besluit.velden.filter(({ uitkomst }) => uitkomst === 'vergroofd')).toEqual([
      { veld: 'signaalsoort', uitkomst: 'vergroofd', grondslag: ['wgs-art-8b'] },
      { veld: 'crisisvlag', uitkomst: 'vergroofd', grondslag: ['wgs-art-4', 'wgs-art-8b'] },
      { veld: 'achterstand.bedragklasse', uitkomst: 'vergroofd', grondslag: ['wgs-art-8b'] },
      { veld: 'achterstand.leeftijdsklasse', uitkomst: 'vergroofd', grondslag: ['wgs-art-8b'] },
      { veld: 'adres.wijk', uitkomst: 'vergroofd', grondslag: ['wgs-art-8b'] },
    ])
    expect(await house.events('signaal-aanvaard')).toContainEqual(
      expect.objectContaining({
        signaalId: id,
        velden: expect.objectContaining({
          vergroofd: [
            'signaalsoort',
            'crisisvlag',
            'achterstand.bedragklasse',
            'achterstand.leeftijdsklasse',
            'adres.wijk',
          ],
        }) as unknown,
        voorwaarden: expect.objectContaining({ wijkBekend: true }) as unknown,
      }),
    )
  })

  test('a house number that the table does not know has no district where the postcode lies in one: it has that one', async () => {
    const known = await house.post({ adres: { huisnummer: 61 } })
    expect((await rowOf(known.id))?.wijkcode).toBe('WK020201')
  })

  test('below the threshold of the municipality nothing is derived', async () => {
    const { id, besluit } = await house.post({
      adres: { straatnaam: 'Wevershof', huisnummer: 9, postcode: '5011EF', plaatsnaam: 'Tilburg' },
      achterstand: { bedragInCenten: 4_800 },
    })
    expect(besluit.ontvanger?.gemeentecode).toBe(tilburg)
    expect(await rowOf(id)).toEqual(NOTHING)
    expect(besluit.velden.some(({ uitkomst }) => uitkomst === 'vergroofd')).toBe(false)
  })

  test('a correction derives anew', async () => {
    const { id } = await house.post({ kenmerk: 'D-1' })
    await house.post({ kenmerk: 'D-1', achterstand: { bedragInCenten: 6_000 } })
    expect((await rowOf(id))?.bedragklasse).toBe('5000-7500')
  })

  test('an objection after collection empties them where the row stays, a payment does not', async () => {
    const [objected, paid] = [await house.post(), await house.post()]
    await house.collect()
    await house.withdraw(objected.id, 'bezwaar')
    await house.withdraw(paid.id, 'betaald')
    expect(await rowOf(objected.id)).toEqual(NOTHING)
    expect((await rowOf(paid.id))?.bedragklasse).toBe('50000-100000')
  })

  test('end with the coded row', async () => {
    const { id } = await house.post()
    house.setClock('2027-05-04T02:00:00Z')
    await house.sweep()
    expect(await rowOf(id)).toBeUndefined()
    house.setClock('2026-11-03T09:00:00Z')
  })

  test('the municipality reads them; the sender may not, not even of its own signal', async () => {
    await house.post()
    const { db } = house.database
    const read = { role: 'gw_aflevering', gemeenten: [arnhem] } as const
    const seen = await db.transaction(read, (tx) =>
      tx.selectFrom('signaal').select('wijkcode').where('wijkcode', 'is not', null).execute(),
    )
    expect(seen.length).toBeGreaterThan(0)
    for (const column of COLUMNS)
      await expect(
        db.transaction({ role: 'gw_aanlevering', oin: linde }, (tx) =>
          sql`select ${sql.ref(column)} from signaal`.execute(tx),
        ),
      ).rejects.toThrow(/permission denied/)
    const own = await db.transaction({ role: 'gw_aanlevering', oin: linde }, (tx) =>
      tx.selectFrom('signaal').select('signaaltype').execute(),
    )
    expect(own.length).toBeGreaterThan(0)
    const other = await db.transaction({ role: 'gw_aflevering', gemeenten: [tilburg] }, (tx) =>
      tx.selectFrom('signaal').select('wijkcode').where('wijkcode', 'is not', null).execute(),
    )
    expect(other).toEqual([])
  })
})
