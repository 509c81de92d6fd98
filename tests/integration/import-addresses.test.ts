import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { generateAddressFile } from '../../src/development/address-file.ts'
import type { Adresuitkomst } from '../../src/model/adresinvoer.ts'
import { Beheerweigering } from '../../src/model/beheer.ts'
import type { Dag } from '../../src/model/ids.ts'
import { findPostcode } from '../../src/routing/adres.store.ts'
import { setOpvolging } from '../../src/routing/gemeente.store.ts'
import { type Bestemming, route } from '../../src/routing/route.ts'
import { anAddressFile, importDeps, importText, type Line } from '../support/address-files.ts'
import { engines, type TestDatabase } from '../support/databases.ts'

const AT = new Date('2027-09-15T10:00:00Z')
const FIRST: Dag = '2026-08-01'
const NEXT: Dag = '2027-08-01'

const lines: readonly Line[] = [
  '6811AB 12 02020101',
  '6811AB 14 02020101',
  '6871RS 1 02740101',
  '5126LM 1 08550901',
  '5126LM 2 07580901',
]
/** 14 became another neighbourhood, 6871RS went over to Arnhem, 5126LM 2 is gone, 6811AB 16 is new. */
const nextLines: readonly Line[] = [
  '6811AB 12 02020101',
  '6811AB 14 02020105',
  '6811AB 16 02020101',
  '6871RS 1 02020301',
  '5126LM 1 08550901',
]

