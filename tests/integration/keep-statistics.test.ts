/** An embedded store has no autovacuum: the gateway itself sees to it that the planner knows its tables. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepStatistics } from '../../src/db/keep-statistics.ts'
import { EMBEDDED, type TestDatabase } from '../support/databases.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await EMBEDDED.open()
})
afterAll(() => database.close())

const grow = (rows: number, from: number): Promise<void> =>
  database.owner.exec(`reset role;
    insert into gebeurtenis (id, commitment)
      select ('019a0c3e-5b7a-7c41-9d2e-' || lpad(n::text, 12, '0'))::uuid, sha256(n::text::bytea)
      from generate_series(${from}, ${from + rows - 1}) n;
    set role gw_login`)

const knownRows = async (): Promise<number> => {
  const { rows } = await sql<{ reltuples: number }>`
    select reltuples from pg_class where relname = 'gebeurtenis'`.execute(database.owner.pool)
  return rows[0]?.reltuples ?? 0
}

const keep = (): Promise<number> => keepStatistics(database.owner.pool)

test('a table is looked at when it grew, once, and again when it has doubled', async () => {
  await keep()
  expect(await knownRows()).toBeLessThan(1)
  await grow(3_000, 1)
  expect(await keep()).toBe(1)
  expect(await knownRows()).toBe(3_000)
  await grow(300, 3_001)
  expect(await keep()).toBe(0)
  await grow(4_000, 3_301)
  expect(await keep()).toBe(1)
  expect(await knownRows()).toBe(7_300)
})

test('and the session is as powerless afterwards as it was before', async () => {
  await grow(20_000, 100_000)
  expect(await keep()).toBe(1)
  const { rows } = await sql<{ who: string }>`select current_user as who`.execute(
    database.owner.pool,
  )
  expect(rows).toEqual([{ who: 'gw_login' }])
  await expect(sql`select * from gebeurtenis`.execute(database.owner.pool)).rejects.toThrow(
    /permission denied/,
  )
})
