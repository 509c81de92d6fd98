/** The keys of one use, one after the other: each signs from its own instant until the next one does. Pure. */
import { PrivateSigningJwk, type PublicSigningJwk, publicSigningJwk } from './signing-keys.ts'

/** A key with the instant from which it signs; only its public half is left once it does not sign any more. */
export type RingKey = {
  readonly vanaf: Date
  readonly jwk: PrivateSigningJwk | PublicSigningJwk
}

/** In the order in which they sign. */
export type KeyRing = readonly RingKey[]

/** Puts keys in the order in which they sign. */
export const toKeyRing = (keys: readonly RingKey[]): KeyRing =>
  keys.toSorted((a, b) => a.vanaf.getTime() - b.vanaf.getTime())

/** The key that signs at `at`. @throws Error when none does, or only its public half is there */
export function signerAt(ring: KeyRing, at: Date): PrivateSigningJwk {
  const current = ring.findLast(({ vanaf }) => vanaf <= at)
  const parsed = PrivateSigningJwk.safeParse(current?.jwk)
  if (!parsed.success) throw new Error('no key signs now')
  return parsed.data
}

/** Which keys are shown and accepted at `at`: that which signs, those that will, and those that did until less than `keepMs` ago. */
export const publishedAt = (
  ring: KeyRing,
  at: Date,
  keepMs = Number.POSITIVE_INFINITY,
): readonly PublicSigningJwk[] =>
  ring
    .filter((_, i) => endOf(ring, i) + keepMs > at.getTime())
    .map(({ jwk }) => ('d' in jwk ? publicSigningJwk(jwk) : jwk))

/** Those whose successor signs at `at`: their private half is of no use any more. */
export const endedAt = (ring: KeyRing, at: Date): readonly RingKey[] =>
  ring.filter((_, i) => endOf(ring, i) <= at.getTime())

const endOf = (ring: KeyRing, index: number): number =>
  ring[index + 1]?.vanaf.getTime() ?? Number.POSITIVE_INFINITY
