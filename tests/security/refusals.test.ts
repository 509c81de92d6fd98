import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeJwt, importJWK, type JWTPayload, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readParty } from '../../src/cli/party.ts'
import { partyFolder } from '../../src/development/pki.ts'
import { DOEL_PER_ROUTE, ROUTE_KEYS, toTemplatePath } from '../../src/http/purposes.ts'
import type { AuditEvent } from '../../src/model/audit-event.ts'
import type { Doel } from '../../src/model/doel.ts'
import { Oin } from '../../src/model/ids.ts'
import { ProblemKind } from '../../src/model/problem.ts'
import { AN_ID, aFakeApi, aRequest, pathOf } from '../support/api-app.ts'
import { acceptedOf, callerOf, problemOf, refusalOf } from '../support/calls.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type RawAnswer, type TestGateway } from '../support/gateway.ts'
import { rentToday } from '../support/signals.ts'
import { createTestCa, OINS, type TestCa } from '../support/test-ca.ts'
import { ask, type TlsAnswer, type TlsIdentity } from '../support/tls-client.ts'

const LINDE = '00000099000000001000'
const ARNHEM = '00000099000000202000'

/** A party with a certificate of the right authority that nobody registered. */
const STRANGER = {
  map: 'vreemd',
  deelnemer: {
    oin: Oin.parse('00000099000000666000'),
    naam: 'Niemand (fictief)',
    rol: 'verhuurder',
    vanaf: '2025-01-01',
  },
  ontvangtVoor: [],
} as const

const rawOf = ({ status, headers, body }: TlsAnswer): RawAnswer => ({
  status,
  headers: new Headers(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as [string, string]] : [],
    ),
  ),
  text: body,
})

/** Every path that some handler of the API's own router answers to, with the methods; middleware (`*`) is no route. */
function routesOfRouter(): readonly { method: string; path: string }[] {
  const { routes } = aFakeApi({}, { oauth: async () => undefined }).app
  return routes.filter(({ path }) => !path.endsWith('/*') && path !== '*')
}

describe('the router', () => {
  test('answers the routes of the table, each with its purpose, and no other', () => {
    const answered = routesOfRouter()
      .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/v1/'))
      .map(({ method, path }) => `${method} ${toTemplatePath(path)}`)
    expect([...new Set(answered)].sort()).toEqual([...ROUTE_KEYS].sort())
  })
})

