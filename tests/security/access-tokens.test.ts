import type { webcrypto } from 'node:crypto'
import { exportSPKI, generateKeyPair, importJWK, type JWTPayload, SignJWT } from 'jose'
import * as oauth from 'oauth4webapi'
import { Agent, fetch as undiciFetch } from 'undici'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { publicSigningJwk } from '../../src/crypto/signing-keys.ts'
import { createTokenVerifier } from '../../src/crypto/token.ts'
import { engines, type TestDatabase } from '../support/databases.ts'
import {
  askToken,
  createParty,
  getToken,
  type IdentityGateway,
  signAssertion,
  startIdentityGateway,
  tokenForm,
} from '../support/identity-gateway.ts'
import { OINS, type TestCa, testCa } from '../support/test-ca.ts'
import { ask, type TlsAnswer } from '../support/tls-client.ts'

const errorOf = (answer: TlsAnswer): unknown =>
  (JSON.parse(answer.body) as { error?: unknown }).error

describe.each(engines)('access tokens on $name', (engine) => {
  let database: TestDatabase
  let ca: TestCa
  let gateway: IdentityGateway
  beforeAll(async () => {
    database = await engine.open()
    ca = await testCa()
    gateway = await startIdentityGateway(database, ca)
  })
  beforeEach(() => {
    gateway.seen()
  })
  afterAll(async () => {
    expect(gateway.faults).toEqual([])
    await gateway.close()
    await database.close()
  })

  const expectRefused = (answer: TlsAnswer, error: string, probleem = 'token-ongeldig'): void => {
    expect([answer.status, errorOf(answer)]).toEqual([
      error === 'invalid_client' ? 401 : 400,
      error,
    ])
    expect(gateway.seen()).toEqual({
      events: [{ soort: 'toegang-geweigerd', oin: OINS.linde, probleem, route: '/oauth/token' }],
      unknown: [],
    })
  }

  describe('asking one', () => {
    test('a client that nobody of us wrote discovers, authenticates and gets a bound token', async () => {
      const { linde } = gateway.parties
      const dispatcher = new Agent({ connect: { ...linde.identity } })
      const options = {
        [oauth.customFetch]: (url: string, init: object) =>
          undiciFetch(url, { ...init, dispatcher }) as unknown as Promise<Response>,
      }
      const issuer = new URL(gateway.issuer)
      const server = await oauth.processDiscoveryResponse(
        issuer,
        await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...options }),
      )
      const client = { client_id: linde.oin }
      const key = (await importJWK(linde.jwk, 'ES256')) as webcrypto.CryptoKey
      const answer = await oauth.processClientCredentialsResponse(
        server,
        client,
        await oauth.clientCredentialsGrantRequest(
          server,
          client,
          oauth.PrivateKeyJwt({ key, kid: linde.jwk.kid }),
          new URLSearchParams({ scope: 'aanleveren' }),
          options,
        ),
      )
      expect(answer).toMatchObject({ token_type: 'bearer', expires_in: 300, scope: 'aanleveren' })
      const verify = createTokenVerifier({
        issuer: gateway.issuer,
        audience: gateway.audience,
        keys: () => [publicSigningJwk(gateway.signingKey)],
      })
      expect(await verify(answer.access_token, new Date())).toMatchObject({
        oin: linde.oin,
        doel: 'aanleveren',
      })
      const [head = '', body = ''] = answer.access_token.split('.')
      const decode = (part: string): unknown =>
        JSON.parse(Buffer.from(part, 'base64url').toString())
      expect(decode(head)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: gateway.signingKey.kid })
      expect(decode(body)).toMatchObject({
        iss: gateway.issuer,
        aud: gateway.audience,
        sub: linde.oin,
        client_id: linde.oin,
        azp: linde.oin,
        scope: 'aanleveren',
      })
      await dispatcher.close()
    })

    test('discovery announces what is meant and no more; the keys are public halves', async () => {
      const { identity } = gateway.parties.linde
      const path = '/.well-known/oauth-authorization-server'
      const document = await ask(gateway.port, identity, { path })
      expect(JSON.parse(document.body)).toEqual({
        issuer: gateway.issuer,
        token_endpoint: `${gateway.issuer}/oauth/token`,
        jwks_uri: `${gateway.issuer}/oauth/jwks`,
        response_types_supported: [],
        grant_types_supported: ['client_credentials'],
        scopes_supported: [
          'aanleveren',
          'controle',
          'selectie',
          'hulpaanbod',
          'terugkoppeling',
          'monitor',
          'toezicht',
        ],
        token_endpoint_auth_methods_supported: ['private_key_jwt'],
        token_endpoint_auth_signing_alg_values_supported: ['ES256', 'PS256', 'EdDSA', 'Ed25519'],
        tls_client_certificate_bound_access_tokens: true,
      })
      const keys = await ask(gateway.port, identity, { path: '/oauth/jwks' })
      expect(JSON.parse(keys.body)).toEqual({ keys: [publicSigningJwk(gateway.signingKey)] })
      expect(Object.keys(keys.headers).filter((name) => name.startsWith('access-control'))).toEqual(
        [],
      )
      expect((await ask(gateway.port, identity, { path, method: 'HEAD' })).status).toBe(200)
    })

    test('no other door of the library can be reached', async () => {
      const { identity } = gateway.parties.linde
      for (const [method, path] of [
        ['GET', '/oauth/token'],
        ['POST', '/oauth/Token'],
        ['POST', '/oauth/token/'],
        ['OPTIONS', '/oauth/token'],
        ['GET', '/oauth/auth'],
        ['POST', '/oauth/jwks'],
      ] as const)
        expect((await ask(gateway.port, identity, { method, path })).status, path).toBe(404)
    })

    test('of 50 replays of one assertion at once exactly one gets a token', async () => {
      const { linde } = gateway.parties
      const form = tokenForm(await signAssertion(gateway, linde), 'aanleveren')
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => askToken(gateway, linde.identity, form)),
      )
      expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
      expect(answers.filter((answer) => errorOf(answer) === 'invalid_client')).toHaveLength(49)
      expect(gateway.seen().events).toHaveLength(49)
      const later = await askToken(gateway, linde.identity, form)
      expectRefused(later, 'invalid_client')
    })

    test.each([
      ['two purposes', 'aanleveren terugkoppeling'],
      ['no purpose', ''],
      ['a purpose of another role', 'hulpaanbod'],
      ['an unknown purpose', 'alles'],
      ['the purpose twice', 'aanleveren aanleveren'],
      ['openid', 'openid'],
    ])('asking %s is refused', async (_what, scope) => {
      const { linde } = gateway.parties
      const form = tokenForm(await signAssertion(gateway, linde), scope)
      expectRefused(
        await askToken(gateway, linde.identity, form),
        'invalid_scope',
        'doel-niet-toegestaan',
      )
    })

    test('a token for another audience cannot be asked', async () => {
      const { linde } = gateway.parties
      for (const resource of ['https://evil.example.nl/v1', `${gateway.audience}/`]) {
        const form = tokenForm(await signAssertion(gateway, linde), 'aanleveren')
        expectRefused(
          await askToken(gateway, linde.identity, { ...form, resource }),
          'invalid_target',
        )
      }
      const form = tokenForm(await signAssertion(gateway, linde), 'aanleveren')
      const body = `${new URLSearchParams(form).toString()}&resource=${gateway.audience}&resource=https://x.example.nl`
      expectRefused(await askToken(gateway, linde.identity, body), 'invalid_target')
    })

    const now = (): number => Math.floor(Date.now() / 1000)
    const wrongClaims: readonly (readonly [string, () => Record<string, unknown>])[] = [
      ['an array of audiences', () => ({ aud: [`${gateway.issuer}/oauth/token`] })],
      ['another audience', () => ({ aud: 'https://evil.example.nl/oauth/token' })],
      ['the jwks endpoint as audience', () => ({ aud: `${gateway.issuer}/oauth/jwks` })],
      ['a slash behind the audience', () => ({ aud: `${gateway.issuer}/` })],
      ['a life of an hour', () => ({ exp: now() + 3600 })],
      ['an end in the past', () => ({ iat: now() - 120, exp: now() - 60 })],
      ['a start in the future', () => ({ iat: now() + 60, exp: now() + 90 })],
      ['no end', () => ({ exp: undefined })],
      ['no start', () => ({ iat: undefined })],
      ['no jti', () => ({ jti: undefined })],
      ['a jti that can be guessed', () => ({ jti: '1' })],
      ['a jti of 10 kB', () => ({ jti: 'a'.repeat(10_000) })],
      ['another issuer', () => ({ iss: OINS.lageLand })],
    ]
    test.each(wrongClaims)('an assertion with %s is refused', async (_what, override) => {
      const { linde } = gateway.parties
      const assertion = await signAssertion(gateway, linde, override())
      expectRefused(
        await askToken(gateway, linde.identity, tokenForm(assertion, 'aanleveren')),
        'invalid_client',
      )
    })

    test('the issuer is the other audience that is accepted', async () => {
      const { linde } = gateway.parties
      const assertion = await signAssertion(gateway, linde, { aud: gateway.issuer })
      const answer = await askToken(gateway, linde.identity, tokenForm(assertion, 'aanleveren'))
      expect(answer.status).toBe(200)
    })

    test('a party cannot use the assertion of another, nor spend it', async () => {
      const { linde, lageLand } = gateway.parties
      const form = tokenForm(await signAssertion(gateway, lageLand), 'aanleveren')
      expectRefused(await askToken(gateway, linde.identity, form), 'invalid_client')
      expect((await askToken(gateway, lageLand.identity, form)).status).toBe(200)
    })

    test('an assertion signed by another key, by none or by the public key as a secret is refused', async () => {
      const { linde, lageLand } = gateway.parties
      const claims = {
        iss: linde.oin,
        sub: linde.oin,
        aud: gateway.issuer,
        jti: 'a'.repeat(22),
        iat: now(),
        exp: now() + 60,
      }
      const encode = (value: object): string =>
        Buffer.from(JSON.stringify(value)).toString('base64url')
      const secret = new TextEncoder().encode(JSON.stringify(publicSigningJwk(linde.jwk)))
      const assertions = [
        await new SignJWT(claims)
          .setProtectedHeader({ alg: 'ES256', kid: linde.jwk.kid })
          .sign(await importJWK(lageLand.jwk, 'ES256')),
        `${encode({ alg: 'none' })}.${encode(claims)}.`,
        await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secret),
      ]
      for (const assertion of assertions)
        expectRefused(
          await askToken(gateway, linde.identity, tokenForm(assertion, 'aanleveren')),
          'invalid_client',
        )
    })

    test('a stranger with a valid certificate is never asked for a key', async () => {
      const stranger = await createParty(ca, OINS.onbekend)
      const form = tokenForm(await signAssertion(gateway, stranger), 'aanleveren')
      const answer = await askToken(gateway, stranger.identity, form)
      expect(JSON.parse(answer.body)).toEqual({ probleem: 'deelnemer-onbekend' })
      expect(gateway.seen()).toEqual({ events: [], unknown: ['deelnemer-onbekend'] })
    })

    test('an error names no value that was sent', async () => {
      const { linde } = gateway.parties
      const form = tokenForm('kanarie.kanarie.kanarie', 'kanarie')
      const answer = await askToken(gateway, linde.identity, { ...form, client_id: 'kanarie' })
      expect(answer.status).toBe(400)
      expect(answer.body).not.toContain('kanarie')
      gateway.seen()
    })
  })

  describe('forging one', () => {
    const good = async (): Promise<JWTPayload> => {
      const token = await getToken(gateway, gateway.parties.linde, 'aanleveren')
      return JSON.parse(
        Buffer.from(token.split('.')[1] ?? '', 'base64url').toString(),
      ) as JWTPayload
    }
    const present = async (token: string): Promise<unknown> => {
      const answer = await ask(gateway.port, gateway.parties.linde.identity, {
        path: '/v1/aanleveren',
        headers: { authorization: `Bearer ${token}` },
      })
      const { events } = gateway.seen()
      const { probleem } = JSON.parse(answer.body) as { probleem?: string }
      expect(events.map((event) => 'probleem' in event && event.probleem)).toEqual(
        probleem === undefined ? [] : [probleem],
      )
      return probleem
    }
    const sign = async (claims: JWTPayload, header: object = {}): Promise<string> =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: gateway.signingKey.kid, ...header })
        .sign(await importJWK(gateway.signingKey, 'ES256'))

    test('the same claims signed again are accepted: the cases below fail for what they change', async () => {
      expect(await present(await sign(await good()))).toBeUndefined()
    })

    const now = Math.floor(Date.now() / 1000)
    test.each<readonly [string, (claims: JWTPayload) => JWTPayload, string]>([
      ['another audience', (c) => ({ ...c, aud: 'https://localhost:9443/v1' }), 'token-ongeldig'],
      ['our audience in a list', (c) => ({ ...c, aud: [String(c.aud)] }), 'token-ongeldig'],
      ['a slash more', (c) => ({ ...c, aud: `${String(c.aud)}/` }), 'token-ongeldig'],
      ['another issuer', (c) => ({ ...c, iss: 'https://127.0.0.1.example.nl' }), 'token-ongeldig'],
      ['two purposes', (c) => ({ ...c, scope: 'aanleveren controle' }), 'token-ongeldig'],
      ['no certificate', ({ cnf: _cnf, ...c }) => c, 'token-ongeldig'],
      [
        'a thumbprint in hex',
        (c) => ({ ...c, cnf: { 'x5t#S256': 'ab'.repeat(32) } }),
        'token-ongeldig',
      ],
      [
        'a key besides',
        (c) => ({ ...c, cnf: { ...(c['cnf'] as object), jkt: 'x' } }),
        'token-ongeldig',
      ],
      [
        'another client',
        (c) => ({ ...c, client_id: OINS.lageLand, sub: OINS.lageLand }),
        'token-van-ander-certificaat',
      ],
      ['two clients', (c) => ({ ...c, client_id: OINS.lageLand }), 'token-ongeldig'],
      ['its end behind it', (c) => ({ ...c, iat: now - 200, exp: now - 60 }), 'token-verlopen'],
      ['a life of ten years', (c) => ({ ...c, exp: now + 315_360_000 }), 'token-ongeldig'],
      ['its start ahead', (c) => ({ ...c, iat: now + 120, exp: now + 180 }), 'token-ongeldig'],
      ['nbf ahead', (c) => ({ ...c, nbf: now + 120 }), 'token-ongeldig'],
      ['no end', ({ exp: _exp, ...c }) => c, 'token-ongeldig'],
    ])('a token with %s is refused', async (_what, change, kind) => {
      expect(await present(await sign(change(await good())))).toBe(kind)
    })

    test.each<readonly [string, object]>([
      ['typ JWT', { typ: 'JWT' }],
      ['no typ', { typ: undefined }],
      ['a kid that is a path', { kid: '../../../dev/null' }],
      ['a critical extension', { crit: ['exp'], exp: 1 }],
    ])('a token with %s in its header is refused', async (_what, header) => {
      const claims = await good()
      const token = await sign(claims, 'crit' in header ? {} : header)
      const [head = '', ...rest] = token.split('.')
      const changed =
        'crit' in header
          ? Buffer.from(
              JSON.stringify({
                ...JSON.parse(Buffer.from(head, 'base64url').toString()),
                ...header,
              }),
            ).toString('base64url')
          : head
      expect(await present([changed, ...rest].join('.'))).toBe('token-ongeldig')
    })

    test('no signature, our public key as a secret, and a key in the header are all refused', async () => {
      const claims = await good()
      const encode = (value: object): string =>
        Buffer.from(JSON.stringify(value)).toString('base64url')
      const publicJwk = publicSigningJwk(gateway.signingKey)
      const spki = await exportSPKI(
        (await importJWK(publicJwk, 'ES256', { extractable: true })) as webcrypto.CryptoKey,
      )
      const own = await generateKeyPair('ES256', { extractable: true })
      const header = { typ: 'at+jwt', kid: publicJwk.kid }
      const [body] = [encode(claims)]
      const tokens = [
        ...['none', 'None', 'nOnE'].map((alg) => `${encode({ ...header, alg })}.${body}.`),
        `${encode({ ...header, alg: 'ES256' })}.${body}.`,
        // Psychic signature: r = s = 0.
        `${encode({ ...header, alg: 'ES256' })}.${body}.${Buffer.alloc(64).toString('base64url')}`,
        ...(await Promise.all(
          [spki, JSON.stringify(publicJwk), publicJwk.x].map((secret) =>
            new SignJWT(claims)
              .setProtectedHeader({ ...header, alg: 'HS256' })
              .sign(new TextEncoder().encode(secret.padEnd(32, '0'))),
          ),
        )),
        await new SignJWT(claims)
          .setProtectedHeader({
            ...header,
            alg: 'ES256',
            jwk: { kty: 'EC', crv: 'P-256', x: publicJwk.x, y: publicJwk.y },
            jku: `${gateway.issuer}/oauth/jwks`,
          })
          .sign(own.privateKey),
      ]
      for (const token of tokens) expect(await present(token)).toBe('token-ongeldig')
    })
  })
})
