/** `private_key_jwt`: a client proves who it is with a short-lived, signed assertion (RFC 7523 §2.2 and §3). */
import { importJWK, SignJWT } from 'jose'
import type { RandomBytes } from '../model/ports.ts'
import { toBase64Url } from './bytes.ts'
import type { PrivateSigningJwk } from './signing-keys.ts'

const LIFETIME_SECONDS = 60
const JTI_BYTES = 16

/**
 * An assertion for one token request: ES256, for `issuer` alone (`aud` as a single string), good for 60 s from `at`, with a
 * fresh 128-bit `jti` so that it serves once.
 */
export async function signClientAssertion(options: {
  readonly clientId: string
  readonly issuer: string
  /** The private half of a key of the client's registered JWKS, named there by its `kid`. */
  readonly signWith: PrivateSigningJwk
  readonly at: Date
  readonly random: RandomBytes
}): Promise<string> {
  const { clientId, issuer, signWith, at, random } = options
  const issuedAt = Math.floor(at.getTime() / 1000)
  return await new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid: signWith.kid })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(issuer)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + LIFETIME_SECONDS)
    .setJti(toBase64Url(random(JTI_BYTES)))
    .sign(await importJWK(signWith, 'ES256'))
}
