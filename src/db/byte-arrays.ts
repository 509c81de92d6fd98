/** Arrays of bytes on their way to the store in its binary form: as text each byte is two hex digits, and read back one by one. */

const BYTEA = 17
/** Dimensions, whether one is null, the type of the elements, how many, and the number of the first. */
const HEAD_BYTES = 20
const LENGTH_BYTES = 4
const NULL = -1

/** What a statement may have as a `bytea[]`. */
export type ByteArray = readonly (Uint8Array | null)[]

/** Whether `value` holds bytes, and nothing else but nulls. */
export const isByteArray = (value: unknown): value is ByteArray =>
  Array.isArray(value) &&
  value.some((one) => one instanceof Uint8Array) &&
  value.every((one) => one === null || one instanceof Uint8Array)

/** A `bytea[]` of one dimension as `array_recv` of PostgreSQL reads it. */
export function encodeByteArray(values: ByteArray): Buffer {
  const sizes = values.map((one) => LENGTH_BYTES + (one?.length ?? 0))
  const encoded = Buffer.allocUnsafe(sizes.reduce((sum, one) => sum + one, HEAD_BYTES))
  const head = [1, values.includes(null) ? 1 : 0, BYTEA, values.length, 1]
  let at = 0
  for (const one of head) at = encoded.writeInt32BE(one, at)
  for (const one of values) {
    at = encoded.writeInt32BE(one === null ? NULL : one.length, at)
    if (one === null) continue
    encoded.set(one, at)
    at += one.length
  }
  return encoded
}
