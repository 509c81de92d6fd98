import { Agent, request } from 'node:https'
import { text } from 'node:stream/consumers'
import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Party, readParty } from '../../src/cli/party.ts'
import { run, testWith } from '../support/foreign-tool.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'

const withOpenidClient = await testWith('openid-client (npm ci in tools/)', process.execPath, [
  '--input-type=module',
  '-e',
  "import { createRequire } from 'node:module'; createRequire(process.cwd() + '/tools/package.json').resolve('openid-client')",
])

type Fetch = (
  url: string,
  options: {
    readonly method: string
    readonly headers: Record<string, string>
    readonly body?: unknown
  },
) => Promise<Response>

describe('OAuth clients that know the address of the gateway only', () => {
  let gateway: TestGateway
  beforeAll(async () => {
    gateway = await openGateway('PGlite')
  })
  afterAll(() => gateway.close())

  const partyOf = (name: string): Party => readParty(gateway.config.certsFolder, name)

  const fetchAs = ({ ca, cert, key }: Party): Fetch => {
    const agent = new Agent({ ca, cert, key })
    return (url, { method, headers, body: sent }) =>
      new Promise((resolve, reject) => {
        const outgoing = request(url, { agent, method, headers }, (incoming) => {
          void text(incoming).then((body) => {
            const { statusCode: status = 0, headers: found } = incoming
            resolve(new Response(body, { status, headers: found as Record<string, string> }))
          }, reject)
        })
        outgoing.once('error', reject)
        outgoing.end(sent instanceof URLSearchParams ? sent.toString() : undefined)
      })
  }

  const tokenBy = async (party: Party): Promise<string> => {
    const options = { [oauth.customFetch]: fetchAs(party) }
    const issuer = new URL(gateway.apiUrl)
    const server = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...options }),
    )
    const { d, ...jwk } = party.clientKey
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
    const key = await crypto.subtle.importKey('jwk', { ...jwk, d }, algorithm, false, ['sign'])
    const client = { client_id: party.deelnemer.oin, use_mtls_endpoint_aliases: true }
    const answer = await oauth.clientCredentialsGrantRequest(
      server,
      client,
      oauth.PrivateKeyJwt({ key, kid: jwk.kid }),
      { scope: 'aanleveren' },
      options,
    )
    return (await oauth.processClientCredentialsResponse(server, client, answer)).access_token
  }

  const use = async (party: Party, token: string): Promise<number> => {
    const url = new URL(`${gateway.apiUrl}/v1/signalen/019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e`)
    const options = { [oauth.customFetch]: fetchAs(party) }
    const answer = await oauth
      .protectedResourceRequest(token, 'GET', url, undefined, undefined, options)
      .catch((error: unknown) => {
        if (error instanceof oauth.WWWAuthenticateChallengeError) return error.response
        throw error
      })
    return answer.status
  }

  test('oauth4webapi obtains a token by discovery, and it serves on its own certificate only', async () => {
    const [linde, lageLand] = [partyOf('de-linde'), partyOf('het-lage-land')]
    const token = await tokenBy(linde)
    // 404: let in, and there is no such signal of this party.
    expect([await use(linde, token), await use(lageLand, token)]).toEqual([404, 401])
  })

  withOpenidClient('openid-client obtains and uses a token by discovery', async () => {
    const { ca, cert, key, clientKey, deelnemer } = partyOf('de-linde')
    const input = {
      issuer: gateway.apiUrl,
      clientId: deelnemer.oin,
      jwk: clientKey,
      ...{ ca, cert, key },
      doel: 'aanleveren',
      url: `${gateway.apiUrl}/v1/signalen/019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e`,
    }
    const said = await run(process.execPath, ['tools/oauth-clients.mjs'], JSON.stringify(input))
    expect([said.code, said.err]).toEqual([0, ''])
    expect(JSON.parse(said.out)).toMatchObject({
      token_type: 'bearer',
      expires_in: 300,
      scope: 'aanleveren',
      status: 404,
    })
  })
})
