/** The identity half of the gateway on a real TLS listener: gate, guard, token service and one protected route a purpose. */

import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { importJWK, SignJWT } from 'jose'
import { createCertificateReader } from '../../src/crypto/certificate.ts'
import type { IssuedCertificate, Term } from '../../src/crypto/issue-certificate.ts'
import { type Revocations, readRevocations } from '../../src/crypto/revocations.ts'
import {
  generateSigningKeys,
  type PrivateSigningJwk,
  type PublicSigningJwk,
} from '../../src/crypto/signing-keys.ts'
import { createTokenVerifier } from '../../src/crypto/token.ts'
import {
  admitCertificate,
  authenticateCaller,
  identifyParty,
} from '../../src/flows/authenticate-caller.ts'
import { createTokenService } from '../../src/flows/issue-tokens.ts'
import { registerParties } from '../../src/flows/register-parties.ts'
import { alreadySent } from '../../src/http/already-sent.ts'
import { certificateGate, readTlsFacts } from '../../src/http/certificate-gate.ts'
import { rawHeaderGuard } from '../../src/http/raw-header-guard.ts'
import { createTlsListener, type TlsListener } from '../../src/http/tls-listener.ts'
import type { CertificateRequirements } from '../../src/identity/authenticate.ts'
import type { AuditEvent } from '../../src/model/audit-event.ts'
import type { Deelnemer } from '../../src/model/deelnemer.ts'
import { Doel } from '../../src/model/doel.ts'
import { Gemeentecode, type Oin } from '../../src/model/ids.ts'
import { Problem, type ProblemKind } from '../../src/model/problem.ts'
import type { TestDatabase } from './databases.ts'
import { OINS, type TestCa } from './test-ca.ts'
import { ask, type TlsAnswer, type TlsIdentity } from './tls-client.ts'

/** A client: its certificate and the key with which it signs assertions. */
export type TestParty = {
  readonly oin: Oin
  readonly identity: TlsIdentity
  readonly leaf: IssuedCertificate
  readonly jwk: PrivateSigningJwk
}

type RevokeOptions = { readonly listener?: boolean; readonly lists?: Term }

type Name = 'linde' | 'lageLand' | 'incasso' | 'arnhem'

/** `gateway` stands on one database; `law` is the clock of law, TLS and OAuth run on the real one. */
export type IdentityGateway = {
  readonly port: number
  readonly issuer: string
  readonly audience: string
  readonly signingKey: PrivateSigningJwk
  readonly parties: Readonly<Record<Name, TestParty>>
  /** What the log and the counter were told since the last look. */
  seen(): { readonly events: readonly AuditEvent[]; readonly unknown: readonly ProblemKind[] }
  readonly faults: unknown[]
  /** Puts new lists into force: for the application, and for the listener too unless told not to. */
  revoke(serials: readonly string[], options?: RevokeOptions): Promise<void>
  /** Puts other anchors and lists (PEM) into force, until the next `revoke` or `trust`. */
  trust(anchors: readonly string[], lists: readonly string[]): void
  close(): Promise<void>
}

const DEELNEMERS: Readonly<Record<Name, Deelnemer>> = {
  linde: {
    oin: OINS.linde,
    naam: 'Stichting Wonen De Linde',
    rol: 'verhuurder',
    vanaf: '2025-01-01',
  },
  lageLand: { oin: OINS.lageLand, naam: 'Het Lage Land', rol: 'verhuurder', vanaf: '2025-01-01' },
  incasso: { oin: OINS.incasso, naam: 'Incasso', rol: 'softwareleverancier', vanaf: '2025-01-01' },
  arnhem: {
    oin: OINS.arnhem,
    naam: 'Arnhem',
    rol: 'college',
    gemeentecode: Gemeentecode.parse('0202'),
    vanaf: '2025-01-01',
  },
}

/** A party with a fresh certificate and client key. */
export async function createParty(
  ca: TestCa,
  oin: Oin,
  options?: Parameters<TestCa['client']>[1],
): Promise<TestParty & { readonly publicJwk: PublicSigningJwk }> {
  const leaf = await ca.client(oin, options)
  const { privateJwk, publicJwk } = await generateSigningKeys()
  const identity = {
    ca: ca.root.certificatePem,
    cert: ca.chain(leaf),
    key: leaf.privateKeyPem,
  }
  return { oin, identity, leaf, jwk: privateJwk, publicJwk }
}

const LAW = new Date('2026-11-03T09:00:00Z')

