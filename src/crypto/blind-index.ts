/** A blind index: keyed BLAKE2b (RFC 7693 §2.9). Without its key it says nothing; with it, a guess can be tested. */
import sodium from 'libsodium-wrappers'
import { toHex, utf8 } from './bytes.ts'

/** 16 bytes: of a million values in one month, no two are expected to meet by chance. */
const INDEX_BYTES = 16

/** The index of a text under a 32-byte key, in hex. */
export type BlindIndex = (key: Uint8Array, text: string) => string

/** Loads libsodium (once a process) and gives the index. */
export async function loadBlindIndex(): Promise<BlindIndex> {
  await sodium.ready
  return (key, text) => toHex(sodium.crypto_generichash(INDEX_BYTES, utf8(text), key))
}
