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

  test('certificate policies are OIDs with commas, and production needs one', () => {
    const read = (text: string): ReadonlySet<string> | undefined =>
      readConfig({ SIGNAALPOORT_CERTBELEID_CLIENT: text }).clientPolicies
    expect(read('2.16.528.1.1003.1.2.41.16.25.8, 1.2.3')).toEqual(
      new Set(['2.16.528.1.1003.1.2.41.16.25.8', '1.2.3']),
    )
    expect(read('')).toBeUndefined()
    for (const wrong of ['pkioverheid', '1.2.3,', '3.1', '1'])
      expect(() => read(wrong)).toThrow(/SIGNAALPOORT_CERTBELEID_CLIENT/)
    const production = {
      SIGNAALPOORT_OMGEVING: 'productie',
      DATABASE_URL: 'postgresql://gw_login@localhost/poort',
    }
    expect(() => readConfig(production)).toThrow(/SIGNAALPOORT_CERTBELEID_CLIENT/)
  })

  test('production needs to be told who may approve policies; a trial without them signs itself', () => {
    const production = {
      SIGNAALPOORT_OMGEVING: 'productie',
      DATABASE_URL: 'postgresql://gw_login@localhost/poort',
      SIGNAALPOORT_CERTBELEID_CLIENT: '1.2.3',
    }
    expect(() => readConfig(production)).toThrow(/SIGNAALPOORT_GOEDKEURDERS/)
    const told = readConfig({ ...production, SIGNAALPOORT_GOEDKEURDERS: '/goedkeurders' })
    expect(told).toMatchObject({ approversFolder: '/goedkeurders', signsItself: false })
    expect(readConfig({ SIGNAALPOORT_GOEDKEURDERS: '/goedkeurders' }).signsItself).toBe(false)
    expect(readConfig({ SIGNAALPOORT_CERTS: '/certs' })).toMatchObject({
      approversFolder: '/certs/goedkeurders',
      signsItself: true,
    })
  })

  test('puts the health page one port after the web pages, unless told otherwise', () => {
    const port = (env: Readonly<Record<string, string>>): number => readConfig(env).healthPort
    expect(port({})).toBe(8445)
    expect(port({ SIGNAALPOORT_WEBPOORT: '0' })).toBe(0)
    expect(port({ SIGNAALPOORT_WEBPOORT: '65535' })).toBe(0)
    expect(port({ SIGNAALPOORT_WEBPOORT: '0', SIGNAALPOORT_GEZONDHEIDSPOORT: '9' })).toBe(9)
  })

  test('production refuses the embedded store', () => {
    expect(() => readConfig({ SIGNAALPOORT_OMGEVING: 'productie' })).toThrow(/DATABASE_URL/)
  })

  test('sets the clock of law in a trial only, and to an instant that says its zone', () => {
    expect(readConfig({}).clockStart).toBeUndefined()
    const at = '2026-01-02T09:00:00Z'
    expect(readConfig({ SIGNAALPOORT_KLOK: at }).clockStart).toEqual(new Date(at))
    for (const wrong of ['2026-01-02', '2026-01-02T09:00:00', 'gisteren'])
      expect(() => readConfig({ SIGNAALPOORT_KLOK: wrong })).toThrow(/SIGNAALPOORT_KLOK/)
    const productie = { SIGNAALPOORT_OMGEVING: 'productie', DATABASE_URL: 'postgresql://x/y' }
    expect(() => readConfig({ ...productie, SIGNAALPOORT_KLOK: at })).toThrow(/SIGNAALPOORT_KLOK/)
  })

  test('lets a process die at a named step in a trial only, and at no step that does not exist', () => {
    const read = (text: string): unknown => readConfig({ SIGNAALPOORT_BREEKPUNT: text }).breekpunt
    expect(readConfig({}).breekpunt).toBeUndefined()
    expect(read('kenmerk-geclaimd')).toEqual({ naam: 'kenmerk-geclaimd', keer: 1 })
    expect(read('signalen-gedaan:12')).toEqual({ naam: 'signalen-gedaan', keer: 12 })
    for (const wrong of [
      'gaat-mis',
      'kenmerk-geclaimd:0',
      'kenmerk-geclaimd:',
      'kenmerk-geclaimd:1:2',
    ])
      expect(() => read(wrong)).toThrow(/SIGNAALPOORT_BREEKPUNT is onjuist/)
    const productie = { SIGNAALPOORT_OMGEVING: 'productie', DATABASE_URL: 'postgresql://x/y' }
    expect(() => readConfig({ ...productie, SIGNAALPOORT_BREEKPUNT: 'kenmerk-geclaimd' })).toThrow(
      /laat SIGNAALPOORT_BREEKPUNT weg/,
    )
  })
})
