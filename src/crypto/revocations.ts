/** Which serial numbers are revoked, read from the lists that OpenSSL checked at the handshake: for open connections (testing.md F12). */
import 'reflect-metadata'
import { X509Crl } from '@peculiar/x509'
import { normaliseSerial } from './certificate.ts'

/**
 * The revoked serials of all lists together (upper-case hex without leading zeros), whoever issued them: a number that two
 * authorities share is refused for both. `staleAt` is the first `nextUpdate`; from then on nothing may be trusted.
 */
export type Revocations = { readonly serials: ReadonlySet<string>; readonly staleAt: Date }

/**
 * Reads revocation lists in PEM.
 * @throws Error when there is none, or one is no list or names no next update
 */
export function readRevocations(listsPem: readonly string[]): Revocations {
  if (listsPem.length === 0) throw new Error('there is no revocation list')
  const lists = listsPem.map((pem) => new X509Crl(pem))
  const updates = lists.map((list) => {
    if (list.nextUpdate === undefined) throw new Error('a revocation list names no next update')
    return list.nextUpdate.getTime()
  })
  const serials = lists.flatMap((list) =>
    list.entries.map((entry) => normaliseSerial(entry.serialNumber)),
  )
  return { serials: new Set(serials), staleAt: new Date(Math.min(...updates)) }
}
