import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../src/db/transaction.ts'
import { createRefusalCounter } from '../../src/flows/count-refusals.ts'
import { createLog, START, seededRandom } from '../support/audit-log.ts'
import { engines, type TestDatabase } from '../support/databases.ts'

describe.each(engines)('refusals before identification on $name', (engine) => {
  let database: TestDatabase
  let at: Date
  let storeFails: boolean
  beforeEach(async () => {
    database = await engine.open()
    at = START
    storeFails = false
  })
  afterEach(() => database.close())

  const counter = () => {
    const db: Db = {
      transaction: (scope, work) =>
        database.db.transaction(scope, async (tx) => {
          const result = await work(tx)
          if (storeFails) throw new Error('no store')
          return result
        }),
    }
    return createRefusalCounter({ db, now: () => at, random: seededRandom(21) })
  }
  const recorded = async (): Promise<readonly unknown[]> =>
    database.db.transaction({ role: 'gw_log' }, (tx) =>
      tx
        .selectFrom('gebeurtenis_detail')
        .select(['detail', 'namens', 'vervaldatum'])
        .orderBy(sql`detail->>'minuut'`)
        .orderBy(sql`detail->>'probleem'`)
        .execute(),
    )
  const event = (probleem: string, minuut: string, aantal: number) => ({
    detail: {
      soort: 'onbekenden-geweigerd',
      probleem,
      minuut: `2026-11-03T${minuut}:00.000Z`,
      aantal,
    },
    namens: null,
    vervaldatum: '2027-12-03',
  })

  test('are one event a minute and kind, with a count', async () => {
    const refusals = counter()
    for (let i = 0; i < 1_000; i += 1) refusals.count('certificaat-ontbreekt')
    refusals.count('token-ongeldig')
    at = new Date('2026-11-03T09:01:30Z')
    refusals.count('certificaat-ontbreekt')
    await refusals.flushEndedMinutes()
    const firstMinute = [
      event('certificaat-ontbreekt', '09:00', 1_000),
      event('token-ongeldig', '09:00', 1),
    ]
    expect(await recorded()).toEqual(firstMinute)
    await refusals.flush()
    await refusals.flush()
    expect(await recorded()).toEqual([...firstMinute, event('certificaat-ontbreekt', '09:01', 1)])
    const log = createLog(database)
    await log.append(1)
    await log.publish()
    expect(await log.verify()).toMatchObject({ grootte: 4, bevindingen: [] })
  })

  test('are kept when the store fails, with what came meanwhile, and recorded once it works', async () => {
    const refusals = counter()
    refusals.count('token-ongeldig')
    storeFails = true
    const flushing = refusals.flush()
    refusals.count('token-ongeldig')
    await expect(flushing).rejects.toThrow('no store')
    expect(await recorded()).toEqual([])
    storeFails = false
    await Promise.all([refusals.flush(), refusals.flush()])
    expect(await recorded()).toEqual([event('token-ongeldig', '09:00', 2)])
  })

  test('that never happened make no event', async () => {
    const refusals = counter()
    await refusals.flush()
    await refusals.flushEndedMinutes()
    expect(await recorded()).toEqual([])
  })
})
