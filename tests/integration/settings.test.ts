import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPostgres } from '../../src/db/connect.ts'
import { findWrongSettings } from '../../src/db/settings.ts'
import { engines, type TestDatabase } from '../support/databases.ts'

describe.each(engines)('the settings of $name', (engine) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await engine.open()
  })
  afterAll(() => database.close())

  test('are what shredding needs', async () => {
    expect(await findWrongSettings(database.owner)).toEqual([])
  })
})

describe.each(engines.filter(({ name }) => name === 'PostgreSQL'))('a careless $name', (engine) => {
  test('is told which setting is wrong, with its remedy', async () => {
    const database = await engine.open()
    const url = database.url?.replace('gw_login', 'eigenaar') ?? ''
    const careless = openPostgres(`${url}&options=${encodeURIComponent('-c log_statement=all')}`, 1)
    expect(await findWrongSettings(careless)).toEqual([
      expect.stringMatching(/^PostgreSQL heeft log_statement = all; nodig is none /),
    ])
    await careless.close()
    await database.close()
  })
})
