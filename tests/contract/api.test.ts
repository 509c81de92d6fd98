import { IncomingMessage, ServerResponse } from 'node:http'
import { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import { describe, expect, test } from 'vitest'
import { VOORBEELDEN } from '../../src/http/examples.ts'
import { Probleem } from '../../src/http/problem-document.ts'
import { PROBLEM_TABLE } from '../../src/http/problem-table.ts'
import {
  DOEL_PER_ROUTE,
  methodsPerPath,
  ROUTE_KEYS,
  toRouterPath,
} from '../../src/http/purposes.ts'
import { RESPONSE_HEADERS } from '../../src/http/response-headers.ts'
import { Besluit } from '../../src/model/besluit.ts'
import { Melding } from '../../src/model/melding.ts'
import { SignaalAntwoord } from '../../src/model/ontvangstbewijs.ts'
import { PROBLEM_KINDS, Problem } from '../../src/model/problem.ts'
import { AN_ID, aCaller, aFakeApi, aRequest, type FakeApi, pathOf } from '../support/api-app.ts'

const CANARY = 'Kanarievogel'
const HEADER_NAMES = Object.keys(RESPONSE_HEADERS)

/** Every route that the router really answers, read from the router. */
function routesOf({ app }: FakeApi): string[] {
  const keys = app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
  return [...new Set(keys)]
}

async function problemOf(answer: Response): Promise<Probleem> {
  expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
  const document = Probleem.parse(await answer.json())
  expect(document.status).toBe(answer.status)
  return document
}

async function kindOf(answer: Response): Promise<string> {
  return (await problemOf(answer)).type.replace('https://signaalpoort.example.nl/problemen/', '')
}

const post = (
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Request =>
  new Request(`https://localhost${path}`, {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/json', ...headers },
  })

describe('the router', () => {
  test('answers exactly the routes of the purpose table', () => {
    expect(routesOf(aFakeApi()).sort()).toEqual([...ROUTE_KEYS].sort())
  })

  test('answers all methods only where it refuses them and where it guards', () => {
    const all = aFakeApi().app.routes.filter(({ method }) => method === 'ALL')
    const paths = [...methodsPerPath().keys()].map((path) => `/v1${toRouterPath(path)}`)
    expect(new Set(all.map(({ path }) => path))).toEqual(new Set(['/*', '/v1/*', ...paths]))
  })

  test('does not start without a gate', () => {
    expect(() => aFakeApi({}, { gate: [] })).toThrow('needs a gate')
  })

  test.each(routesOf(aFakeApi()))('%s hears nobody whom the gate refuses', async (key) => {
    const api = aFakeApi(
      {},
      {
        gate: [
          () => {
            throw new Problem('certificaat-niet-vertrouwd')
          },
        ],
      },
    )
    const request = aRequest(key)
    const answer = await api.app.request(request)
    expect(answer.status).toBe(401)
    expect(await kindOf(answer)).toBe('certificaat-niet-vertrouwd')
    expect(api.calls).toEqual([])
    expect(request.bodyUsed).toBe(false)
  })

  test('lets the gate speak before unknown paths, other methods and the authorization server', async () => {
    const served: string[] = []
    const api = aFakeApi(
      {},
      {
        gate: [
          () => {
            throw new Problem('certificaat-ontbreekt')
          },
        ],
        oauth: async (request) => void served.push(request.url ?? ''),
      },
    )
    for (const path of ['/', '/v1/onbekend', '/oauth/token', '/.env', '/v1/%73ignalen']) {
      expect((await api.app.request(path, { method: 'POST' })).status, path).toBe(401)
    }
    expect((await api.app.request('/v1/signalen', { method: 'PUT' })).status).toBe(401)
    expect(served).toEqual([])
  })

  test.each(routesOf(aFakeApi()))('%s asks for its own purpose, before the body', async (key) => {
    const asked: unknown[] = []
    const api = aFakeApi({
      authenticate: async ({ route }, doel) => {
        asked.push([route, doel])
        throw new Problem('doel-niet-toegestaan')
      },
    })
    const request = aRequest(key)
    const answer = await api.app.request(request)
    expect(answer.status).toBe(403)
    expect(asked).toEqual([[key, Object.entries(DOEL_PER_ROUTE).find(([k]) => k === key)?.[1]]])
    expect(api.calls).toEqual(['authenticate'])
    expect(request.bodyUsed).toBe(false)
  })

  const withPurpose = routesOf(aFakeApi()).filter(
    (key) => !/\/(?:deelnemers|abonnementen)\b/.test(key),
  )
  test.each(withPurpose)('%s refuses a caller with another purpose', async (key) => {
    const other = key.includes('/indicatoren') ? 'selectie' : 'monitor'
    const api = aFakeApi({ authenticate: async () => aCaller(other) })
    expect((await api.app.request(aRequest(key))).status).toBe(403)
    expect(api.calls).toEqual(['authenticate'])
  })

  test('does not reach a route that has no purpose', async () => {
    const api = aFakeApi()
    let reached = false
    api.app.get('/v1/nieuw', (c) => {
      reached = true
      return c.text('open')
    })
    expect((await api.app.request('/v1/nieuw')).status).toBe(500)
    expect(reached).toBe(false)
  })
})

describe('answers', () => {
  test.each([
    ['POST /v1/toetsingen', 200],
    ['POST /v1/signalen', 201],
    ['GET /v1/signalen/{id}', 200],
    ['GET /v1/signalen/{id}/bewijs', 200],
    ['GET /v1/meldingen', 200],
    ['GET /v1/meldingen/{id}', 200],
    ['POST /v1/ontvangsten', 200],
    ['GET /v1/controles', 200],
    ['GET /v1/abonnementen', 200],
    ['POST /v1/abonnementen', 201],
    ['GET /v1/abonnementen/{id}', 200],
    ['PUT /v1/abonnementen/{id}', 200],
    ['DELETE /v1/abonnementen/{id}', 204],
    ['GET /v1/deelnemers', 200],
    ['PUT /v1/deelnemers/{oin}/contact', 200],
    ['PUT /v1/deelnemers/{oin}/benadering', 200],
    ['PUT /v1/deelnemers/{oin}/clientsleutels', 200],
  ])('%s answers %i when all is well', async (key, status) => {
    expect((await aFakeApi().app.request(aRequest(key))).status).toBe(status)
  })

  test('carry the same headers, of errors too', async () => {
    const broken = aFakeApi({ trySignal: async () => Promise.reject(new Error(CANARY)) })
    const asked = [
      ...ROUTE_KEYS.map((key) => aRequest(key)),
      aRequest('GET /v1/onbekend'),
      aRequest('DELETE /v1/signalen'),
      aRequest('HEAD /v1/meldingen'),
      post('/v1/ontvangsten', '{'),
    ]
    for (const request of asked) {
      const answer = await broken.app.request(request)
      for (const name of HEADER_NAMES) {
        expect(answer.headers.get(name), `${name} of ${request.url}`).toBe(RESPONSE_HEADERS[name])
      }
    }
  })

  test('a signal that is accepted says where it is', async () => {
    const answer = await aFakeApi().app.request(aRequest('POST /v1/signalen'))
    expect(answer.headers.get('Location')).toBe(`/v1/signalen/${AN_ID}`)
    expect(SignaalAntwoord.parse(await answer.json()).id).toBe(AN_ID)
  })

  test('a repeat answers 200', async () => {
    const antwoord = SignaalAntwoord.parse(VOORBEELDEN.signaalAntwoord)
    const api = aFakeApi({ receiveSignal: async () => ({ herhaald: true, antwoord }) })
    expect((await api.app.request(aRequest('POST /v1/signalen'))).status).toBe(200)
  })

  test('a refused signal is a problem that carries its verdict', async () => {
    const besluit = Besluit.parse(VOORBEELDEN.geweigerd)
    const api = aFakeApi({
      receiveSignal: async () => Promise.reject(new Problem('signaal-geweigerd', { besluit })),
    })
    const answer = await api.app.request(aRequest('POST /v1/signalen'))
    expect(answer.status).toBe(422)
    expect((await problemOf(answer)).besluit).toEqual(besluit)
  })

  test('a kenmerk that ended is a conflict that carries its verdict', async () => {
    const besluit = Besluit.parse({
      ...VOORBEELDEN.geweigerd,
      redenen: [{ code: 'kenmerk-beeindigd', zin: 'Beëindigd.', remedie: 'Nieuw kenmerk.' }],
    })
    const api = aFakeApi({
      receiveSignal: async () => Promise.reject(new Problem('signaal-geweigerd', { besluit })),
    })
    const answer = await api.app.request(aRequest('POST /v1/signalen'))
    expect(answer.status).toBe(409)
    expect((await problemOf(answer)).besluit).toEqual(besluit)
  })

  test.each(PROBLEM_KINDS)('%s has its status, a title and a remedy', async (kind) => {
    const api = aFakeApi({ trySignal: async () => Promise.reject(new Problem(kind)) })
    const answer = await api.app.request(aRequest('POST /v1/toetsingen'))
    expect(answer.status).toBe(PROBLEM_TABLE[kind].status)
    const { title, detail } = await problemOf(answer)
    expect([title, detail].every((text) => text.length > 5)).toBe(true)
    expect(answer.headers.has('WWW-Authenticate')).toBe(answer.status === 401)
    expect(answer.headers.has('Retry-After')).toBe(answer.status === 429 || answer.status === 503)
  })

  test('a wrong token hears invalid_token, a missing one only the scheme', async () => {
    const challenge = async (kind: 'token-verlopen' | 'token-ontbreekt') => {
      const api = aFakeApi({ authenticate: async () => Promise.reject(new Problem(kind)) })
      const answer = await api.app.request(aRequest('GET /v1/meldingen'))
      return answer.headers.get('WWW-Authenticate')
    }
    expect(await challenge('token-verlopen')).toBe('Bearer error="invalid_token"')
    expect(await challenge('token-ontbreekt')).toBe('Bearer')
  })

  test('a problem may name its own waiting time', async () => {
    const problem = new Problem('te-druk', { retryAfterSeconds: 6.2 })
    const api = aFakeApi({ trySignal: async () => Promise.reject(problem) })
    const answer = await api.app.request(aRequest('POST /v1/toetsingen'))
    expect(answer.headers.get('Retry-After')).toBe('7')
  })

  test('a fault of our own tells the log what it was, and the caller nothing', async () => {
    const api = aFakeApi({ trySignal: async () => Promise.reject(new TypeError(CANARY)) })
    const answer = await api.app.request(aRequest('POST /v1/toetsingen'))
    expect(answer.status).toBe(500)
    expect(await problemOf(answer)).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      detail: 'Er ging bij ons iets mis. Probeer het later opnieuw.',
    })
    expect(api.logged).toEqual([
      { message: 'onverwachte fout', fout: new TypeError(CANARY), methode: 'POST' },
    ])
  })
})

