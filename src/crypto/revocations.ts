/** Which serial numbers are revoked, read from the lists that OpenSSL checked at the handshake: for open connections (testing.md F12). */
import 'reflect-metadata'
import { PemConverter, X509Crl } from '@peculiar/x509'
import { toBase64Url } from './bytes.ts'
import { normaliseSerial } from './certificate.ts'
import { sha256 } from './hash.ts'
import { splitLists } from './pem.ts'

/**
 * The revoked serials of all lists together (upper-case hex without leading zeros), whoever issued them: a number that two
 * authorities share is refused for both. `staleAt` is the first `nextUpdate`; from then on nothing may be trusted.
 */
export type Revocations = {
  readonly serials: ReadonlySet<string>
  readonly staleAt: Date
  readonly lists: readonly RevocationList[]
}

/** One list: who issued it, the SHA-256 of its DER (base64url), and its term. */
type RevocationList = {
  readonly issuer: string
  readonly thumbprint: string
  readonly notBefore: Date
  readonly notAfter: Date
}

/** Trusts nobody: for when the lists or the anchors cannot be read. */
export const IN_DOUBT: Revocations = { serials: new Set(), staleAt: new Date(0), lists: [] }

/**
 * The lists in a file, PEM each, as OpenSSL reads them; authorities publish DER, operators keep PEM too.
 * @throws Error when PEM is begun and holds no whole list
 */
export function toPemLists(bytes: Uint8Array): readonly string[] {
  const text = new TextDecoder('latin1').decode(bytes)
  // OpenSSL knows the list by this label (RFC 7468 §6) only.
  if (!text.includes('-----BEGIN')) return [PemConverter.encode(new Uint8Array(bytes), 'X509 CRL')]
  const lists = splitLists(text)
  if (lists.length !== text.match(/-----BEGIN/g)?.length)
    throw new Error('a revocation list is not whole')
  return lists
}

/**
 * Reads revocation lists in PEM.
 * @throws Error when there is none, or one is no list or names no next update
 */
export function readRevocations(listsPem: readonly string[]): Revocations {
  if (listsPem.length === 0) throw new Error('there is no revocation list')
  const lists = listsPem.map((pem) => new X509Crl(pem))
  const terms = lists.map(describeList)
  const serials = lists.flatMap((list) =>
    list.entries.map((entry) => normaliseSerial(entry.serialNumber)),
  )
  const staleAt = new Date(Math.min(...terms.map((list) => list.notAfter.getTime())))
  return { serials: new Set(serials), staleAt, lists: terms }
}

function describeList(list: X509Crl): RevocationList {
  if (list.nextUpdate === undefined) throw new Error('a revocation list names no next update')
  return {
    issuer: list.issuer,
    thumbprint: toBase64Url(sha256(new Uint8Array(list.rawData))),
    notBefore: list.thisUpdate,
    notAfter: list.nextUpdate,
  }
}
