/** The whole way of a change by its commands: keys, signatures, a first start, a takeover, a refusal, and what the past would have been. */
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSiteWithStore, type Ended, type Site } from '../support/gateway-process.ts'

let site: Site
const place = mkdtempSync(join(tmpdir(), 'activeren-'))
const policies = join(place, 'beleid')
const approvers = join(place, 'goedkeurders')
const own = join(place, 'eigen')
beforeAll(() => {
  cpSync('policies', policies, { recursive: true })
  site = createSiteWithStore({
    SIGNAALPOORT_BELEID: policies,
    SIGNAALPOORT_GOEDKEURDERS: approvers,
  })
})
afterAll(async () => {
  await site.close()
  rmSync(place, { recursive: true })
})

const beleid = (...words: readonly string[]): Promise<Ended> => site.run(['beleid', ...words])
const keyOf = (persoon: string): string => join(own, `${persoon}.sleutel.json`)
const sign = (persoon: string, ...more: readonly string[]): Promise<Ended> =>
  beleid('onderteken', '--sleutel', keyOf(persoon), ...more)

test('two persons sign, a gateway takes it over while it runs, and says what is wrong with anything else', async () => {
  for (const [persoon, rol] of [
    ['eigenaar-1', 'proceseigenaar'],
    ['jurist-1', 'jurist'],
  ] as const) {
    expect(await beleid('sleutel', persoon, rol, '--naar', own)).toMatchObject({ code: 0 })
    expect(statSync(keyOf(persoon)).mode & 0o077).toBe(0)
    expect((await beleid('sleutel', persoon, rol, '--naar', own)).stderr).toContain('bestaat al')
    cpSync(join(own, `${persoon}.json`), join(approvers, `${persoon}.json`))
  }
  expect((await site.launch().ended).stderr).toMatch(/^signaalpoort: .*er is geen handtekening/)
  expect((await sign('eigenaar-1', '--na', 'eerste')).stdout).toContain(
    'nog één handtekening nodig',
  )
  expect((await sign('jurist-1', '--na', 'eerste')).stdout).toContain('beleid activeer')
  const gateway = await site.start()
  expect(gateway.stdout).toContain('activering 1, goedgekeurd door eigenaar-1 en jurist-1')

  const file = join(policies, 'gemeenten/0855.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace('centen: 7500', 'centen: 10000'))
  const refused = await beleid('activeer')
  expect(refused).toMatchObject({ code: 1, stderr: '' })
  expect(refused.stdout).toContain(
    'handtekeningen/eigenaar-1.jws, regel 1: zij hoort bij andere inhoud',
  )
  expect((await beleid('stand')).stdout).toContain('VEROUDERD')
  await sign('eigenaar-1')
  await sign('jurist-1')
  const what = await beleid('wat-als', policies)
  expect([what.code, what.stdout]).toEqual([0, expect.stringContaining('geen besluiten')])
  const done = await beleid('activeer', '--medewerker', 'op-1')
  expect(done.code).toBe(0)
  expect(done.stdout).toContain('eerst € 75,00, nu € 100,00')
  const stand = await beleid('stand')
  expect([stand.code, stand.stdout]).toEqual([
    0,
    expect.stringMatching(/Activering {4}2:[0-9a-f]{64}/),
  ])
  await gateway.term()
  expect((await beleid('activeer')).stderr).toContain('er draait geen poort')
})