describe('paths and methods', () => {
  test.each([
    '/v1/signalen/',
    `/v1/meldingen/${AN_ID}/`,
    '/v1/',
    '/v1',
    '/',
    '//v1/meldingen',
    '/V1/meldingen',
    '/v1/Meldingen',
    '/v1/%6deldingen',
    '/v1/meldingen%2f',
    '/v1/meldingen;a=b',
    '/v1/meldingen.json',
    '/v1/openapi.json',
    '/metrics',
    '/.git/HEAD',
    '/oauth/token',
  ])('%s is not there', async (path) => {
    const api = aFakeApi()
    const answer = await api.app.request(path)
    expect(answer.status).toBe(404)
    expect(answer.headers.has('Location')).toBe(false)
    expect(api.calls).toEqual([])
  })

  test.each(['/v1/x/../meldingen', 'https://localhost/v1/meldingen', '/v1\\meldingen'])(
    'the target %s does not become a path of ours',
    async (url) => {
      const api = aFakeApi()
      const incoming = Object.assign(new IncomingMessage(new Duplex() as never), { url })
      const answer = await api.app.request('/v1/meldingen', {}, { incoming })
      expect(answer.status).toBe(404)
      expect(api.calls).toEqual([])
    },
  )

  test.each([
    ['/v1/signalen', 'POST'],
    ['/v1/toetsingen', 'POST'],
    ['/v1/ontvangsten', 'POST'],
    ['/v1/meldingen', 'GET, HEAD'],
    ['/v1/controles', 'GET, HEAD'],
    [`/v1/meldingen/${AN_ID}`, 'GET, HEAD'],
    [`/v1/signalen/${AN_ID}/bewijs`, 'GET, HEAD'],
  ])('%s answers other methods with 405 and Allow: %s', async (path, allow) => {
    const others = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter(
      (method) => !allow.split(', ').includes(method),
    )
    const api = aFakeApi()
    for (const method of others) {
      const answer = await api.app.request(path, {
        method,
        headers: { 'X-HTTP-Method-Override': 'GET' },
      })
      expect(answer.status, method).toBe(405)
      expect(answer.headers.get('Allow'), method).toBe(allow)
    }
    expect(api.calls).toEqual([])
  })

  test.each(['1', '-1', AN_ID.toUpperCase(), '00000000-0000-0000-0000-000000000000', "' or 1=1"])(
    'an id such as %s answers like one of another party',
    async (id) => {
      const notYours = aFakeApi({
        collectMelding: async () => Promise.reject(new Problem('niet-gevonden')),
      })
      const theirs = await notYours.app.request(aRequest('GET /v1/meldingen/{id}'))
      const answer = await notYours.app.request(`https://localhost/v1/meldingen/${id}`)
      expect(answer.status).toBe(404)
      expect(await answer.text()).toBe(await theirs.text())
      expect(notYours.calls.filter((name) => name === 'collectMelding')).toHaveLength(1)
    },
  )
})

