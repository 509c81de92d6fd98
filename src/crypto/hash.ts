/** SHA-256 and HMAC-SHA-256 over concatenated bytes. */
import { createHash, createHmac, createSecretKey, hash, timingSafeEqual } from 'node:crypto'

/** SHA-256 of the parts, one after the other; 32 bytes. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts
  const whole = only !== undefined && parts.length === 1 ? only : Buffer.concat(parts)
  return new Uint8Array(hash('sha256', whole, 'buffer'))
}

/** SHA-256 of what comes in pieces. `digest` may be asked once. */
export function createSha256(): { update(part: Uint8Array): void; digest(): Uint8Array } {
  const running = createHash('sha256')
  return {
    update: (part) => void running.update(part),
    digest: () => new Uint8Array(running.digest()),
  }
}

/** HMAC-SHA-256 (RFC 2104) of the parts, one after the other; 32 bytes. */
export function hmacSha256(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  // Given the bytes, Node takes four times as long to make a key of them itself.
  const hmac = createHmac('sha256', createSecretKey(key))
  for (const part of parts) hmac.update(part)
  return new Uint8Array(hmac.digest())
}

/** Whether two byte strings are the same, in time that depends on their length only. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
