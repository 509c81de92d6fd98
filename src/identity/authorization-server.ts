/**
 * The authorization server: `oidc-provider` with client credentials only (RFC 6749 §4.4), `private_key_jwt` (RFC 7523) and
 * certificate-bound `at+jwt` tokens of one purpose (RFC 8705, RFC 9068). Everything else of the library is off or unreachable.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type Adapter,
  type AdapterPayload,
  type Configuration,
  errors,
  type KoaContextWithOIDC,
  Provider,
} from 'oidc-provider'
import { z } from 'zod'
import { toBase64 } from '../crypto/bytes.ts'
import type { PrivateSigningJwk, PublicSigningJwk } from '../crypto/signing-keys.ts'
import { TOKEN_SECONDS } from '../crypto/token.ts'
import { DOELEN_VAN_ROL } from '../model/deelnemer.ts'
import { DOELEN } from '../model/doel.ts'
import { Oin } from '../model/ids.ts'
import type { Now } from '../model/ports.ts'
import type { ProblemKind } from '../model/problem.ts'
import type { PartyCertificate } from './authenticate.ts'
import {
  ASSERTION_ALGORITHMS,
  findAssertionFault,
  findDoel,
  type OAuthClient,
} from './oauth-client.ts'

/** The routes it serves, exactly as spelled; anything else is 404. */
export const OAUTH_PATHS = {
  token: '/oauth/token',
  jwks: '/oauth/jwks',
  discovery: '/.well-known/oauth-authorization-server',
} as const

/** The certificate of a connection, with its DER. */
export type Peer = { readonly certificate: PartyCertificate; readonly der: Uint8Array }

export type AuthorizationServerDeps = {
  /** Base URL of the API, without a slash at the end, e.g. `https://localhost:8443`. */
  readonly issuer: string
  /** The `aud` of every token: an absolute URL. */
  readonly audience: string
  /** What signs now; it may be another one at the next request. */
  readonly signingKey: () => PrivateSigningJwk
  /** All that are accepted now. */
  readonly publishedKeys: () => readonly PublicSigningJwk[]
  /** Real time. */
  readonly now: Now
  /** Who is on the other side; throws when that certificate may not be acted on. */
  readonly peer: (req: IncomingMessage) => Peer
  /** A party that takes part today. */
  readonly findClient: (oin: Oin) => Promise<OAuthClient | undefined>
  /** Writes that an assertion was used; false when it was used before. */
  readonly rememberAssertion: (used: {
    readonly oin: Oin
    readonly jti: string
    readonly expiresAt: Date
  }) => Promise<boolean>
  /** Records that a known party was refused; awaited before the answer. */
  readonly refused: (oin: Oin, probleem: ProblemKind) => Promise<void>
  /** Told of a fault of our own; the client then gets 503. */
  readonly fault: (error: unknown) => void
}

/** Builds the server: a handler for node's own request and response, to be mounted behind the certificate gate. */
export function createAuthorizationServer(deps: AuthorizationServerDeps): NodeHandler {
  let current: { readonly kid: string; readonly handle: NodeHandler } | undefined
  return async (req, res) => {
    const key = deps.signingKey()
    // The library knows one set of keys for life: with another key begins another one; what is under way ends on the old.
    if (current?.kid !== key.kid) current = { kid: key.kid, handle: serveWith(deps, key) }
    await current.handle(req, res)
  }
}

type NodeHandler = (req: IncomingMessage, res: ServerResponse) => Promise<void>

function serveWith(deps: AuthorizationServerDeps, key: PrivateSigningJwk): NodeHandler {
  const provider = new Provider(deps.issuer, configure(deps, key))
  const announced = discovery(deps.issuer)
  // Faults go to the port, never to the console.
  provider.silent = true
  provider.on('server_error', (_ctx, error) => deps.fault(error))
  provider.use(async (ctx, next) => {
    try {
      if (isRead(ctx, OAUTH_PATHS.discovery)) ctx.body = announced
      else if (isRead(ctx, OAUTH_PATHS.jwks)) answerKeys(ctx, deps.publishedKeys())
      else if (ctx.method === 'POST' && ctx.path === OAUTH_PATHS.token)
        await answerTokenRequest(ctx, next, deps)
      else answer(ctx, 404, 'not_found')
    } catch (error) {
      deps.fault(error)
      answer(ctx, 503, 'temporarily_unavailable')
    }
    // No browser is a client here, whatever the library allows by itself.
    for (const name of Object.keys(ctx.response.headers))
      if (name.startsWith('access-control-')) ctx.remove(name)
  })
  const handle = provider.callback()
  return async (req, res) => {
    await handle(req, res)
  }
}

function answerKeys(ctx: KoaContext, keys: readonly PublicSigningJwk[]): void {
  ctx.body = { keys }
  ctx.type = 'application/jwk-set+json; charset=utf-8'
}

type KoaContext = Parameters<Parameters<Provider['use']>[0]>[0]

/** Exactly as spelled: the library itself is easy about case and slashes. */
function isRead(ctx: KoaContext, path: string): boolean {
  return (ctx.method === 'GET' || ctx.method === 'HEAD') && ctx.path === path
}

async function answerTokenRequest(
  ctx: KoaContext,
  next: () => Promise<unknown>,
  deps: AuthorizationServerDeps,
): Promise<void> {
  const { oin } = deps.peer(ctx.req).certificate
  await next()
  if (ctx.status >= 500) answer(ctx, 503, 'temporarily_unavailable')
  else if (ctx.status >= 400) {
    const { error } = ErrorBody.parse(ctx.body)
    await deps.refused(oin, error === 'invalid_scope' ? 'doel-niet-toegestaan' : 'token-ongeldig')
  }
}