describe('HEAD', () => {
  test.each([
    ['/v1/meldingen', ['authenticate']],
    ['/v1/controles', ['authenticate']],
    [`/v1/meldingen/${AN_ID}`, ['authenticate', 'checkMelding']],
    [`/v1/signalen/${AN_ID}`, ['authenticate', 'readSignal']],
    [`/v1/signalen/${AN_ID}/bewijs`, ['authenticate', 'readSignal']],
  ])('%s discloses nothing and marks nothing', async (path, calls) => {
    const api = aFakeApi()
    const answer = await api.app.request(path, { method: 'HEAD' })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('')
    expect(api.calls).toEqual(calls)
    const got = await api.app.request(path)
    expect(answer.headers.get('Content-Type')).toBe(got.headers.get('Content-Type'))
  })

  test('asks for the purpose like GET', async () => {
    const api = aFakeApi()
    await api.app.request('/v1/meldingen', { method: 'HEAD' })
    expect(api.credentials[0]?.route).toBe('GET /v1/meldingen')
    const refused = aFakeApi({
      authenticate: async () => Promise.reject(new Problem('doel-niet-toegestaan')),
    })
    expect((await refused.app.request('/v1/meldingen', { method: 'HEAD' })).status).toBe(403)
  })

  test('of a melding of another party answers 404', async () => {
    const api = aFakeApi({
      checkMelding: async () => Promise.reject(new Problem('niet-gevonden')),
    })
    const answer = await api.app.request(`/v1/meldingen/${AN_ID}`, { method: 'HEAD' })
    expect(answer.status).toBe(404)
  })

  test('refuses a wrong query like GET', async () => {
    const api = aFakeApi()
    expect((await api.app.request('/v1/meldingen?limiet=0', { method: 'HEAD' })).status).toBe(400)
  })
})

