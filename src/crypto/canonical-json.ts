/** The one canonical form of JSON (RFC 8785), as text and as bytes. */
import canonicalize from 'canonicalize'
import { utf8 } from './bytes.ts'

/**
 * The RFC 8785 form of `value`.
 * @throws Error when `value` is not JSON (undefined, a function, NaN)
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('value has no JSON form')
  return text
}

/** The RFC 8785 form of `value` as UTF-8. */
export function canonicalBytes(value: unknown): Uint8Array {
  return utf8(canonicalJson(value))
}
