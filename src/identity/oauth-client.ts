/** Our rules for a client at the token endpoint, on top of what `oidc-provider` checks itself. Pure. */
import { z } from 'zod'
import type { ClientJwks } from '../crypto/signing-keys.ts'
import { DOELEN_VAN_ROL, type Rol } from '../model/deelnemer.ts'
import { Doel } from '../model/doel.ts'
import { Oin } from '../model/ids.ts'

/** A party as an OAuth client. */
export type OAuthClient = {
  readonly oin: Oin
  readonly rol: Rol
  readonly jwks: ClientJwks
}

/** How the algorithms of a client assertion are named: FAPI 2.0 §5.4.1, without RS256. */
export const ASSERTION_ALGORITHMS = ['ES256', 'PS256', 'EdDSA', 'Ed25519'] as const

const ASSERTION_SECONDS = 300
const FUTURE_SECONDS = 10

const Assertion = z.looseObject({
  iss: Oin,
  sub: Oin,
  // A single string (FAPI 2.0 §5.3.2.1): an assertion made for another server is of no use here.
  aud: z.string(),
  jti: z.string().min(16).max(128),
  iat: z.int(),
  exp: z.int(),
})

/** What an assertion is held against. */
export type AssertionRules = {
  /** The issuer and the URL of its token endpoint; nothing else. */
  readonly audiences: readonly string[]
  /** The OIN of the certificate on this connection. */
  readonly oin: Oin
  readonly at: Date
}

/** Why the claims of a signed client assertion do not serve; undefined when they do. Says nothing of the values. */
export function findAssertionFault(claims: unknown, rules: AssertionRules): string | undefined {
  const read = Assertion.safeParse(claims)
  if (!read.success) return 'claims'
  const { iss, sub, aud, iat, exp } = read.data
  const seconds = rules.at.getTime() / 1000
  if (iss !== rules.oin || sub !== rules.oin) return 'the certificate is of another party'
  if (!rules.audiences.includes(aud)) return 'aud'
  if (iat > seconds + FUTURE_SECONDS) return 'iat'
  return exp <= iat || exp - iat > ASSERTION_SECONDS ? 'exp' : undefined
}

/** The purpose of a requested scope: exactly one, and one that the role may have; undefined otherwise. */
export function findDoel(scope: unknown, rol: Rol): Doel | undefined {
  const doel = Doel.safeParse(scope)
  const allowed: readonly Doel[] = DOELEN_VAN_ROL[rol]
  return doel.success && allowed.includes(doel.data) ? doel.data : undefined
}