const ErrorBody = z.looseObject({ error: z.string() })

function answer(ctx: KoaContext, status: 404 | 503, error: string): void {
  ctx.status = status
  ctx.body = { error }
  if (status === 503) ctx.set('Retry-After', '5')
}

/** RFC 8414 metadata: what is meant, no more. */
function discovery(issuer: string): object {
  return {
    issuer,
    token_endpoint: issuer + OAUTH_PATHS.token,
    jwks_uri: issuer + OAUTH_PATHS.jwks,
    response_types_supported: [],
    grant_types_supported: ['client_credentials'],
    scopes_supported: DOELEN,
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    tls_client_certificate_bound_access_tokens: true,
  }
}

function configure(deps: AuthorizationServerDeps, key: PrivateSigningJwk): Configuration {
  const off = { enabled: false }
  return {
    adapter: (name: string) => createAdapter(name, deps),
    jwks: { keys: [{ ...key }] },
    clientAuthMethods: ['private_key_jwt'],
    clientDefaults: { id_token_signed_response_alg: 'ES256', response_types: [] },
    clockTolerance: 10,
    enabledJWA: { clientAuthSigningAlgValues: [...ASSERTION_ALGORITHMS] },
    responseTypes: [],
    scopes: [...DOELEN],
    routes: { token: OAUTH_PATHS.token, jwks: OAUTH_PATHS.jwks },
    ttl: { ClientCredentials: TOKEN_SECONDS },
    clientBasedCORS: () => false,
    renderError: (ctx, out) => {
      ctx.body = out
    },
    // NL GOV profile: `azp` beside the `client_id` of RFC 9068.
    extraTokenClaims: (_ctx, token) => ({ azp: token.clientId }),
    assertJwtClientAuthClaimsAndHeader: (ctx, claims) => checkAssertion(ctx, claims, deps),
    features: {
      devInteractions: off,
      dPoP: off,
      rpInitiatedLogout: off,
      pushedAuthorizationRequests: off,
      userinfo: off,
      clientCredentials: { enabled: true },
      mTLS: {
        enabled: true,
        certificateBoundAccessTokens: true,
        getCertificate: (ctx) => toBase64(deps.peer(ctx.req).der),
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => deps.audience,
        getResourceServerInfo: (ctx, resource) => resourceServer(ctx, resource, deps),
      },
    },
  }
}

function checkAssertion(
  ctx: KoaContextWithOIDC,
  claims: unknown,
  deps: AuthorizationServerDeps,
): void {
  const fault = findAssertionFault(claims, {
    audiences: [deps.issuer, deps.issuer + OAUTH_PATHS.token],
    oin: deps.peer(ctx.req).certificate.oin,
    at: deps.now(),
  })
  if (fault !== undefined) throw new errors.InvalidClientAuth(fault)
}

/** The one resource server, for exactly one purpose: `scope` here is what the token will say. */
async function resourceServer(
  ctx: KoaContextWithOIDC,
  resource: string,
  deps: AuthorizationServerDeps,
): Promise<{ scope: string; audience: string; accessTokenTTL: number; accessTokenFormat: 'jwt' }> {
  if (resource !== deps.audience) throw new errors.InvalidTarget()
  const client = await deps.findClient(deps.peer(ctx.req).certificate.oin)
  const doel = client === undefined ? undefined : findDoel(ctx.oidc.params?.['scope'], client.rol)
  if (doel === undefined) throw new errors.InvalidScope('exactly one purpose of the role', '')
  return {
    scope: doel,
    audience: deps.audience,
    accessTokenTTL: TOKEN_SECONDS,
    accessTokenFormat: 'jwt',
  }
}

/** The library's view of our store: clients are read, used assertions are written, nothing else is ever kept. */
function createAdapter(name: string, deps: AuthorizationServerDeps): Adapter {
  const never = async (): Promise<never> => {
    throw new Error(`the authorization server keeps no ${name}`)
  }
  return {
    find: async (id) => (name === 'Client' ? findClient(id, deps) : undefined),
    upsert: name === 'ReplayDetection' ? (id, payload) => remember(id, payload, deps) : never,
    findByUserCode: never,
    findByUid: never,
    consume: never,
    destroy: never,
    revokeByGrantId: never,
  }
}

async function findClient(
  id: string,
  deps: AuthorizationServerDeps,
): Promise<AdapterPayload | undefined> {
  const oin = Oin.safeParse(id)
  const client = oin.success ? await deps.findClient(oin.data) : undefined
  if (client === undefined) return undefined
  return {
    client_id: client.oin,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: client.jwks.keys },
    scope: DOELEN_VAN_ROL[client.rol].join(' '),
    tls_client_certificate_bound_access_tokens: true,
  }
}

/** `id` is the library's hash of client and `jti`: of fixed length, whatever the client sent. */
async function remember(
  id: string,
  payload: AdapterPayload,
  deps: AuthorizationServerDeps,
): Promise<void> {
  const oin = Oin.parse(payload['iss'])
  const expiresAt = new Date((payload.exp ?? 0) * 1000)
  if (!(await deps.rememberAssertion({ oin, jti: id, expiresAt })))
    throw new errors.InvalidClientAuth('client assertion tokens must only be used once')
}