describe.each(engines)('reading in a file of addresses on $name', (engine) => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await engine.open()
  })
  afterEach(() => database.close())

  const read = (
    text: string,
    peildatum: Dag,
    options?: Parameters<typeof importText>[3],
  ): Promise<Adresuitkomst> => importText(importDeps(database.db, AT), text, peildatum, options)

  const routeOf = (
    postcode: string,
    huisnummer: number,
    dag: Dag,
  ): Promise<Bestemming | undefined> =>
    database.db.transaction({ role: 'gw_aanlevering' }, async (tx) =>
      route(await findPostcode(tx, postcode), huisnummer, dag, []),
    )

  const seen = async <T>(statement: ReturnType<typeof sql<T>>): Promise<readonly T[]> =>
    database.db.transaction({ role: 'gw_beheer' }, async (tx) => (await statement.execute(tx)).rows)

  /** Everything in the table, and how much waits beside it. */
  const state = async (): Promise<unknown> => ({
    adressen: await seen(sql`select * from adres_gemeente order by postcode, huisnummer, vanaf`),
    bestanden: await seen(sql`select peildatum, adressen from adresbestand order by volgnummer`),
    wachtend: await seen(sql`select count(*)::integer as n from adres_invoer`),
  })

  const events = async (): Promise<readonly unknown[]> =>
    (
      await database.db.transaction({ role: 'gw_log' }, (tx) =>
        sql<{
          detail: unknown
        }>`select detail from gebeurtenis_detail order by gebeurtenis_id`.execute(tx),
      )
    ).rows.map(({ detail }) => detail)

  test('begins every address on the day of the file, and records it', async () => {
    const outcome = await read(anAddressFile(lines), FIRST)
    expect(outcome).toMatchObject({
      ...{ uitkomst: 'ingelezen', adressen: 5, dubbel: 0, nieuw: 5, gewijzigd: 0, beeindigd: 0 },
      nieuweGemeenten: ['0202', '0274', '0758', '0855'],
    })
    expect(await routeOf('6811AB', 12, FIRST)).toMatchObject({
      gemeentecode: '0202',
      wijkcode: 'WK020201',
    })
    expect(await routeOf('6811AB', 12, '2026-07-31')).toBeUndefined()
    expect(await events()).toMatchObject([
      { soort: 'adresbestand-ingelezen', medewerker: 'bh-7', sha256: outcome.sha256, nieuw: 5 },
    ])
  })

  test('the same file again changes nothing, says so and records nothing', async () => {
    await read(anAddressFile(lines), FIRST)
    const before = await state()
    expect(await read(anAddressFile(lines), FIRST)).toMatchObject({
      ...{ uitkomst: 'ongewijzigd', nieuw: 0, gewijzigd: 0, beeindigd: 0 },
      ...{ nieuweGemeenten: [], verdwenenGemeenten: [] },
    })
    expect(await state()).toEqual(before)
    expect(await events()).toHaveLength(1)
  })

  test('a later file ends what is gone, begins what is new or moved anew, and leaves the rest', async () => {
    await read(anAddressFile(lines), FIRST)
    expect(await read(anAddressFile(nextLines), NEXT)).toMatchObject({
      ...{ uitkomst: 'ingelezen', nieuw: 1, gewijzigd: 2, beeindigd: 1 },
      ...{ nieuweGemeenten: [], verdwenenGemeenten: ['0274', '0758'] },
    })
    const gemeenteOn = async (postcode: string, nummer: number): Promise<unknown> =>
      Promise.all(
        ['2027-07-31', NEXT].map(
          async (dag) => (await routeOf(postcode, nummer, dag))?.gemeentecode,
        ),
      )
    expect(await gemeenteOn('6871RS', 1)).toEqual(['0274', '0202'])
    // Two municipalities shared this postcode; from the day of the file on it lies in one.
    expect(await gemeenteOn('5126LM', 2)).toEqual(['0758', '0855'])
    expect(await gemeenteOn('5126LM', 9)).toEqual([undefined, '0855'])
    expect(
      await seen(
        sql`select vanaf, tot from adres_gemeente where postcode = '6811AB' and huisnummer = 12`,
      ),
    ).toEqual([{ vanaf: FIRST, tot: null }])
  })

  test('an improved file of the same day puts right what that day began', async () => {
    await read(anAddressFile(lines), FIRST)
    expect(await read(anAddressFile(nextLines), FIRST)).toMatchObject({
      ...{ uitkomst: 'ingelezen', nieuw: 1, gewijzigd: 2, beeindigd: 1 },
    })
    expect((await routeOf('6871RS', 1, FIRST))?.gemeentecode).toBe('0202')
    expect((await routeOf('5126LM', 2, FIRST))?.opmerkingen).toEqual(['adres-niet-gevonden'])
    await read(anAddressFile(lines), FIRST)
    expect((await routeOf('5126LM', 2, FIRST))?.gemeentecode).toBe('0758')
  })

  test('names of municipalities come along, and a new name is a change', async () => {
    const naam = (text: string) => [{ gemeentecode: '0202' as never, naam: text }]
    expect(await read(anAddressFile(lines), FIRST, { namen: naam('Arnhem') })).toMatchObject({
      namen: 1,
    })
    expect(await read(anAddressFile(lines), FIRST, { namen: naam('Arnhem') })).toMatchObject({
      uitkomst: 'ongewijzigd',
    })
    expect(await read(anAddressFile(lines), FIRST, { namen: naam('Arnem') })).toMatchObject({
      uitkomst: 'ingelezen',
      namen: 1,
    })
  })

  /** 45,000 lines: three batches. */
  const many = [
    ...generateAddressFile({ adressen: 45_000, gemeenten: ['0202', '0855'], jaar: 2026 }),
  ].join('')

  test('a fault in the last batch leaves the table as it was, and nothing behind', async () => {
    await read(anAddressFile(lines), FIRST)
    const before = await state()
    const refused = read(`${many}6811AB;x;02020101;020201;0202\r\n`, NEXT)
    await expect(refused).rejects.toThrow('regel 45002: huisnummer moet')
    expect(await state()).toEqual(before)
  })

  test('a stream that breaks off or ends early leaves the table as it was', async () => {
    await read(anAddressFile(lines), FIRST)
    const before = await state()
    await expect(read(many, NEXT, { bytes: many.length + 1 })).rejects.toThrow(/niet heel over/)
    const broken = (): Promise<never> => Promise.reject(new Error('connection reset'))
    await expect(read(many, NEXT, { before: broken })).rejects.toThrow('connection reset')
    expect(await state()).toEqual(before)
  })

  test('routing sees the table of before until the import is whole', async () => {
    await read(anAddressFile(lines), FIRST)
    let during: unknown
    await read(many, FIRST, {
      toch: true,
      before: async () => {
        during = [await routeOf('6811AB', 12, NEXT), await routeOf('1000AA', 2, NEXT)]
      },
    })
    expect(during).toMatchObject([{ gemeentecode: '0202' }, undefined])
    expect(await routeOf('6811AB', 12, NEXT)).toBeUndefined()
    expect(await routeOf('1000AA', 2, NEXT)).toMatchObject({
      gemeentecode: '0202',
      opmerkingen: [],
    })
  })

  test('of two at once the one that began last wins whole, and the other is told', async () => {
    let second: Promise<Adresuitkomst> | undefined
    const first = read(many, FIRST, {
      before: async () => {
        second = read(anAddressFile(lines), FIRST)
        await second
      },
    })
    await expect(first).rejects.toThrow(/een andere invoer begon intussen/)
    expect(await second).toMatchObject({ uitkomst: 'ingelezen', nieuw: 5 })
    expect(await seen(sql`select count(*)::integer as n from adres_gemeente`)).toEqual([{ n: 5 }])
  })

  test('an address twice counts once; in two municipalities it is refused with both lines', async () => {
    const twice = anAddressFile([...lines, '6811AB 12 02020105', '6811AB 12 02020101'])
    expect(await read(twice, FIRST)).toMatchObject({ adressen: 5, dubbel: 2 })
    expect(await routeOf('6811AB', 12, FIRST)).toMatchObject({ wijkcode: 'WK020201' })
    const refused = read(anAddressFile([...lines, '6811AB 12 08550101']), FIRST)
    await expect(refused).rejects.toThrow('regel 7: zelfde postcode en huisnummer als regel 2')
  })

  test('an older file, one far ahead, and one that shrank are refused with what to do', async () => {
    await read(many, FIRST)
    const before = await state()
    await expect(read(many, '2026-07-31')).rejects.toThrow(/ouder dan het laatst ingelezen bestand/)
    await expect(read(many, '2072-08-01')).rejects.toThrow(/meer dan een half jaar vooruit/)
    const part = `${many.split('\r\n').slice(0, 42_000).join('\r\n')}\r\n`
    await expect(read(part, NEXT)).rejects.toThrow(/telt 41999 adressen, het vorige 45000.+--toch/)
    expect(await state()).toEqual(before)
    expect(await read(part, NEXT, { toch: true })).toMatchObject({ beeindigd: 3_001 })
    expect(await events()).toContainEqual(
      expect.objectContaining({ peildatum: NEXT, ondanksDaling: true }),
    )
  })

  test('a file that still has a merged municipality is refused', async () => {
    await database.db.transaction({ role: 'gw_beheer' }, (tx) =>
      setOpvolging(tx, '0274' as never, { opvolger: '0202' as never, vanaf: '2026-01-01' }),
    )
    const refused = read(anAddressFile(lines), FIRST)
    await expect(refused).rejects.toThrow(/gemeente 0274, die op 2026-01-01 opging in 0202/)
    await expect(refused).rejects.toThrow(Beheerweigering)
  })

  test('only gw_beheer comes near the files; whoever routes reads mergers and no more', async () => {
    for (const role of [
      'gw_aanlevering',
      'gw_aflevering',
      'gw_identiteit',
      'gw_bewaring',
      'gw_toezicht',
      'gw_openbaar',
    ] as const)
      for (const table of ['adres_invoer', 'adres_invoer_kop', 'adresbestand'])
        await expect(
          database.db.transaction({ role }, (tx) =>
            sql`select from ${sql.table(table)}`.execute(tx),
          ),
        ).rejects.toThrow(/permission denied/)
    await expect(
      database.db.transaction({ role: 'gw_aanlevering' }, (tx) =>
        setOpvolging(tx, '0274' as never, undefined),
      ),
    ).rejects.toThrow(/permission denied/)
    await expect(
      database.db.transaction({ role: 'gw_beheer' }, (tx) =>
        sql`delete from adres_gemeente`.execute(tx),
      ),
    ).rejects.toThrow(/permission denied/)
  })

  test.runIf(engine.name === 'PostgreSQL')('a postcode is still found by index', async () => {
    await read(many, FIRST)
    await database.owner.exec('analyze adres_gemeente')
    const { rows } = await database.db.transaction({ role: 'gw_aanlevering' }, (tx) =>
      sql<{
        'QUERY PLAN': string
      }>`explain select postcode, huisnummer, gemeentecode, wijkcode, buurtcode, vanaf, tot
        from adres_gemeente where postcode = '1000AA'`.execute(tx),
    )
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toMatch(/Index.+adres_gemeente_pkey/)
    expect(plan).not.toContain('Seq Scan')
  })
})
