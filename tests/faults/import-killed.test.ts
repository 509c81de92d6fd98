/** A file of addresses counts wholly or not at all, through `kill -9` of the gateway or of the command, on either store. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openPostgres } from '../../src/db/connect.ts'
import { generateAddressFile } from '../../src/development/address-file.ts'
import { createSite, createSiteWithStore, type Site } from '../support/gateway-process.ts'
import { findPostgresBin, type PostgresServer, startPostgres } from '../support/postgres-server.ts'

/** Long enough to be killed in: the embedded store takes four times as long for each. */
const ADRESSEN = { PGlite: 40_000, PostgreSQL: 100_000 } as const
/** The first that an import says of its way. */
const ON_ITS_WAY = '%  20.000 adressen'
const TIMEOUT_MS = 240_000

const stores: readonly (keyof typeof ADRESSEN)[] = [
  'PGlite',
  ...(findPostgresBin() === undefined ? [] : (['PostgreSQL'] as const)),
]

describe.each(stores)('an import that is killed, on %s', (store) => {
  let server: PostgresServer | undefined
  let site: Site
  let file: string
  beforeEach(async () => {
    server = undefined
    const env: Record<string, string> = {}
    const bin = findPostgresBin()
    if (store === 'PostgreSQL' && bin !== undefined) {
      server = await startPostgres(bin)
      const maintenance = openPostgres(server.url('postgres'), 1)
      await maintenance.exec('create database poort')
      await maintenance.close()
      env['DATABASE_URL'] = server.url('poort', 'gw_login')
      env['DATABASE_URL_BEHEER'] = server.url('poort')
    }
    site = store === 'PGlite' ? createSiteWithStore(env) : createSite(env)
    file = join(site.folder, 'pc6hnr20260801_gwb.csv')
    const shape = { adressen: ADRESSEN[store], gemeenten: ['0202', '0855', '0268'], jaar: 2026 }
    writeFileSync(file, [...generateAddressFile(shape)].join(''))
  })
  afterEach(async () => {
    await site.close()
    await server?.stop()
  })

  const words = (): readonly string[] => ['gemeenten', 'import', file]
  const shown = async (): Promise<string> => (await site.run(['gemeenten', 'toon'])).stdout

  test('leaves the addresses of before, and may simply be given again', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const first = await site.start()
    const broken = site.command(words())
    await broken.says(ON_ITS_WAY)
    await first.kill9()
    const told = await broken.ended
    expect([told.code, told.stderr]).toEqual([1, expect.stringMatching(/brak af: .+ opnieuw\n$/)])

    const second = await site.start()
    expect(await shown()).toContain('nog geen bestand')
    const killed = site.command(words())
    await killed.says(ON_ITS_WAY)
    killed.kill('SIGKILL')
    await killed.ended
    expect(await shown()).toContain('nog geen bestand')

    const whole = await site.run(words())
    expect(whole.stdout).toContain('De adressen van 2026-08-01 zijn ingelezen.')
    expect(await shown()).toContain(`${ADRESSEN[store] / 1000}.000 adressen in 3 gemeenten`)
    expect((await second.term()).code).toBe(0)
    // Nobody runs now: the command opens the store itself.
    const again = await site.run(words())
    expect(again.stdout).toContain('Er is niets veranderd')
  })
})
