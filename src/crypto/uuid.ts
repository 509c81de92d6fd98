/** UUIDv7 (RFC 9562 §5.7) from the ports of time and randomness: ordered by time, unguessable by its 74 random bits. */
import type { RandomBytes } from '../model/ports.ts'
import { toHex } from './bytes.ts'

export function uuidv7(at: Date, random: RandomBytes): string {
  const bytes = new Uint8Array(16)
  bytes.set(random(10), 6)
  new DataView(bytes.buffer).setUint32(0, Math.floor(at.getTime() / 65_536))
  new DataView(bytes.buffer).setUint16(4, at.getTime() % 65_536)
  const [version = 0, variant = 0] = [bytes[6], bytes[8]]
  bytes[6] = (version & 0x0f) | 0x70
  bytes[8] = (variant & 0x3f) | 0x80
  const hex = toHex(bytes)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-')
}
