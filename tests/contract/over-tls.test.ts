import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGatewayClient } from '../../src/client/client.ts'
import { createMtlsFetch, type MtlsCredentials } from '../../src/client/mtls-fetch.ts'
import { RESPONSE_HEADERS } from '../../src/http/response-headers.ts'
import { AN_ID, aFakeApi, type FakeApi } from '../support/api-app.ts'
import { createTestCa, derOf, OINS, testCa } from '../support/test-ca.ts'
import { ask } from '../support/tls-client.ts'

let api: FakeApi
let port: number
let base: string
let close: () => Promise<void>
let credentials: MtlsCredentials
let clientDer: Buffer
let otherAuthority: string

beforeAll(async () => {
  const authorities = await testCa()
  const leaf = await authorities.client(OINS.linde)
  const ca = authorities.root.certificatePem
  credentials = { ca, cert: authorities.chain(leaf), key: leaf.privateKeyPem }
  clientDer = Buffer.from(derOf(leaf.certificatePem))
  otherAuthority = (await createTestCa()).root.certificatePem
  api = aFakeApi(
    {},
    {
      oauth: async (request, response) => {
        let body = ''
        for await (const chunk of request) body += String(chunk)
        response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ body }))
      },
    },
  )
  const server = createAdaptorServer({
    fetch: api.app.fetch,
    createServer,
    serverOptions: {
      cert: authorities.chain(authorities.server),
      key: authorities.server.privateKeyPem,
      ca,
      requestCert: true,
      rejectUnauthorized: false,
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
  base = `https://localhost:${port}`
  close = async () => {
    server.close()
    await once(server, 'close')
  }
})

afterAll(async () => await close())

describe('over a real connection', () => {
  test('the client shows its certificate, and the API reads it there', async () => {
    const { client, close: letGo } = createGatewayClient({
      ...credentials,
      baseUrl: `${base}/v1`,
      token: async () => 'abc',
    })
    const { data } = await client.GET('/signalen/{id}', { params: { path: { id: AN_ID } } })
    await letGo()
    expect(data?.id).toBe(AN_ID)
    expect(api.credentials.at(-1)?.tls.authorized).toBe(true)
    expect(Buffer.from(api.credentials.at(-1)?.tls.der ?? []).equals(clientDer)).toBe(true)
  })

  test('the client refuses a gateway of another authority, whatever the environment says', async () => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
    const { fetch, close: letGo } = createMtlsFetch({ ...credentials, ca: otherAuthority })
    const before = api.calls.length
    await expect(fetch(new Request(`${base}/v1/meldingen`))).rejects.toThrow()
    await letGo()
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
    expect(api.calls).toHaveLength(before)
  })

  test('the authorization server reads its own body and answers under our headers', async () => {
    const { fetch, close: letGo } = createMtlsFetch(credentials)
    const body = new URLSearchParams({ grant_type: 'client_credentials' })
    const answer = await fetch(new Request(`${base}/oauth/token`, { method: 'POST', body }))
    await letGo()
    expect(await answer.json()).toEqual({ body: 'grant_type=client_credentials' })
    for (const [name, value] of Object.entries(RESPONSE_HEADERS)) {
      expect(answer.headers.get(name)).toBe(value)
    }
  })

  test('HEAD answers without a body', async () => {
    const { fetch, close: letGo } = createMtlsFetch(credentials)
    const answer = await fetch(new Request(`${base}/v1/meldingen`, { method: 'HEAD' }))
    await letGo()
    expect([answer.status, await answer.text()]).toEqual([200, ''])
  })

  const statusOf = async (options: Parameters<typeof ask>[2]): Promise<number> =>
    (await ask(port, credentials, options)).status

  test.each([
    ['/v1/x/../meldingen', 404],
    ['/v1/./meldingen', 404],
    ['/v1/%6deldingen', 404],
    ['/v1\\meldingen', 400],
    ['//v1/meldingen', 404],
    ['https://localhost/v1/meldingen', 404],
    ['/v1/meldingen', 200],
    ['/v1/meldingen?limiet=1', 200],
  ])('the target %s answers %i', async (path, status) => {
    expect(await statusOf({ path, method: 'GET' })).toBe(status)
  })

  test('a chunked body is bounded like any other', async () => {
    const headers = { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' }
    const chunked = (bytes: number): Promise<number> =>
      statusOf({ path: '/v1/signalen', method: 'POST', headers, body: ' '.repeat(bytes) })
    expect(await chunked(65_536)).toBe(201)
    expect(await chunked(65_537)).toBe(413)
  })

  test.each(['TRACE', 'OPTIONS', 'DELETE'])('%s is not a method of ours', async (method) => {
    expect(await statusOf({ path: '/v1/meldingen', method })).toBe(405)
  })
})