describe.each(engines)('who is refused, on $name', ({ name }) => {
  let gateway: TestGateway
  let otherCa: TestCa
  beforeAll(async () => {
    gateway = await openGateway(name, { strangers: [STRANGER] })
    otherCa = await createTestCa('Ander')
  })
  afterAll(() => gateway.close())

  const certificateOf = (party: string): TlsIdentity => {
    if (party !== STRANGER.map) return readParty(gateway.config.certsFolder, party)
    const { ca } = readParty(gateway.config.certsFolder, 'de-linde')
    const folder = partyFolder(join(gateway.config.certsFolder, 'proef'), STRANGER)
    const text = (file: string): string => readFileSync(join(folder, file), 'utf8')
    return { ca, cert: text('certificaat.pem'), key: text('sleutel.pem') }
  }
  const nobody = (): TlsIdentity => ({
    ca: readParty(gateway.config.certsFolder, 'de-linde').ca,
  })
  /** One request on a socket of its own, with nothing added. */
  const send = async (
    identity: TlsIdentity,
    route: string,
    headers: Readonly<Record<string, string>> = {},
    body?: string,
  ): Promise<RawAnswer> => {
    const [method = '', path = ''] = route.split(' ')
    const options = { method, path, headers, ...(body === undefined ? {} : { body }) }
    const port = Number(new URL(gateway.apiUrl).port)
    return rawOf(await ask(port, identity, options))
  }

  /** The refusals of known parties that were recorded while `work` ran. */
  const recordedBy = async (
    work: () => Promise<unknown>,
  ): Promise<readonly Omit<Extract<AuditEvent, { soort: 'toegang-geweigerd' }>, 'soort'>[]> => {
    const before = (await gateway.owner.events('toegang-geweigerd')).length
    await work()
    return (await gateway.owner.events('toegang-geweigerd'))
      .slice(before)
      .map(({ event: { soort: _, ...rest } }) => rest)
  }

  /** How many refusals of unknown callers the log counts by now; the gateway writes them when it stops. */
  const countedUntilNow = async (): Promise<ReadonlyMap<ProblemKind, number>> => {
    await gateway.restart()
    const counts = new Map<ProblemKind, number>()
    for (const { event } of await gateway.owner.events('onbekenden-geweigerd'))
      counts.set(event.probleem, (counts.get(event.probleem) ?? 0) + event.aantal)
    return counts
  }

  /** Runs `work` and expects that exactly `expected` was counted, and that nobody was named. */
  const expectCounted = async (
    expected: Partial<Record<ProblemKind, number>>,
    work: () => Promise<unknown>,
  ): Promise<void> => {
    const before = await countedUntilNow()
    expect(await recordedBy(work)).toEqual([])
    const after = await countedUntilNow()
    const more = ProblemKind.options
      .map((kind) => [kind, (after.get(kind) ?? 0) - (before.get(kind) ?? 0)] as const)
      .filter(([, count]) => count !== 0)
    expect(Object.fromEntries(more)).toEqual(expected)
  }

  describe('before it is known who calls', () => {
    test('every route of the router, asked without a certificate, is refused alike and counted', async () => {
      const methods = (method: string): readonly string[] =>
        method === 'ALL' ? ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'] : [method]
      const asked = new Set([
        ...routesOfRouter().flatMap(({ method, path }) =>
          methods(method).map((one) => `${one} ${path.replaceAll(/:\w+/g, AN_ID)}`),
        ),
        ...ROUTE_KEYS.map((key) => key.replace(/\{\w+\}/, AN_ID)),
        ...['/v1/meldingen', `/v1/signalen/${AN_ID}`].map((path) => `HEAD ${path}`),
        'POST /oauth/token',
        'GET /.well-known/oauth-authorization-server',
        'GET /',
        'GET /v1/nergens',
      ])
      expect(asked.size).toBeGreaterThan(ROUTE_KEYS.length * 2)
      const token = await gateway.as('de-linde', 'aanleveren').token()
      await expectCounted({ 'certificaat-ontbreekt': asked.size }, async () => {
        for (const route of asked) {
          const answer = await send(nobody(), route, { authorization: `Bearer ${token}` })
          expect([route, answer.status]).toEqual([route, 401])
          if (!route.startsWith('HEAD '))
            expect(problemOf(answer).kind).toBe('certificaat-ontbreekt')
        }
      })
    })

    test('a certificate of another authority, with the names of a party, is refused', async () => {
      const leaf = await otherCa.client(OINS.linde)
      const identity = { ...nobody(), cert: otherCa.chain(leaf), key: leaf.privateKeyPem }
      await expectCounted({ 'certificaat-niet-vertrouwd': 2 }, async () => {
        for (const route of [`GET /v1/signalen/${AN_ID}`, 'POST /oauth/token'])
          expect(refusalOf(await send(identity, route))).toEqual([
            401,
            'certificaat-niet-vertrouwd',
          ])
      })
    })

    test('a good certificate of an OIN that nobody registered is refused, also with a token of another', async () => {
      const token = await gateway.as('de-linde', 'aanleveren').token()
      await expectCounted({ 'deelnemer-onbekend': 3 }, async () => {
        for (const [route, headers] of [
          [`GET /v1/signalen/${AN_ID}`, {}],
          [`GET /v1/signalen/${AN_ID}`, { authorization: `Bearer ${token}` }],
          ['POST /oauth/token', {}],
        ] as const)
          expect(refusalOf(await send(certificateOf('vreemd'), route, headers))).toEqual([
            403,
            'deelnemer-onbekend',
          ])
      })
    })
  })

  describe('of the parties that it knows', () => {
    const expectRefused = async (
      ask: () => Promise<RawAnswer>,
      refusal: readonly [number, ProblemKind],
      event: object,
    ): Promise<void> => {
      const recorded = await recordedBy(async () => expect(refusalOf(await ask())).toEqual(refusal))
      expect(recorded).toEqual([{ probleem: refusal[1], ...event }])
    }
    const READ = `GET /v1/signalen/${AN_ID}`
    const READ_EVENT = { oin: LINDE, doel: 'aanleveren', route: 'GET /v1/signalen/{id}' }
    const bearer = (token: string): Readonly<Record<string, string>> => ({
      authorization: `Bearer ${token}`,
    })

    /** A route for any purpose asks for none in particular. */
    const askedFor = (doel: Doel | 'elk'): object => (doel === 'elk' ? {} : { doel })

    /** A purpose of the same party that the route does not serve. */
    const otherThan = (doel: Doel): Doel => {
      if (doel === 'aanleveren') return 'terugkoppeling'
      return doel === 'monitor' ? 'toezicht' : 'monitor'
    }

    const bodyOf = async (key: string): Promise<string | undefined> => {
      const request = aRequest(key)
      return request.method === 'GET' ? undefined : await request.text()
    }

    test.each(Object.entries(DOEL_PER_ROUTE))('%s wants a token, for %s', async (key, doel) => {
      const party = doel === 'aanleveren' ? 'de-linde' : 'arnhem'
      const body = await bodyOf(key)
      const [method, template = ''] = key.split(' ')
      const route = `${method} ${pathOf(template)}`
      const json = { 'content-type': 'application/json' }
      const event = { oin: party === 'arnhem' ? ARNHEM : LINDE, ...askedFor(doel), route: key }
      const identity = certificateOf(party)
      await expectRefused(() => send(identity, route, json, body), [401, 'token-ontbreekt'], event)
      if (doel === 'elk') return
      const other = otherThan(doel)
      const token = await gateway.as(party, other).token()
      await expectRefused(
        () => send(identity, route, { ...json, ...bearer(token) }, body),
        [403, 'doel-niet-toegestaan'],
        event,
      )
    })

    test("another party's token is worth nothing on this certificate", async () => {
      const token = await gateway.as('het-lage-land', 'aanleveren').token()
      await expectRefused(
        () => send(certificateOf('de-linde'), READ, bearer(token)),
        [401, 'token-van-ander-certificaat'],
        READ_EVENT,
      )
    })

    test('one key does not open the purpose of the other: check and offer of help', async () => {
      const token = await gateway.as('arnhem', 'controle').token()
      await expectRefused(
        () => send(certificateOf('arnhem'), 'GET /v1/meldingen', bearer(token)),
        [403, 'doel-niet-toegestaan'],
        { oin: ARNHEM, doel: 'hulpaanbod', route: 'GET /v1/meldingen' },
      )
    })

    describe('with a token that the gateway did not write so', () => {
      type Change = (claims: JWTPayload) => JWTPayload
      /** A real token of De Linde, signed again by the gateway's own key after `change`. */
      const forged = async (change: Change): Promise<string> => {
        const real = await gateway.as('de-linde', 'aanleveren').token()
        const file = join(gateway.config.certsFolder, 'poort', 'token-sleutel.json')
        const key = JSON.parse(readFileSync(file, 'utf8')) as { kid: string }
        return new SignJWT(change(decodeJwt(real)))
          .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: key.kid })
          .sign(await importJWK(key, 'ES256'))
      }
      const later = (claims: JWTPayload, seconds: number): JWTPayload => ({
        ...claims,
        iat: (claims.iat ?? 0) + seconds,
        exp: (claims.exp ?? 0) + seconds,
      })

      test('signed again without a change it is accepted: what follows is refused for its change', async () => {
        const token = await forged((claims) => claims)
        const answer = await send(certificateOf('de-linde'), READ, bearer(token))
        expect(refusalOf(answer)).toEqual([404, 'niet-gevonden'])
      })

      test.each<[string, ProblemKind, Change]>([
        ['another audience', 'token-ongeldig', (c) => ({ ...c, aud: 'https://elders.example.nl' })],
        ['two audiences', 'token-ongeldig', (c) => ({ ...c, aud: [String(c.aud), 'x'] })],
        ['another issuer', 'token-ongeldig', (c) => ({ ...c, iss: 'https://elders.example.nl' })],
        ['two purposes', 'token-ongeldig', (c) => ({ ...c, scope: 'aanleveren monitor' })],
        ['no binding', 'token-ongeldig', ({ cnf: _, ...c }) => c],
        ['an end that has come', 'token-verlopen', (c) => later(c, -400)],
        [
          'the OIN of another',
          'token-van-ander-certificaat',
          (c) => ({ ...c, sub: ARNHEM, client_id: ARNHEM }),
        ],
      ])('for %s: %s', async (_, kind, change) => {
        const token = await forged(change)
        await expectRefused(
          () => send(certificateOf('de-linde'), READ, bearer(token)),
          [401, kind],
          READ_EVENT,
        )
      })

      test('alg none, with the claims of a good one', async () => {
        const [, payload = ''] = (await forged((claims) => claims)).split('.')
        const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' }))
        for (const token of [`${header.toString('base64url')}.${payload}.`, `..${payload}`])
          await expectRefused(
            () => send(certificateOf('de-linde'), READ, bearer(token)),
            [401, 'token-ongeldig'],
            READ_EVENT,
          )
      })
    })

    describe('at the token endpoint', () => {
      const TOKEN_EVENT = { oin: LINDE, route: '/oauth/token', probleem: 'token-ongeldig' }
      const claimsNow = (): JWTPayload => {
        const iat = Math.floor(Date.now() / 1000)
        const jti = crypto.randomUUID()
        return { iss: LINDE, sub: LINDE, aud: gateway.apiUrl, jti, iat, exp: iat + 60 }
      }
      const signed = async (claims: JWTPayload, party = 'de-linde'): Promise<string> => {
        const { clientKey } = readParty(gateway.config.certsFolder, party)
        return new SignJWT(claims)
          .setProtectedHeader({ alg: 'ES256', kid: clientKey.kid })
          .sign(await importJWK(clientKey, 'ES256'))
      }
      const askToken = (assertion: string, scope = 'aanleveren'): Promise<RawAnswer> =>
        send(
          certificateOf('de-linde'),
          'POST /oauth/token',
          { 'content-type': 'application/x-www-form-urlencoded' },
          new URLSearchParams({
            grant_type: 'client_credentials',
            client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
            client_assertion: assertion,
            scope,
          }).toString(),
        )
      const errorOf = ({ text }: RawAnswer): unknown =>
        (JSON.parse(text) as { error?: unknown }).error

      test('an assertion serves once: replayed, it is refused and recorded', async () => {
        const assertion = await signed(claimsNow())
        expect((await askToken(assertion)).status).toBe(200)
        const recorded = await recordedBy(async () => {
          const answer = await askToken(assertion)
          expect([answer.status, errorOf(answer)]).toEqual([401, 'invalid_client'])
        })
        expect(recorded).toEqual([TOKEN_EVENT])
      })

      test('an assertion without a signature, or of another party, is refused and recorded', async () => {
        const encode = (part: object): string =>
          Buffer.from(JSON.stringify(part)).toString('base64url')
        const bare = `${encode({ alg: 'none' })}.${encode(claimsNow())}.`
        const other = '00000099000000002000'
        const borrowed = await signed({ ...claimsNow(), iss: other, sub: other }, 'het-lage-land')
        for (const assertion of [bare, borrowed]) {
          const recorded = await recordedBy(async () => {
            const answer = await askToken(assertion)
            expect([answer.status, errorOf(answer)]).toEqual([401, 'invalid_client'])
          })
          expect(recorded).toEqual([TOKEN_EVENT])
        }
      })

      test('a purpose of another role is refused and recorded', async () => {
        const recorded = await recordedBy(async () => {
          const answer = await askToken(await signed(claimsNow()), 'hulpaanbod')
          expect([answer.status, errorOf(answer)]).toEqual([400, 'invalid_scope'])
        })
        expect(recorded).toEqual([{ ...TOKEN_EVENT, probleem: 'doel-niet-toegestaan' }])
      })
    })

    describe("of another party's signal", () => {
      const never = AN_ID
      const postedByLageLand = async (kenmerk: string, overrides = {}): Promise<string> => {
        const { post } = callerOf(gateway, 'het-lage-land', 'aanleveren')
        return acceptedOf(await post(rentToday(kenmerk, overrides))).id
      }
      const event = (oin: string, doel: Doel, route: string): object => ({
        oin,
        doel,
        probleem: 'niet-gevonden',
        route,
      })

      test.each(['', '/bewijs'])(
        'the id is not there (%s), told as of one that never was',
        async (sub) => {
          const linde = callerOf(gateway, 'de-linde', 'aanleveren')
          const id = await postedByLageLand(`A-1${sub.replace('/', '-')}`)
          const seen = new Set<string>()
          for (const one of [id, never])
            for (const method of ['GET', 'HEAD']) {
              const recorded = await recordedBy(async () => {
                const answer = await linde.call(`${method} /v1/signalen/${one}${sub}`)
                expect(answer.status).toBe(404)
                seen.add(`${method} ${answer.text}`)
              })
              expect(recorded).toEqual([event(LINDE, 'aanleveren', `GET /v1/signalen/{id}${sub}`)])
            }
          expect(seen.size).toBe(2)
        },
      )

      test('at a municipality it is not there, and cannot be confirmed', async () => {
        const adres = { straatnaam: 'Wevershof', huisnummer: 7, postcode: '5011EF' }
        const id = await postedByLageLand('A-2', { adres })
        const arnhem = callerOf(gateway, 'arnhem', 'hulpaanbod', { medewerker: 'mw-3' })
        for (const one of [id, never])
          for (const [route, path, body] of [
            ['GET /v1/meldingen/{id}', `GET /v1/meldingen/${one}`, undefined],
            ['GET /v1/meldingen/{id}', `HEAD /v1/meldingen/${one}`, undefined],
            ['POST /v1/ontvangsten', 'POST /v1/ontvangsten', { meldingen: [one] }],
          ] as const) {
            const recorded = await recordedBy(async () =>
              expect((await arnhem.call(path, body)).status).toBe(404),
            )
            expect(recorded).toEqual([event(ARNHEM, 'hulpaanbod', route)])
          }
      })

      test('the refusal is recorded under both parties of a mandate, and the id that was asked nowhere', async () => {
        const id = await postedByLageLand('A-3')
        const incasso = callerOf(gateway, 'incasso-noord', 'aanleveren', { namens: LINDE })
        expect((await incasso.call(`GET /v1/signalen/${id}`)).status).toBe(404)
        const last = (await gateway.owner.events('toegang-geweigerd')).at(-1)
        expect(last).toMatchObject({ oin: '00000099000000004000', namens: LINDE })
        expect(JSON.stringify(last)).not.toContain(id)
      })
    })
  })
})
