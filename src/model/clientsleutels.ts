/** The public keys with which a party signs its client assertions (RFC 7523), as it may bring them: a strict JWK Set (RFC 7517 §5). */
import { z } from 'zod'

const shared = {
  kid: z.string().regex(/^[A-Za-z0-9._~-]{1,100}$/),
  use: z.literal('sig').optional(),
}

/** 32 bytes in base64url. */
const Coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

/** ES256, EdDSA or PS256 from 3072 bits (FAPI 2.0 §5.4.1); a private member is none of these properties, and so refused. */
const Clientsleutel = z.discriminatedUnion('kty', [
  z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: Coordinate,
    y: Coordinate,
    alg: z.literal('ES256').optional(),
    ...shared,
  }),
  z.strictObject({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    x: Coordinate,
    alg: z.enum(['EdDSA', 'Ed25519']).optional(),
    ...shared,
  }),
  z.strictObject({
    kty: z.literal('RSA'),
    n: z.string().regex(/^[A-Za-z0-9_-]{512,1366}$/),
    e: z.literal('AQAB'),
    alg: z.literal('PS256').optional(),
    ...shared,
  }),
])

/** At least one and at most ten, each with a `kid` of its own. */
export const Clientsleutels = z
  .strictObject({ keys: z.array(Clientsleutel).min(1).max(10) })
  .refine(
    ({ keys }) => new Set(keys.map(({ kid }) => kid)).size === keys.length,
    'Elke sleutel heeft een eigen kid',
  )
  .meta({ description: 'Publieke sleutels waarmee de deelnemer client assertions ondertekent' })
export type Clientsleutels = z.infer<typeof Clientsleutels>
