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

/** Whether the id, the public half and the secret half belong together. libsodium must have been loaded. */
export function isSleutelpaar(paar: Sleutelpaar): boolean {
  return (
    paar.publiekeSleutel.length === sodium.crypto_box_PUBLICKEYBYTES &&
    paar.geheimeSleutel.length === sodium.crypto_box_SECRETKEYBYTES &&
    sleutelIdOf(paar.publiekeSleutel) === paar.sleutelId &&
    sameBytes(sodium.crypto_scalarmult_base(paar.geheimeSleutel), paar.publiekeSleutel)
  )
}
