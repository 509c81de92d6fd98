/** Reads the claims of a receipt that this gateway signed and stored itself. */
import { fromBase64Url } from '../crypto/bytes.ts'
import { Ontvangstbewijs } from '../model/ontvangstbewijs.ts'

/**
 * The claims of a stored receipt (JWS compact, RFC 7515 §3.1). The signature is its readers' to check, not ours again.
 * @throws Error when the text is not a receipt
 */
export function readReceiptClaims(jws: string): Ontvangstbewijs {
  const [, payload = ''] = jws.split('.')
  const json: unknown = JSON.parse(new TextDecoder().decode(fromBase64Url(payload)))
  return Ontvangstbewijs.parse(json)
}
