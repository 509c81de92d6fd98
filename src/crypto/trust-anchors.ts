/** Trust anchors as a file gives them. OpenSSL decides with them; here only that they are authorities at all. */
import { X509Certificate } from 'node:crypto'
import { splitCertificates } from './pem.ts'

/**
 * The anchors of a PEM text, one each.
 * @throws Error when there is none, or one is no certificate of an authority: what is left would be another trust than was meant
 */
export function readTrustAnchors(text: string): readonly string[] {
  const anchors = splitCertificates(text)
  const begun = text.match(/-----BEGIN/g)?.length ?? 0
  if (anchors.length === 0 || anchors.length !== begun)
    throw new Error('the trust anchors are not whole')
  for (const pem of anchors)
    if (!new X509Certificate(pem).ca) throw new Error('a trust anchor is no authority')
  return anchors
}
