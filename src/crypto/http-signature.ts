/** HTTP message signatures (RFC 9421) over a request with a body, ecdsa-p256-sha256: method, address, type and digest of the content. */
import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { toBase64, utf8 } from './bytes.ts'
import { sha256 } from './hash.ts'
import type { PrivateSigningJwk } from './signing-keys.ts'

/** What is signed of a request. */
export type SignedRequest = {
  readonly method: 'POST'
  readonly url: URL
  readonly contentType: string
  readonly body: string
}

/** `tag` tells this use of a signature from any other (RFC 9421 §7.2.2). */
export type SignatureOptions = {
  readonly created: Date
  readonly lifetimeSeconds: number
  readonly tag: string
}

const COMPONENTS = ['@method', '@target-uri', 'content-type', 'content-digest']

const keys = new WeakMap<PrivateSigningJwk, KeyObject>()

/** The headers that carry the content's type, its digest (RFC 9530) and the signature over all of it. */
export function signRequest(
  request: SignedRequest,
  jwk: PrivateSigningJwk,
  { created, lifetimeSeconds, tag }: SignatureOptions,
): Readonly<Record<string, string>> {
  const digest = `sha-256=:${toBase64(sha256(utf8(request.body)))}:`
  const seconds = Math.floor(created.getTime() / 1000)
  const params = `(${COMPONENTS.map((name) => `"${name}"`).join(' ')});created=${seconds};expires=${
    seconds + lifetimeSeconds
  };keyid="${jwk.kid}";alg="ecdsa-p256-sha256";tag="${tag}"`
  const base = [
    `"@method": ${request.method}`,
    `"@target-uri": ${request.url.href}`,
    `"content-type": ${request.contentType}`,
    `"content-digest": ${digest}`,
    `"@signature-params": ${params}`,
  ].join('\n')
  const signature = sign('sha256', utf8(base), { key: keyOf(jwk), dsaEncoding: 'ieee-p1363' })
  return {
    'Content-Type': request.contentType,
    'Content-Digest': digest,
    'Signature-Input': `sig1=${params}`,
    Signature: `sig1=:${toBase64(signature)}:`,
  }
}

function keyOf(jwk: PrivateSigningJwk): KeyObject {
  const known = keys.get(jwk)
  if (known !== undefined) return known
  const { kty, crv, x, y, d } = jwk
  const made = createPrivateKey({ key: { kty, crv, x, y, d }, format: 'jwk' })
  keys.set(jwk, made)
  return made
}
