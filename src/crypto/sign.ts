/** Compact JWS (RFC 7515) over JSON, ES256 only. */
import { createPrivateKey, sign } from 'node:crypto'
import { compactVerify, decodeProtectedHeader, importJWK } from 'jose'
import { toBase64Url, utf8 } from './bytes.ts'
import type { PrivateSigningJwk, PublicSigningJwk } from './signing-keys.ts'

/** Signs a payload; the header says `alg`, `kid` and `typ`. */
export type JwsSigner = { readonly sign: (payload: object) => Promise<string> }

/**
 * A signer with this key. `typ` tells one use of the key from another (RFC 8725 §3.11). Signed in this thread: a signature takes less than
 * what handing it to another costs, and a list asks for one a row.
 */
export function createJwsSigner(
  privateJwk: PrivateSigningJwk,
  header: { readonly kid: string; readonly typ: string },
): JwsSigner {
  const key = createPrivateKey({ key: privateJwk, format: 'jwk' })
  const encode = (json: object): string => toBase64Url(utf8(JSON.stringify(json)))
  const head = encode({ alg: 'ES256', kid: header.kid, typ: header.typ })
  return {
    sign: async (payload) => {
      const input = `${head}.${encode(payload)}`
      return `${input}.${toBase64Url(bothNumbers(sign('sha256', utf8(input), key)))}`
    },
  }
}

const NUMBER_BYTES = 32

/**
 * The two numbers of a signature one after the other, as JWS has them (RFC 7518 §3.4), out of DER (RFC 3279 §2.2.3). Node can give them so
 * too, and takes longer for that than for the signature.
 */
function bothNumbers(der: Uint8Array): Uint8Array {
  const [, , , length = 0] = der
  const numbers = [der.subarray(4, 4 + length), der.subarray(4 + length + 2)]
  const joined = new Uint8Array(2 * NUMBER_BYTES)
  for (const [index, number] of numbers.entries()) {
    // A zero in front keeps a high one above nought; zeroes that a low one begins with are not there.
    const bytes = number.subarray(-NUMBER_BYTES)
    joined.set(bytes, (index + 1) * NUMBER_BYTES - bytes.length)
  }
  return joined
}

/**
 * Checks `jws` with one public key and gives its payload, unparsed JSON value.
 * @param typ when given, the header must say exactly this
 * @throws Error (jose) when the signature, the algorithm or the form is wrong
 */
export async function verifyJws(
  jws: string,
  publicJwk: PublicSigningJwk,
  typ?: string,
): Promise<unknown> {
  const { payload, protectedHeader } = await compactVerify(
    jws,
    await importJWK(publicJwk, 'ES256'),
    { algorithms: ['ES256'] },
  )
  if (typ !== undefined && protectedHeader.typ !== typ)
    throw new Error('the JWS is of another type')
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
}

/**
 * As `verifyJws`, with the key of `keys` that its header names.
 * @throws Error when it names none of them
 */
export async function verifyJwsByKid(
  jws: string,
  keys: readonly PublicSigningJwk[],
  typ?: string,
): Promise<unknown> {
  const { kid } = decodeProtectedHeader(jws)
  const key = keys.find((one) => one.kid === kid)
  if (key === undefined) throw new Error('the JWS is of a key that is not known')
  return verifyJws(jws, key, typ)
}
