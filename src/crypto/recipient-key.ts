/** A recipient's key pair for libsodium's `crypto_box`: X25519, raw 32 bytes each. */
import { generateKeyPairSync } from 'node:crypto'
import { SleutelId } from '../model/ids.ts'
import { toHex } from './bytes.ts'
import { sha256 } from './hash.ts'

/** Both halves, 32 bytes each, and the id that follows from the public one. */
export type RecipientKeyPair = {
  readonly sleutelId: SleutelId
  readonly publiekeSleutel: Uint8Array
  readonly geheimeSleutel: Uint8Array
}

/** Draws a new pair. */
export function generateRecipientKey(): RecipientKeyPair {
  const { privateKey } = generateKeyPairSync('x25519')
  const { x = '', d = '' } = privateKey.export({ format: 'jwk' })
  const publiekeSleutel = new Uint8Array(Buffer.from(x, 'base64url'))
  return {
    sleutelId: recipientKeyId(publiekeSleutel),
    publiekeSleutel,
    geheimeSleutel: new Uint8Array(Buffer.from(d, 'base64url')),
  }
}

/** The id of a public key: the first 16 bytes of its SHA-256, lower-case hex. */
export function recipientKeyId(publicKey: Uint8Array): SleutelId {
  return SleutelId.parse(toHex(sha256(publicKey).subarray(0, 16)))
}