describe('who calls', () => {
  test('hands on what the request brings, and nothing that it merely claims', async () => {
    const api = aFakeApi()
    await api.app.request(
      aRequest('GET /v1/meldingen', {
        Authorization: 'Bearer abc',
        'Signaalpoort-Namens': '00000099000000002000',
        'Signaalpoort-Medewerker': 'm-17',
        'X-SSL-Client-Cert': CANARY,
        'X-OIN': '00000099000000009000',
      }),
    )
    expect(api.credentials).toEqual([
      {
        tls: { authorized: false },
        authorization: 'Bearer abc',
        namens: '00000099000000002000',
        medewerker: 'm-17',
        route: 'GET /v1/meldingen',
      },
    ])
  })

  test('reads the certificate from the connection', async () => {
    const api = aFakeApi()
    const der = Buffer.from('certificate')
    const socket = Object.assign(new TLSSocket(new Duplex() as never), {
      authorized: false,
      authorizationError: 'CERT_HAS_EXPIRED',
      getPeerX509Certificate: () => ({ raw: der }),
    })
    const incoming = Object.assign(new IncomingMessage(socket), { url: '/v1/meldingen' })
    await api.app.request('/v1/meldingen', {}, { incoming })
    expect(api.credentials[0]?.tls).toEqual({
      authorized: false,
      authorizationError: 'CERT_HAS_EXPIRED',
      der,
    })
  })
})

