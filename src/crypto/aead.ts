/** XChaCha20-Poly1305-IETF with its nonce in front: the one symmetric seal of the house (draft-irtf-cfrg-xchacha-03). */
import sodium from 'libsodium-wrappers'
import type { RandomBytes } from '../model/ports.ts'

const NONCE_BYTES = 24

/** Bytes of every key in the house. */
export const KEY_BYTES = 32

/** Wrong key, wrong place or altered bytes: which of these is not told. */
export class CannotOpen extends Error {
  constructor() {
    super('cannot be opened with this key')
    this.name = 'CannotOpen'
  }
}

/** Seals with a fresh random nonce. `associated` is bound to the seal without being part of it. */
export type Aead = {
  /** @returns nonce (24) ‖ ciphertext ‖ tag (16) */
  seal(key: Uint8Array, associated: Uint8Array, plain: Uint8Array): Uint8Array
  /** @throws CannotOpen */
  open(key: Uint8Array, associated: Uint8Array, sealed: Uint8Array): Uint8Array
}

/** Loads libsodium (once a process) and gives the seal; nonces come from `random`. */
export async function loadAead(random: RandomBytes): Promise<Aead> {
  await sodium.ready
  return {
    seal: (key, associated, plain) => {
      const nonce = random(NONCE_BYTES)
      const ciphertext = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
        plain,
        associated,
        null,
        nonce,
        key,
      )
      const sealed = new Uint8Array(NONCE_BYTES + ciphertext.length)
      sealed.set(nonce)
      sealed.set(ciphertext, NONCE_BYTES)
      return sealed
    },
    open: openAead,
  }
}

/**
 * Opens nonce ‖ ciphertext ‖ tag; libsodium must have been loaded.
 * @throws CannotOpen
 */
export function openAead(key: Uint8Array, associated: Uint8Array, sealed: Uint8Array): Uint8Array {
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      null,
      sealed.subarray(NONCE_BYTES),
      associated,
      sealed.subarray(0, NONCE_BYTES),
      key,
    )
  } catch {
    throw new CannotOpen()
  }
}
