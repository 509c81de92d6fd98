import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { collectAndOpen, openerOf } from '../../src/cli/afnemer.ts'
import { readParty } from '../../src/cli/party.ts'
import { EXAMPLES } from '../../src/development/examples.ts'
import { dayInAmsterdam } from '../../src/model/calendar.ts'
import { chooseAllAt } from '../support/calls.ts'
import { DOES_ALL, partOf } from '../support/faults-scope.ts'
import { accessOf } from '../support/gateway.ts'
import {
  createSite,
  createSiteWithStore,
  type GatewayProcess,
  type Launched,
  type Site,
} from '../support/gateway-process.ts'
import { chooseSeed, seededNumbers } from '../support/seeded-numbers.ts'

/** Of one folder, at instants of chance. */
const KILLS = DOES_ALL ? 6 : 3

const namesIn = (folder: string): readonly string[] =>
  existsSync(folder) ? readdirSync(folder) : []

/** All that may lie in the folders of a gateway that runs. */
const BELONGS = new Set([
  ...['pgdata', 'sleutelring.json', 'poort.slot', 'beheer.sock', 'laatste-checkpoint.txt'],
  // Written anew each second in which anything happened.
  'laatste-checkpoint.txt.nieuw',
  ...['proef', 'poort', 'log-sleutel.txt'],
  ...['token-sleutel.json', 'bewijs-sleutel.json', 'seintje-sleutel.json'],
  'hoofdsleutel.json',
  'goedkeurders',
  'beleid',
])

const HASH = /^[0-9a-f]{64}$/

type Instant = readonly [string, (site: Site) => boolean]

/** What a first start leaves on disk of its store; each is an instant to be killed at. */
const OF_THE_STORE: readonly Instant[] = [
  [
    'the store is half made',
    ({ config }) => namesIn(config.dataFolder).some((name) => name.startsWith('pgdata.nieuw-')),
  ],
  ['the store stands', ({ config }) => existsSync(join(config.dataFolder, 'pgdata'))],
]

/** And of all else, in this order; where the store is there already, since that is what takes so long. */
const BESIDE_IT: readonly Instant[] = [
  [
    'the certificates are half made',
    ({ config }) => namesIn(config.certsFolder).some((name) => name.startsWith('.proef-')),
  ],
  [
    'the certificates stand and no key does',
    ({ config }) => existsSync(join(config.certsFolder, 'proef')),
  ],
  [
    'an approver of the trial is half made',
    ({ config }) => existsSync(join(config.certsFolder, 'goedkeurders')),
  ],
  [
    'the policies are half kept',
    ({ config }) => namesIn(join(config.dataFolder, 'beleid')).some((name) => !HASH.test(name)),
  ],
  ['the root key stands without a keyring', ({ config }) => existsSync(config.rootKeyFile)],
  ['the keyring stands', ({ config }) => existsSync(join(config.dataFolder, 'sleutelring.json'))],
]

/** Kills as soon as the instant is there; looks often, since some last a few milliseconds. */
async function killAt(launched: Launched, isThere: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000
  while (!isThere()) {
    if (Date.now() > deadline) throw new Error('the instant never came')
    await setTimeout(1)
  }
  launched.kill('SIGKILL')
  expect(await launched.ended).toMatchObject({ signal: 'SIGKILL', stderr: '' })
}

/** Serves, takes a signal, opens it at the municipality, keeps a sound log, and left nothing lying about. */
async function expectWhole(site: Site, gateway: GatewayProcess): Promise<void> {
  const body = EXAMPLES.find(({ naam }) => naam === 'huur')?.maak(dayInAmsterdam(new Date()), '1')
  const landlord = accessOf(gateway.apiUrl, site.config, 'de-linde', 'aanleveren', {})
  const posted = await landlord.client.POST('/signalen', { body: body as never })
  expect(posted.response.status).toBe(201)
  await landlord.close()
  const who = { medewerker: 'mw-1' }
  const municipality = accessOf(gateway.apiUrl, site.config, 'arnhem', 'hulpaanbod', who)
  const opener = await openerOf(readParty(site.config.certsFolder, 'arnhem'), 'hulpaanbod')
  await chooseAllAt(gateway.apiUrl, site.config)
  const [melding] = await collectAndOpen(municipality.client, opener, 'hulpaanbod')
  expect(melding?.signalen[0]?.velden['persoon.achternaam']).toBe('Boer')
  await municipality.close()
  expect((await site.run(['log', 'verify'])).stdout).toContain('Het logboek klopt')
  const { dataFolder, certsFolder } = site.config
  const lying = [dataFolder, certsFolder, join(certsFolder, 'poort')].flatMap(namesIn)
  expect(
    namesIn(join(certsFolder, 'goedkeurders')).filter((name) => name.endsWith('.tmp')),
  ).toEqual([])
  expect(lying.filter((name) => !BELONGS.has(name))).toEqual([])
  const kept = namesIn(join(dataFolder, 'beleid'))
  expect([kept.length, kept.filter((name) => !HASH.test(name))]).toEqual([1, []])
}

describe('a first start that is killed', () => {
  test.each([
    ...partOf(2)(OF_THE_STORE).map((one) => [...one, createSite] as const),
    ...partOf(3)(BESIDE_IT).map((one) => [...one, createSiteWithStore] as const),
  ])(
    'when %s leaves nothing that a next start cannot finish',
    async (_when, isThere, createPlace) => {
      const site = createPlace()
      try {
        await killAt(site.launch(), () => isThere(site))
        await expectWhole(site, await site.start())
      } finally {
        await site.close()
      }
    },
  )

  test('again and again, at any instant, still ends in a gateway that serves', async () => {
    const seed = chooseSeed()
    const random = seededNumbers(seed)
    const site = createSite()
    try {
      for (let kill = 0; kill < KILLS; kill += 1) {
        const launched = site.launch()
        await launched.says('Signaalpoort start')
        await setTimeout(random() * 1_800)
        launched.kill('SIGKILL')
        expect((await launched.ended).stderr, `seed ${seed}, kill ${kill}`).toBe('')
      }
      await expectWhole(site, await site.start())
    } catch (cause) {
      throw new Error(`seed ${seed}`, { cause })
    } finally {
      await site.close()
    }
  })
})