describe('bodies', () => {
  /** The deeds that say all in their path. */
  const BARE = /\/(?:intrekking|vrijgave|vaststelling|terugdraaiing|aanvulling|beeindiging)$/
  const LISTS: readonly string[] = ['POST /v1/aanleveringen', 'POST /v1/mutaties']
  const POSTS = ROUTE_KEYS.filter((key) => key.startsWith('POST') && !LISTS.includes(key))
    .map((key) => key.slice(5))
    .filter((path) => path.startsWith('/v1/signalen') || !BARE.test(path))

  test.each(POSTS)('%s takes JSON in UTF-8 only', async (path) => {
    const api = aFakeApi()
    const wrong = [
      'text/plain',
      'text/csv',
      'application/json; charset=latin1',
      'application/json; charset=utf-16',
      'application/json; profile=x',
      'application/vnd.x+json',
      'application/jsonl',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
      '',
    ]
    for (const type of wrong) {
      const answer = await api.app.request(post(pathOf(path), '{}', { 'Content-Type': type }))
      expect(answer.status, type).toBe(415)
    }
    const without = new Request(`https://localhost${pathOf(path)}`, {
      method: 'POST',
    })
    expect((await api.app.request(without)).status).toBe(415)
    expect(api.calls.filter((name) => name !== 'authenticate')).toEqual([])
    for (const type of ['application/json', 'Application/JSON; charset=UTF-8']) {
      const answer = await api.app.request(aRequest(`POST ${path}`, { 'Content-Type': type }))
      expect(answer.status, type).toBeLessThan(300)
    }
  })

  const sendTo = async (type: string, headers: Record<string, string> = {}) => {
    const api = aFakeApi()
    const { status } = await api.app.request(
      post('/v1/aanleveringen', '', { 'Content-Type': type, ...headers }),
    )
    return [status, api.inputs[1]] as const
  }

  test.each([
    ['text/csv', 'csv'],
    ['text/csv; header=present; charset="utf-8"', 'csv'],
    ['application/x-ndjson', 'ndjson'],
    ['Application/X-NDJSON; charset=UTF-8', 'ndjson'],
  ])('a list comes as %s', async (type, vorm) => {
    expect(await sendTo(type)).toEqual([200, expect.objectContaining({ vorm, vrijgave: 'direct' })])
  })

  test.each([
    'application/json',
    'text/csv; charset=windows-1252',
    'text/plain',
    'application/vnd.ms-excel',
    '',
  ])('a list as %s is 415', async (type) => {
    expect(await sendTo(type)).toEqual([415, undefined])
  })

  test.each(['br', 'deflate', 'gzip, gzip', 'identity', 'x-gzip'])(
    'a list encoded as %s is 415, gzip is not',
    async (encoding) => {
      expect((await sendTo('text/csv', { 'Content-Encoding': encoding }))[0]).toBe(415)
      expect((await sendTo('text/csv', { 'Content-Encoding': 'gzip' }))[0]).toBe(200)
    },
  )

  test.each(['gzip', 'br', 'gzip, gzip', 'identity'])(
    'an encoded body (%s) is 415',
    async (encoding) => {
      const api = aFakeApi()
      const answer = await api.app.request(
        aRequest('POST /v1/signalen', { 'Content-Encoding': encoding }),
      )
      expect(answer.status).toBe(415)
    },
  )

  test('one of 64 KiB is read, one byte more is not, whatever its length says', async () => {
    const statusOf = async (bytes: number, headers: Record<string, string> = {}) => {
      const answer = await aFakeApi().app.request(
        post('/v1/signalen', new Uint8Array(bytes).fill(32), headers),
      )
      return answer.status
    }
    expect(await statusOf(65_536)).toBe(201)
    expect(await statusOf(65_537)).toBe(413)
    expect(await statusOf(65_536, { 'Content-Length': '65536' })).toBe(201)
    expect(await statusOf(10, { 'Content-Length': '65537' })).toBe(413)
    expect(await statusOf(65_537, { 'Content-Length': '10' })).toBe(413)
  })

  test('an endless one is not read to its end', async () => {
    let pulled = 0
    let cancelled = false
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1
        controller.enqueue(new Uint8Array(16_384))
      },
      cancel() {
        cancelled = true
      },
    })
    const request = new Request('https://localhost/v1/signalen', {
      method: 'POST',
      body: stream,
      duplex: 'half',
      headers: { 'Content-Type': 'application/json' },
    } as RequestInit)
    expect((await aFakeApi().app.request(request)).status).toBe(413)
    expect(pulled).toBeLessThan(10)
    expect(cancelled).toBe(true)
  })

  test('one that breaks off is refused, and no flow sees it', async () => {
    const api = aFakeApi()
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"kenmerk":'))
        controller.error(new Error('connection reset'))
      },
    })
    const request = new Request('https://localhost/v1/signalen', {
      method: 'POST',
      body: stream,
      duplex: 'half',
      headers: { 'Content-Type': 'application/json' },
    } as RequestInit)
    expect(await kindOf(await api.app.request(request))).toBe('inhoud-geen-json')
    expect(api.calls).toEqual(['authenticate'])
  })

  test('of a signal reaches the flow byte for byte', async () => {
    const api = aFakeApi()
    const raw = new Uint8Array([0xef, 0xbb, 0xbf, 0xff, 0x00, 0x7b])
    expect((await api.app.request(post('/v1/signalen', raw))).status).toBe(201)
    expect(api.inputs.at(-1)).toEqual({ raw })
  })

  test.each(['', '{', 'x', '{}{}'])('%j is not JSON', async (body) => {
    const api = aFakeApi()
    expect(await kindOf(await api.app.request(post('/v1/toetsingen', body)))).toBe(
      'inhoud-geen-json',
    )
  })

  test('all faults are named at once', async () => {
    const { natuurlijkPersoon: _left, ...toetsing } = VOORBEELDEN.toetsing
    const body = {
      ...toetsing,
      signaaldatum: '2026-02-30',
      gemeentecode: 202,
      achterstand: { bedragInCenten: 0, maanden: 2 },
      velden: ['persoon.achternaam', 'persoon.bijnaam'],
      opmerking: 'x',
    }
    const answer = await aFakeApi().app.request(post('/v1/toetsingen', JSON.stringify(body)))
    const { errors = [] } = await problemOf(answer)
    expect(answer.status).toBe(400)
    expect(errors.map(({ pointer, code }) => `${pointer} ${code}`).sort()).toEqual([
      '/achterstand/bedragInCenten te-laag',
      '/gemeentecode soort-onjuist',
      '/natuurlijkPersoon verplicht',
      '/opmerking onbekend-veld',
      '/signaaldatum datum-onjuist',
      '/velden/1 vorm-onjuist',
    ])
  })

  test.each([
    null,
    1,
    'x',
    [],
    { meldingen: [] },
    { meldingen: 'x' },
    { meldingen: [1] },
    { meldingen: Array.from({ length: 501 }, () => AN_ID) },
    { meldingen: [AN_ID], extra: true },
    JSON.parse('{"__proto__": {"meldingen": []}}') as unknown,
  ])('%j is no confirmation', async (body) => {
    const api = aFakeApi()
    const answer = await api.app.request(post('/v1/ontvangsten', JSON.stringify(body)))
    expect(await kindOf(answer)).toBe('verzoek-onjuist')
    expect(api.calls).toEqual(['authenticate'])
  })

  test('many faults give a bounded answer', async () => {
    const body = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`veld${i}`, 1]))
    const answer = await aFakeApi().app.request(post('/v1/toetsingen', JSON.stringify(body)))
    expect((await problemOf(answer)).errors).toHaveLength(101)
  })
})

