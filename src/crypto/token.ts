/** Checks access tokens of our own issuer: RFC 9068 (`at+jwt`) bound to a certificate by RFC 8705 §3. */
import { createLocalJWKSet, errors, jwtVerify } from 'jose'
import { z } from 'zod'
import { Doel } from '../model/doel.ts'
import { Oin } from '../model/ids.ts'
import { Problem } from '../model/problem.ts'
import type { PublicSigningJwk } from './signing-keys.ts'

/** No token lives longer, in seconds. */
export const TOKEN_SECONDS = 300

const CLOCK_TOLERANCE_SECONDS = 10
const MAX_LENGTH = 4096

/** What an accepted token says: who asked it, for which one purpose, bound to which certificate (`x5t#S256`). */
export type AccessToken = {
  readonly oin: Oin
  readonly doel: Doel
  readonly thumbprint: string
}

/** The one issuer that is accepted: its name, its keys and the audience that it writes for us. */
export type TokenIssuer = {
  readonly issuer: string
  readonly audience: string
  /** Those that are accepted now. */
  readonly keys: () => readonly PublicSigningJwk[]
}

/**
 * Checks a token at `at` (real time, never the clock of law).
 * @throws Problem `token-verlopen` when all is well but its end; `token-ongeldig` for anything else
 */
export type VerifyToken = (token: string, at: Date) => Promise<AccessToken>

const Claims = z
  .looseObject({
    // A single string: an array would let one token serve two services.
    aud: z.string(),
    sub: Oin,
    client_id: Oin,
    jti: z.string().min(16),
    iat: z.int(),
    exp: z.int(),
    // Exactly one purpose: a list of two is not in the enumeration.
    scope: Doel,
    cnf: z.strictObject({ 'x5t#S256': z.string().regex(/^[A-Za-z0-9_-]{43}$/) }),
  })
  .refine((claims) => claims.sub === claims.client_id)
  .refine((claims) => claims.exp - claims.iat <= TOKEN_SECONDS)

/** A verifier for this issuer. Keys in a token's own header (`jwk`, `jku`, `x5u`, `x5c`) are never looked at. */
export function createTokenVerifier(from: TokenIssuer): VerifyToken {
  const keySet = keepKeySet(from.keys)
  return async (token, at) => {
    if (token.length > MAX_LENGTH) throw new Problem('token-ongeldig')
    try {
      const { payload } = await jwtVerify(token, keySet(), {
        algorithms: ['ES256'],
        typ: 'at+jwt',
        issuer: from.issuer,
        audience: from.audience,
        currentDate: at,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        maxTokenAge: TOKEN_SECONDS,
        requiredClaims: ['exp', 'iat', 'aud', 'iss', 'jti'],
      })
      const claims = Claims.parse(payload)
      return { oin: claims.client_id, doel: claims.scope, thumbprint: claims.cnf['x5t#S256'] }
    } catch (cause) {
      throw new Problem(isExpired(cause) ? 'token-verlopen' : 'token-ongeldig', { cause })
    }
  }
}

/** Keys are imported once, until others are accepted. */
function keepKeySet(accepted: TokenIssuer['keys']): () => ReturnType<typeof createLocalJWKSet> {
  let kids: string | undefined
  let keys = createLocalJWKSet({ keys: [] })
  return () => {
    const now = accepted()
    const names = now.map(({ kid }) => kid).join()
    if (names !== kids) keys = createLocalJWKSet({ keys: now.map((key) => ({ ...key })) })
    kids = names
    return keys
  }
}

function isExpired(error: unknown): boolean {
  return error instanceof errors.JWTExpired
}
