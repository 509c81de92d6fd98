import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Gemeentecode, Oin } from '../../src/model/ids.ts'
import { engines, type TestDatabase } from '../support/databases.ts'

const arnhem = Gemeentecode.parse('0202')
const linde = Oin.parse('00000099000000001000')

const bytes = (...values: readonly number[]): Uint8Array => new Uint8Array(values)

describe.each(engines)('the store on $name', (engine) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await engine.open()
  })
  afterAll(() => database.close())

  test('a session without a role may do nothing', async () => {
    const bare = database.kind === 'pglite' ? database.owner.pool : null
    if (bare !== null)
      await expect(sql`select oin from deelnemer`.execute(bare)).rejects.toThrow(
        /permission denied/,
      )
    await expect(
      database.db.transaction({ role: 'gw_log' }, (tx) =>
        tx.selectFrom('deelnemer').select('oin').execute(),
      ),
    ).rejects.toThrow(/permission denied/)
  })

  test.each<{ readonly values: readonly (Uint8Array | null)[] }>([
    { values: [bytes(0, 255, 92), bytes(), bytes(...Array(300).keys())] },
    { values: [null, bytes(1), null] },
    { values: [null] },
    { values: [] },
  ])('an array of bytes is stored as it was given: $values', async ({ values }) => {
    await database.db.transaction({ role: 'gw_log' }, async (tx) => {
      const { rows } = await sql<{ all: (Uint8Array | null)[]; one: Uint8Array | null }>`
        select ${values}::bytea[] as all, (${values}::bytea[])[1] as one`.execute(tx)
      const plain = values.map((one) => one && [...one])
      expect(rows[0]?.all.map((one) => one && [...one])).toEqual(plain)
      expect(rows[0]?.one && [...rows[0].one]).toEqual(plain[0] ?? null)
    })
  })

  test.each<{ readonly values: readonly (string | null)[] }>([
    { values: ['', ' ', ',', '{}', 'NULL', 'null', "d'Arc", 'één\n\ttwee'] },
    { values: ['"', '\\', '\\"', '\\\\x00', '"a","b"', '$&'] },
    { values: [null, 'a', null] },
    { values: [] },
  ])('an array of texts is stored as it was given: $values', async ({ values }) => {
    await database.db.transaction({ role: 'gw_log' }, async (tx) => {
      const { rows } = await sql<{ all: (string | null)[] }>`
        select ${values}::text[] as all`.execute(tx)
      expect(rows[0]?.all).toEqual(values)
    })
  })

  test('dates come as text, bigint as number, arrays of bytes as bytes', async () => {
    await database.db.transaction({ role: 'gw_aanlevering', oin: linde }, async (tx) => {
      await tx
        .insertInto('bewaarsleutel')
        .values({
          gemeentecode: arnhem,
          vervaldatum: '2027-05-03',
          volgnummer: 1,
          toestand: 'open',
        })
        .execute()
      await tx
        .insertInto('signaal')
        .values({
          gemeentecode: arnhem,
          id: '019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e',
          versie: 1,
          oin: linde,
          ingediend_door: linde,
          signaaltype: 'huur',
          aangeleverd_tijdstip: new Date('2026-11-03T09:00:00Z'),
          ontvangen_tijdstip: null,
          beleid_id: 'wet/huur@1',
          beleid_hash: '00',
          voorwaarden: JSON.stringify({ a: true }),
          vervaldatum: '2027-05-03',
        })
        .execute()
      await tx
        .insertInto('verzegeld')
        .values({
          gemeentecode: arnhem,
          signaal_id: '019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e',
          versie: 1,
          vervaldatum: '2027-05-03',
          volgnummer: 1,
          oin: linde,
          velden: ['klantnummer', 'adres.postcode'],
          doelen: ['hulpaanbod', 'controle,hulpaanbod'],
          waarden: [new Uint8Array([1, 2]), new Uint8Array([3])],
          dozen: [new Uint8Array([4]), new Uint8Array([])],
        })
        .execute()
      const row = await tx.selectFrom('verzegeld').selectAll().executeTakeFirstOrThrow()
      expect(row.vervaldatum).toBe('2027-05-03')
      expect(row.waarden.map((bytes) => [...bytes])).toEqual([[1, 2], [3]])
      expect(row.dozen.map((bytes) => [...bytes])).toEqual([[4], []])
      expect(row.velden).toEqual(['klantnummer', 'adres.postcode'])
      const signal = await tx
        .selectFrom('signaal')
        .select(['aangeleverd_tijdstip', 'voorwaarden'])
        .executeTakeFirstOrThrow()
      expect(signal).toEqual({
        aangeleverd_tijdstip: new Date('2026-11-03T09:00:00Z'),
        voorwaarden: { a: true },
      })
    })
    await database.db.transaction({ role: 'gw_log' }, async (tx) => {
      expect(await tx.selectFrom('log_kop').select(['grootte', 'nummer']).execute()).toEqual([
        { grootte: 0, nummer: 1 },
      ])
    })
  })

  test('a transaction inside a transaction fails by name instead of waiting for itself', async () => {
    await expect(
      database.db.transaction({ role: 'gw_log' }, () =>
        database.db.transaction({ role: 'gw_log' }, async () => 1),
      ),
    ).rejects.toThrow('inside a transaction')
  })

  test('twenty transactions at once all succeed', async () => {
    const counts = await Promise.all(
      Array.from({ length: 20 }, () =>
        database.db.transaction(
          { role: 'gw_log' },
          async (tx) => (await tx.selectFrom('log_kop').selectAll().execute()).length,
        ),
      ),
    )
    expect(counts).toEqual(Array.from({ length: 20 }, () => 1))
  })
})