describe('query and headers', () => {
  const KEY = 'a3f1c2d4e5b60718293a4b5c6d7e8f90'

  test('a page has 100 meldingen unless asked otherwise', async () => {
    const api = aFakeApi()
    await api.app.request('/v1/meldingen')
    expect(api.inputs.at(-1)).toEqual({ limiet: 100 })
    await api.app.request(`/v1/controles?limiet=500&sleutelId=${KEY}&cursor=abc`)
    expect(api.inputs.at(-1)).toEqual({ limiet: 500, sleutelId: KEY, cursor: 'abc' })
  })

  test('a page links to the next, and the last to none', async () => {
    const meldingen = [Melding.parse(VOORBEELDEN.melding)]
    const api = aFakeApi({ collectMeldingen: async () => ({ meldingen, volgende: 'a+/=b' }) })
    const answer = await api.app.request(`/v1/meldingen?limiet=2&sleutelId=${KEY}`)
    expect(answer.headers.get('Link')).toBe(
      `</v1/meldingen?limiet=2&sleutelId=${KEY}&cursor=a%2B%2F%3Db>; rel="next"`,
    )
    expect((await aFakeApi().app.request('/v1/meldingen')).headers.has('Link')).toBe(false)
  })

  test.each([
    'limiet=0',
    'limiet=501',
    'limiet=-1',
    'limiet=1e2',
    'limiet=0x10',
    'limiet=%2010',
    'limiet=1&limiet=2',
    'limiet=',
    'cursor=',
    `cursor=${'x'.repeat(201)}`,
    'sleutelId=kort',
    `sleutelId=${KEY}&sleutelId=${KEY}`,
    'onbekend=1',
    'access_token=abc',
  ])('?%s is refused', async (query) => {
    const api = aFakeApi()
    const answer = await api.app.request(`/v1/meldingen?${query}`)
    expect(answer.status).toBe(400)
    expect((await problemOf(answer)).errors).toHaveLength(1)
    expect(api.calls).toEqual(['authenticate'])
  })

  test('a melding takes the key and nothing else', async () => {
    const api = aFakeApi()
    expect((await api.app.request(`/v1/meldingen/${AN_ID}?limiet=1`)).status).toBe(400)
    await api.app.request(`/v1/meldingen/${AN_ID}?sleutelId=${KEY}`)
    expect(api.inputs.at(-1)).toEqual({ id: AN_ID, sleutelId: KEY })
  })

  test.each([
    ['b7c0-1', 'b7c0-1'],
    ['"b7c0-1"', 'b7c0-1'],
    [`"${'a'.repeat(64)}"`, 'a'.repeat(64)],
  ])('Idempotency-Key %s is read as %s', async (header, idempotentiesleutel) => {
    const api = aFakeApi()
    await api.app.request(aRequest('POST /v1/signalen', { 'Idempotency-Key': header }))
    expect(api.inputs.at(-1)).toMatchObject({ idempotentiesleutel })
  })

  test.each(['', '""', '"a', 'a b', 'a;b=1', '"a", "b"', `"${'a'.repeat(65)}"`, "';--", 'é'])(
    'Idempotency-Key %j is refused',
    async (header) => {
      const api = aFakeApi()
      const request = aRequest('POST /v1/signalen', { 'Idempotency-Key': header })
      const answer = await api.app.request(request)
      expect(await kindOf(answer)).toBe('kop-onjuist')
      expect(api.calls).toEqual(['authenticate'])
    },
  )
})

