/** Key pairs for ES256 (RFC 7518 §3.4) as JWK, named by their RFC 7638 thumbprint. */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose'
import { z } from 'zod'
import type { Clientsleutels } from '../model/clientsleutels.ts'

const publicShape = {
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  kid: z.string().min(1).max(100),
  alg: z.literal('ES256'),
  use: z.literal('sig'),
}

/** The half that may be shown. */
export const PublicSigningJwk = z.strictObject(publicShape)
export type PublicSigningJwk = z.infer<typeof PublicSigningJwk>

/** The half that signs; never logged, never in a database. */
export const PrivateSigningJwk = z.strictObject({ ...publicShape, d: z.string() })
export type PrivateSigningJwk = z.infer<typeof PrivateSigningJwk>

/** A client's public keys as the register keeps them (RFC 7517 §5); symmetric and private keys are refused. */
export const ClientJwks = z.strictObject({
  keys: z
    .array(
      z
        .looseObject({ kty: z.enum(['EC', 'RSA', 'OKP']), kid: z.string().max(200).optional() })
        .refine((key) => !('d' in key) && !('k' in key), 'a private key'),
    )
    .min(1)
    .max(10),
})
export type ClientJwks = z.infer<typeof ClientJwks>

/** Draws a new key pair. */
export async function generateSigningKeys(): Promise<{
  readonly privateJwk: PrivateSigningJwk
  readonly publicJwk: PublicSigningJwk
}> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = await exportJWK(privateKey)
  const kid = await calculateJwkThumbprint(jwk, 'sha256')
  const privateJwk = PrivateSigningJwk.parse({ ...jwk, kid, alg: 'ES256', use: 'sig' })
  return { privateJwk, publicJwk: publicSigningJwk(privateJwk) }
}

/** The public half of `jwk`. */
export function publicSigningJwk(jwk: PrivateSigningJwk): PublicSigningJwk {
  const { d: _secret, ...rest } = jwk
  return PublicSigningJwk.parse(rest)
}

const ALG = { EC: 'ES256', OKP: 'EdDSA', RSA: 'PS256' } as const

/**
 * The thumbprint (RFC 7638, SHA-256) of each key of the set.
 * @returns undefined when one of them is no key: a point off its curve, a number of the wrong size
 */
export async function thumbprintsOf({
  keys,
}: Clientsleutels): Promise<readonly string[] | undefined> {
  try {
    const bare = keys.map(({ alg: _alg, use: _use, ...key }) => key)
    await Promise.all(bare.map((key) => importJWK(key, ALG[key.kty])))
    return await Promise.all(bare.map((key) => calculateJwkThumbprint(key, 'sha256')))
  } catch {
    return undefined
  }
}
