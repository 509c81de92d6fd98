/** Two keyed hashes under the key of one VLP and one month: of a content (to recognise a repeat), and of an input (for its sender). */
import { toBase64Url, utf8 } from '../crypto/bytes.ts'
import { canonicalBytes } from '../crypto/canonical-json.ts'
import { hmacSha256, sha256 } from '../crypto/hash.ts'
import type { SignaalId } from '../model/ids.ts'
import type { Signaal } from '../model/signaal.ts'
import type { Veld } from '../model/veld.ts'

/** HMAC over the RFC 8785 form of the minimised signal: what was withheld cannot change it. */
export function contentHmac(
  monthKey: Uint8Array,
  { signaaltype, vervolgOp }: Pick<Signaal, 'signaaltype' | 'vervolgOp'>,
  minimised: ReadonlyMap<Veld, unknown>,
): Uint8Array {
  return hmacSha256(
    monthKey,
    canonicalBytes({
      signaaltype,
      vervolgOp: vervolgOp ?? null,
      velden: Object.fromEntries(minimised),
    }),
  )
}

/**
 * The salted hash of the bytes of one request, base64url; never stored (docs/decisions/0005-receipt-and-input-hash.md).
 * `invoerZout` = HMAC(month key, signal id); `invoerHash` = SHA-256(invoerZout ‖ body).
 */
export function inputHash(
  monthKey: Uint8Array,
  id: SignaalId,
  body: Uint8Array,
): { readonly invoerHash: string; readonly invoerZout: string } {
  const salt = hmacSha256(monthKey, utf8(id))
  return { invoerHash: toBase64Url(sha256(salt, body)), invoerZout: toBase64Url(salt) }
}