describe('a problem document', () => {
  test('never repeats a value of the request', async () => {
    const spread = {
      signaaltype: `${CANARY} 1`,
      signaaldatum: CANARY,
      gemeentecode: CANARY,
      natuurlijkPersoon: CANARY,
      achterstand: { bedragInCenten: CANARY, maanden: CANARY },
      inspanningen: { reactie: CANARY, herinneringen: [CANARY] },
      velden: [CANARY],
      opmerking: CANARY,
    }
    const requests = [
      post('/v1/toetsingen', JSON.stringify(spread)),
      post('/v1/toetsingen', `{"${CANARY}`),
      post('/v1/ontvangsten', JSON.stringify({ meldingen: [CANARY] })),
      post('/v1/signalen', '{}', { 'Content-Type': `text/${CANARY}` }),
      post('/v1/signalen', '{}', { 'Idempotency-Key': `"${CANARY} x"` }),
      aRequest(`GET /v1/meldingen?limiet=${CANARY}&sleutelId=${CANARY}&cursor=`),
      aRequest(`GET /v1/meldingen/${CANARY}`),
      aRequest(`GET /v1/${CANARY}`),
      aRequest(`GET /v1/meldingen?onbekend=${CANARY}`),
    ]
    for (const request of requests) {
      const answer = await aFakeApi().app.request(request)
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(await answer.text(), request.url).not.toContain(CANARY)
      expect([...answer.headers].flat().join(' '), request.url).not.toContain(CANARY)
    }
  })
})

describe('the authorization server', () => {
  const through = async (url: string, method: string) => {
    const served: string[] = []
    const api = aFakeApi({}, { oauth: async (request) => void served.push(request.url ?? '') })
    const incoming = Object.assign(new IncomingMessage(new Duplex() as never), { url, method })
    const outgoing = new ServerResponse(incoming)
    const answer = await api.app.request(url, { method }, { incoming, outgoing })
    return { served, outgoing, answer }
  }

  test('gets its own paths, with our headers already set', async () => {
    for (const url of ['/oauth/token', '/.well-known/oauth-authorization-server']) {
      const { served, outgoing } = await through(url, 'POST')
      expect(served).toEqual([url])
      for (const name of HEADER_NAMES) expect(outgoing.getHeader(name)).toBe(RESPONSE_HEADERS[name])
    }
  })

  test.each(['/oauth', '/oauthx/token', '/.well-known/openid-configuration', '/oauth/%74oken'])(
    'does not get %s',
    async (url) => {
      const { served, answer } = await through(url, 'GET')
      expect([served, answer.status]).toEqual([[], 404])
    },
  )
})
