import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { importJWK, SignJWT } from 'jose'
import { afterEach, expect, test } from 'vitest'
import { generateSigningKeys } from '../crypto/signing-keys.ts'
import { Oin } from '../model/ids.ts'
import { type AuthorizationServerDeps, createAuthorizationServer } from './authorization-server.ts'

const oin = Oin.parse('00000099000000001000')
let server: Server | undefined

afterEach(() => server?.close())

async function tokenRequest(
  override: Partial<AuthorizationServerDeps>,
  headers: Readonly<Record<string, string>> = {},
): Promise<{
  readonly status: number
  readonly body: unknown
  readonly faults: readonly unknown[]
}> {
  const { privateJwk, publicJwk } = await generateSigningKeys()
  const client = await generateSigningKeys()
  const faults: unknown[] = []
  const handle = createAuthorizationServer({
    issuer: 'https://localhost:8443',
    audience: 'https://localhost:8443/v1',
    signingKey: () => privateJwk,
    publishedKeys: () => [publicJwk],
    now: () => new Date(),
    peer: () => ({
      certificate: {
        oin,
        thumbprint: 'A'.repeat(43),
        serial: '1',
        notBefore: new Date(0),
        notAfter: new Date(0),
        forClients: true,
        policies: [],
      },
      der: new Uint8Array([1]),
    }),
    findClient: async () => ({ oin, rol: 'verhuurder', jwks: { keys: [client.publicJwk] } }),
    rememberAssertion: async () => true,
    refused: async () => undefined,
    fault: (error) => faults.push(error),
    ...override,
  })
  server = createServer((req, res) => void handle(req, res))
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const assertion = await new SignJWT({ jti: 'abcdefghijklmnopqrstuv' })
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(oin)
    .setSubject(oin)
    .setAudience('https://localhost:8443')
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(await importJWK(client.privateJwk, 'ES256'))
  const answer = await fetch(`http://127.0.0.1:${port}/oauth/token`, {
    method: 'POST',
    headers: { accept: 'text/html', ...headers },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
      scope: 'aanleveren',
    }),
  })
  expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  return { status: answer.status, body: await answer.json(), faults }
}

const down = async (): Promise<never> => {
  throw new Error('the store is down')
}

test.each<readonly [string, Partial<AuthorizationServerDeps>]>([
  ['clients cannot be read', { findClient: down }],
  ['used assertions cannot be written', { rememberAssertion: down }],
  ['a refusal cannot be recorded', { findClient: async () => undefined, refused: down }],
])('when %s there is no token but 503, and the fault is told', async (_what, override) => {
  const outcome = await tokenRequest(override)
  expect(outcome.status).toBe(503)
  expect(outcome.body).toEqual({ error: 'temporarily_unavailable' })
  expect(outcome.faults).toHaveLength(1)
})

test('an answer is JSON, whatever is asked for', async () => {
  expect(await tokenRequest({})).toMatchObject({ status: 200, faults: [] })
})

test('a browser gets no token', async () => {
  const { status, body } = await tokenRequest({}, { origin: 'https://example.nl' })
  expect(status).toBe(400)
  expect(body).toMatchObject({ error: 'invalid_request' })
})
