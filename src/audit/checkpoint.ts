/** Checkpoints (c2sp.org/tlog-checkpoint v1.0.0): origin, size and root of the log as a text that its key signs. Pure. */
import { fromBase64, toBase64 } from '../crypto/bytes.ts'
import { verifyNote } from '../crypto/signed-note.ts'
import { HASH_BYTES } from './tile.ts'

/** What a checkpoint says: `size` leaves, with this root. */
export type Checkpoint = {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
}

/** The text that is signed: three lines. */
export const checkpointText = (checkpoint: Checkpoint): string =>
  `${checkpoint.origin}\n${checkpoint.size}\n${toBase64(checkpoint.root)}\n`

/** Reads the text of a checkpoint; undefined when it is malformed in any way. Extension lines are allowed and ignored. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  if (!text.endsWith('\n')) return undefined
  const lines = text.slice(0, -1).split('\n')
  const [origin = '', size = '', root = ''] = lines
  if (lines.includes('') || lines.length < 3) return undefined
  const count = parseCount(size)
  const bytes = parseHash(root)
  return count === undefined || bytes === undefined
    ? undefined
    : { origin, size: count, root: bytes }
}

/** The checkpoint in `note`, when one of `vkeys` signed it and it is of the log `origin`; undefined otherwise. */
export function openCheckpoint(
  note: string,
  origin: string,
  vkeys: readonly string[],
): Checkpoint | undefined {
  const text = verifyNote(note, vkeys)
  const checkpoint = text === undefined ? undefined : parseCheckpoint(text)
  return checkpoint?.origin === origin ? checkpoint : undefined
}

/** A decimal number without leading zeros, at most 2^53 - 1; undefined otherwise. */
export function parseCount(text: string): number | undefined {
  const count = /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(count) ? count : undefined
}

/** A hash of 32 bytes in canonical base64; undefined otherwise. */
export function parseHash(text: string): Uint8Array | undefined {
  const bytes = fromBase64(text)
  return bytes.length === HASH_BYTES && toBase64(bytes) === text ? bytes : undefined
}
