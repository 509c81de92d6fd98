/** A recipient's key pair (X25519, for libsodium's `crypto_box`) and the id that names it. */
import sodium from 'libsodium-wrappers'
import { SleutelId } from '../model/ids.ts'
import type { RandomBytes } from '../model/ports.ts'
import { toHex } from './bytes.ts'
import { sameBytes, sha256 } from './hash.ts'

/** A key pair of a recipient; both halves are 32 bytes. The secret half never reaches the gateway. */
export type Sleutelpaar = {
  readonly sleutelId: SleutelId
  readonly publiekeSleutel: Uint8Array
  readonly geheimeSleutel: Uint8Array
}

/** The id of a public key: the first 16 bytes of its SHA-256, lower-case hex. */
export function sleutelIdOf(publiekeSleutel: Uint8Array): SleutelId {
  return SleutelId.parse(toHex(sha256(publiekeSleutel).subarray(0, 16)))
}

/** Makes a key pair out of 32 random bytes (`crypto_box_seed_keypair`). */
export async function createSleutelpaar(random: RandomBytes): Promise<Sleutelpaar> {
  await sodium.ready
  const seed = random(sodium.crypto_box_SEEDBYTES)
  const { publicKey, privateKey } = sodium.crypto_box_seed_keypair(seed)
  sodium.memzero(seed)
  return {
    sleutelId: sleutelIdOf(publicKey),
    publiekeSleutel: publicKey,
    geheimeSleutel: privateKey,
  }
}

/** 2^255 − 19, little-endian; a canonical point is below it and leaves the highest bit clear (RFC 7748 §5). */
const isCanonical = (key: Uint8Array): boolean => {
  if (((key[31] ?? 0xff) & 0x80) !== 0) return false
  const high = key[31] === 0x7f && key.subarray(1, 31).every((byte) => byte === 0xff)
  return !(high && (key[0] ?? 0) >= 0xed)
}

/**
 * Whether a public key may be sealed to: canonical and not of low order, with which every agreement is the same and known to all
 * (RFC 7748 §6.1). Loads libsodium.
 */
export async function isSafePublicKey(publiekeSleutel: Uint8Array): Promise<boolean> {
  await sodium.ready
  if (publiekeSleutel.length !== sodium.crypto_box_PUBLICKEYBYTES) return false
  if (!isCanonical(publiekeSleutel)) return false
  try {
    // Any scalar shows it: clamped scalars are multiples of the cofactor, so a point of low order goes to zero.
    return sodium
      .crypto_scalarmult(new Uint8Array(32).fill(7), publiekeSleutel)
      .some((b) => b !== 0)
  } catch {
    return false
  }
}

/** Whether the id, the public half and the secret half belong together. libsodium must have been loaded. */
export function isSleutelpaar(paar: Sleutelpaar): boolean {
  return (
    paar.publiekeSleutel.length === sodium.crypto_box_PUBLICKEYBYTES &&
    paar.geheimeSleutel.length === sodium.crypto_box_SECRETKEYBYTES &&
    sleutelIdOf(paar.publiekeSleutel) === paar.sleutelId &&
    sameBytes(sodium.crypto_scalarmult_base(paar.geheimeSleutel), paar.publiekeSleutel)
  )
}