/** Starts it on an ephemeral loopback port with four registered parties. */
export async function startIdentityGateway(
  database: TestDatabase,
  ca: TestCa,
  requirements: CertificateRequirements = { omgeving: 'proef' },
): Promise<IdentityGateway> {
  const { privateJwk: signingKey, publicJwk } = await generateSigningKeys()
  const parties = {
    linde: await createParty(ca, OINS.linde),
    lageLand: await createParty(ca, OINS.lageLand),
    incasso: await createParty(ca, OINS.incasso),
    arnhem: await createParty(ca, OINS.arnhem),
  }
  const events: AuditEvent[] = []
  const unknown: ProblemKind[] = []
  const faults: unknown[] = []
  let crl = await ca.crl()
  let revocations: Revocations = readRevocations(crl)
  const log = { appendEvent: async (_tx: unknown, event: AuditEvent) => events.push(event) }
  await registerParties(
    { db: database.db, trustAnchorsPem: [ca.root.certificatePem], ...log },
    {
      parties: Object.entries(parties).map(([name, party]) => ({
        deelnemer: DEELNEMERS[name as Name],
        clientJwks: { keys: [party.publicJwk] },
        sleutelregistraties: [],
      })),
      mandaten: [
        { gemachtigde: OINS.incasso, gever: OINS.linde, doel: 'aanleveren', vanaf: '2026-01-01' },
      ],
    },
  )
  const app = new Hono<{ Bindings: HttpBindings }>()
  const material = {
    key: ca.server.privateKeyPem,
    cert: ca.chain(ca.server),
    ca: [ca.root.certificatePem],
  }
  const listener: TlsListener = createTlsListener({
    ...material,
    crl,
    fetch: (request, env) => app.fetch(request, env),
  })
  await new Promise<void>((resolve) => listener.server.listen(0, '127.0.0.1', resolve))
  const { port } = listener.server.address() as AddressInfo
  const issuer = `https://127.0.0.1:${port}`
  const audience = `${issuer}/v1`
  const deps = {
    db: database.db,
    now: () => LAW,
    tlsNow: () => new Date(),
    readCertificate: createCertificateReader(),
    revocations: () => revocations,
    requirements,
    countUnknown: (kind: ProblemKind) => unknown.push(kind),
    verifyToken: createTokenVerifier({ issuer, audience, keys: () => [publicJwk] }),
    ...log,
  }
  const tokens = createTokenService({
    ...deps,
    issuer,
    audience,
    signingKey: () => signingKey,
    publishedKeys: () => [publicJwk],
    tlsFacts: (req) => readTlsFacts(req.socket),
    fault: (error) => faults.push(error),
  })
  app.use(certificateGate((tls) => admitCertificate(deps, tls)))
  app.use(rawHeaderGuard([`127.0.0.1:${port}`, `localhost:${port}`]))
  for (const path of ['/oauth/*', '/.well-known/oauth-authorization-server'])
    app.all(path, async (c) => {
      await identifyParty(deps, { tls: readTlsFacts(c.env.incoming.socket) })
      await tokens(c.env.incoming, c.env.outgoing as Parameters<typeof tokens>[1])
      return alreadySent()
    })
  app.all('/v1/:doel', async (c) => {
    const header = (name: string): string | undefined => c.req.header(name)
    const [authorization, namens, medewerker] = [
      header('authorization'),
      header('signaalpoort-namens'),
      header('signaalpoort-medewerker'),
    ]
    const caller = await authenticateCaller(
      deps,
      {
        tls: readTlsFacts(c.env.incoming.socket),
        route: '/v1/{doel}',
        ...(authorization === undefined ? {} : { authorization }),
        ...(namens === undefined ? {} : { namens }),
        ...(medewerker === undefined ? {} : { medewerker }),
      },
      { doel: Doel.parse(c.req.param('doel')) },
    )
    return c.json(caller)
  })
  app.onError((error, c) => {
    if (error instanceof Problem) return c.json({ probleem: error.kind }, 403)
    faults.push(error)
    return c.json({ probleem: 'fout' }, 500)
  })
  return {
    port,
    issuer,
    audience,
    signingKey,
    parties,
    faults,
    seen: () => ({ events: events.splice(0), unknown: unknown.splice(0) }),
    revoke: async (serials, options = {}) => {
      crl = await ca.crl(serials, options.lists)
      revocations = readRevocations(crl)
      const revoked = (der: Uint8Array): boolean =>
        revocations.serials.has(deps.readCertificate(der).serial)
      if (options.listener !== false) listener.renew({ ...material, crl }, revoked)
    },
    trust: (anchors, lists) => {
      revocations = readRevocations(lists)
      listener.renew({ ...material, ca: anchors, crl: lists }, () => false)
    },
    close: () =>
      new Promise((resolve) => {
        listener.server.close(() => resolve())
        listener.server.closeAllConnections()
      }),
  }
}

/** Claims of a client assertion that serve; a test overrides what it wants wrong. */
export async function signAssertion(
  gateway: IdentityGateway,
  party: TestParty,
  override: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    iss: party.oin,
    sub: party.oin,
    aud: `${gateway.issuer}/oauth/token`,
    jti: randomBytes(16).toString('base64url'),
    iat: now,
    exp: now + 60,
    ...override,
  }
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid: party.jwk.kid })
    .sign(await importJWK(party.jwk, 'ES256'))
}

/** Posts to the token endpoint on the connection of `identity`. */
export function askToken(
  gateway: IdentityGateway,
  identity: TlsIdentity,
  form: Readonly<Record<string, string>> | string,
): Promise<TlsAnswer> {
  const body = typeof form === 'string' ? form : new URLSearchParams(form).toString()
  return ask(gateway.port, identity, {
    method: 'POST',
    path: '/oauth/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  })
}

/** The form of a client-credentials request. */
export function tokenForm(assertion: string, scope: string): Record<string, string> {
  return {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
    scope,
  }
}

/** A good token of `party` for one purpose. */
export async function getToken(
  gateway: IdentityGateway,
  party: TestParty,
  doel: Doel,
): Promise<string> {
  const form = tokenForm(await signAssertion(gateway, party), doel)
  const answer = await askToken(gateway, party.identity, form)
  const { access_token: token } = JSON.parse(answer.body) as { access_token?: string }
  if (token === undefined) throw new Error(`no token: ${answer.status} ${answer.body}`)
  return token
}
