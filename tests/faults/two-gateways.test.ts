/** Any number of gateways on one PostgreSQL issue one token for one assertion. Before a first signal: then each may have a keyring of its own. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readParty } from '../../src/cli/party.ts'
import { createMtlsFetch, type Fetch } from '../../src/client/mtls-fetch.ts'
import { signClientAssertion } from '../../src/crypto/client-assertion.ts'
import { systemRandom } from '../../src/crypto/random.ts'
import { openPostgres } from '../../src/db/connect.ts'
import { createSite, freePorts, type Site } from '../support/gateway-process.ts'
import { findPostgresBin, type PostgresServer, startPostgres } from '../support/postgres-server.ts'

const REPLAYS = 50
const ROUNDS = 3
/** What both call themselves, as behind one balancer. */
const URL_OF_BOTH = 'https://poort.example.nl'
const bin = findPostgresBin()
const REFUSED: unknown = expect.objectContaining({ error: 'invalid_client' })

describe.runIf(bin !== undefined)('two gateway processes on one PostgreSQL', () => {
  let postgres: PostgresServer
  let sites: readonly Site[] = []
  let ports: readonly number[] = []
  beforeAll(async () => {
    postgres = await startPostgres(bin ?? '')
    const owner = openPostgres(postgres.url('postgres'), 1)
    await owner.exec('create database samen')
    await owner.close()
    ports = await freePorts(2)
    const [one = 0, two = 0] = ports
    const first = createSite(settings(postgres, one))
    const second = createSite({
      ...settings(postgres, two),
      // The same certificates and the same keys for tokens; a folder and a root of its own.
      SIGNAALPOORT_CERTS: first.config.certsFolder,
      SIGNAALPOORT_HOOFDSLEUTEL: join(first.folder, 'tweede-hoofdsleutel.json'),
    })
    sites = [first, second]
    await first.start()
    await second.start()
  })
  afterAll(async () => {
    await Promise.all(sites.map((site) => site.close()))
    await postgres.stop()
  })

  test(`of ${REPLAYS} replays of one assertion, spread over both, exactly one gets a token`, async () => {
    const [site] = sites
    const { ca, cert, key, clientKey, deelnemer } = readParty(
      site?.config.certsFolder ?? '',
      'de-linde',
    )
    const { fetch, close } = createMtlsFetch({ ca, cert, key })
    const ask = async (fetch: Fetch, port: number, assertion: string) => {
      const body = new URLSearchParams({
        grant_type: 'client_credentials',
        scope: 'aanleveren',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      })
      const answer = await fetch(
        new Request(`https://localhost:${port}/oauth/token`, { method: 'POST', body }),
      )
      return { status: answer.status, text: await answer.text() }
    }
    for (let round = 0; round < ROUNDS; round += 1) {
      const assertion = await signClientAssertion({
        issuer: URL_OF_BOTH,
        clientId: deelnemer.oin,
        signWith: clientKey,
        at: new Date(),
        random: systemRandom,
      })
      const answers = await Promise.all(
        Array.from({ length: REPLAYS }, (_, i) => ask(fetch, ports[i % 2] ?? 0, assertion)),
      )
      const good = answers.filter(({ status }) => status === 200)
      expect(good).toHaveLength(1)
      const refused = answers.filter(({ status }) => status !== 200)
      expect(refused.map(({ status, text }) => [status, JSON.parse(text) as unknown])).toEqual(
        refused.map(() => [401, REFUSED]),
      )
      // Also one after the other, at whichever.
      for (const port of ports) expect((await ask(fetch, port, assertion)).status).toBe(401)
    }
    await close()
  })
})

function settings(postgres: PostgresServer, port: number): Readonly<Record<string, string>> {
  return {
    DATABASE_URL: postgres.url('samen', 'gw_login'),
    DATABASE_URL_BEHEER: postgres.url('samen'),
    SIGNAALPOORT_URL: URL_OF_BOTH,
    SIGNAALPOORT_POORT: String(port),
  }
}
