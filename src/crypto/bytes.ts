/** Bytes to text and back: hex, base64, base64url (without padding), UTF-8. */

/** The same bytes, not a copy. */
const view = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength)

export const toHex = (bytes: Uint8Array): string => view(bytes).toString('hex')
export const fromHex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'))
export const toBase64 = (bytes: Uint8Array): string => view(bytes).toString('base64')
export const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))
export const toBase64Url = (bytes: Uint8Array): string => view(bytes).toString('base64url')
export const fromBase64Url = (text: string): Uint8Array =>
  new Uint8Array(Buffer.from(text, 'base64url'))
export const utf8 = (text: string): Uint8Array => Buffer.from(text)
