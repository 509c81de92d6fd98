/** Bytes to text and back: hex, base64, base64url (without padding), UTF-8. */

const SCRATCH_BYTES = 1_024
const scratch = Buffer.alloc(SCRATCH_BYTES)

/**
 * The text of some bytes. Few go by way of one buffer, which is wiped: the engine keeps short arrays in its heap, and whoever asks for their
 * memory has it made outside, which takes longer than the text. Many are not copied.
 */
function textOf(bytes: Uint8Array, encoding: 'hex' | 'base64' | 'base64url'): string {
  const { byteOffset, byteLength } = bytes
  if (byteLength > SCRATCH_BYTES)
    return Buffer.from(bytes.buffer, byteOffset, byteLength).toString(encoding)
  scratch.set(bytes)
  const text = scratch.toString(encoding, 0, byteLength)
  scratch.fill(0, 0, byteLength)
  return text
}

export const toHex = (bytes: Uint8Array): string => textOf(bytes, 'hex')
export const fromHex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'))
export const toBase64 = (bytes: Uint8Array): string => textOf(bytes, 'base64')
export const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))
export const toBase64Url = (bytes: Uint8Array): string => textOf(bytes, 'base64url')
export const fromBase64Url = (text: string): Uint8Array =>
  new Uint8Array(Buffer.from(text, 'base64url'))
export const utf8 = (text: string): Uint8Array => Buffer.from(text)
