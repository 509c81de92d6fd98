/** The sender's side of the boxes: an ephemeral X25519 key that serves one request or one chunk of a list and is then forgotten. */
import sodium from 'libsodium-wrappers'
import type { SleutelId } from '../model/ids.ts'
import type { RandomBytes } from '../model/ports.ts'
import { toBase64 } from './bytes.ts'
import { sleutelIdOf } from './recipient-key.ts'

/** A recipient's public key (X25519, 32 bytes) and its id. */
export type Doosontvanger = { readonly sleutelId: SleutelId; readonly publiekeSleutel: Uint8Array }

/** A field's key, boxed for one recipient key; base64. */
type Doos = { readonly doos: string; readonly nonce: string; readonly sleutelId: SleutelId }

/** One ephemeral key. The agreement with each recipient (the slow part) is made once and kept until `forget`. */
export type Sender = {
  /** The public half, base64: what a recipient needs to open. */
  readonly afzender: string
  /**
   * Boxes a field's key: the same bytes as `crypto_box_easy` gives.
   * @throws Error when the id does not belong to the public key, the key is unsafe, or the sender was forgotten
   */
  box(recipient: Doosontvanger, fieldKey: Uint8Array): Doos
  /** Wipes the secret half and every agreement; the boxes stay readable to their recipients only. */
  forget(): void
}

/** Makes a sender; libsodium must have been loaded. */
export function createSender(random: RandomBytes): Sender {
  const seed = random(sodium.crypto_box_SEEDBYTES)
  const { publicKey, privateKey } = sodium.crypto_box_seed_keypair(seed)
  sodium.memzero(seed)
  const agreements = new Map<SleutelId, Uint8Array>()
  let forgotten = false

  const agreementWith = (recipient: Doosontvanger): Uint8Array => {
    if (forgotten) throw new Error('this sender was forgotten')
    const known = agreements.get(recipient.sleutelId)
    if (known !== undefined) return known
    // A box must be for the key that it names: an id with someone else's key would open to that someone.
    if (sleutelIdOf(recipient.publiekeSleutel) !== recipient.sleutelId)
      throw new Error('the id of a recipient key does not belong to its public key')
    const agreement = sodium.crypto_box_beforenm(recipient.publiekeSleutel, privateKey)
    agreements.set(recipient.sleutelId, agreement)
    return agreement
  }

  return {
    afzender: toBase64(publicKey),
    box: (recipient, fieldKey) => {
      const nonce = random(sodium.crypto_box_NONCEBYTES)
      const doos = sodium.crypto_box_easy_afternm(fieldKey, nonce, agreementWith(recipient))
      return { doos: toBase64(doos), nonce: toBase64(nonce), sleutelId: recipient.sleutelId }
    },
    forget: () => {
      forgotten = true
      sodium.memzero(privateKey)
      for (const agreement of agreements.values()) sodium.memzero(agreement)
      agreements.clear()
    },
  }
}
