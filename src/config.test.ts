import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

describe('readConfig', () => {
  test('needs nothing for a trial', () => {
    const config = readConfig({})
    expect(config).toMatchObject({
      omgeving: 'proef',
      apiPort: 8443,
      webPort: 8444,
      databaseUrl: undefined,
    })
    expect(Object.isFrozen(config)).toBe(true)
  })

  test('names every wrong setting at once, and one that does not exist', () => {
    const wrong = {
      SIGNAALPOORT_POORT: 'acht',
      SIGNAALPOORT_OMGEVING: 'test',
      SIGNAALPOORT_PORT: '1',
    }
    expect(() => readConfig(wrong)).toThrow(ConfigError)
    expect(() => readConfig(wrong)).toThrow(
      /SIGNAALPOORT_PORT bestaat niet.*SIGNAALPOORT_OMGEVING.*SIGNAALPOORT_POORT/,
    )
  })

  test('production refuses the embedded store', () => {
    expect(() => readConfig({ SIGNAALPOORT_OMGEVING: 'productie' })).toThrow(/DATABASE_URL/)
  })
})
