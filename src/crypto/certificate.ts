/** Reads fields of a client certificate AFTER OpenSSL decided on its path (testing.md F9): no decision about trust is made here. */
import 'reflect-metadata'
import {
  BasicConstraintsExtension,
  CertificatePolicyExtension,
  ExtendedKeyUsageExtension,
  X509Certificate,
} from '@peculiar/x509'
import { Oin } from '../model/ids.ts'
import { toBase64Url, toHex } from './bytes.ts'
import { sha256 } from './hash.ts'
import { splitCertificates } from './pem.ts'

const SUBJECT_SERIAL_NUMBER = '2.5.4.5'
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2'

/** What the gateway reads of a client certificate. */
export type ClientCertificate = {
  /** From `subject.serialNumber` (2.5.4.5) only; undefined unless there is exactly one, alone in its RDN, that is an OIN. */
  readonly oin: Oin | undefined
  /** `x5t#S256` (RFC 8705 §3.1): base64url of SHA-256 of the DER, 43 characters. */
  readonly thumbprint: string
  /** The certificate's own serial number, upper-case hex without leading zeros. Not the subject's. */
  readonly serial: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** Whether the certificate is meant for a TLS client: extended key usage names clientAuth and it is no authority. */
  readonly forClients: boolean
  /** The policies under which it was issued, as OIDs; empty when it names none. */
  readonly policies: readonly string[]
}

/**
 * Reads `der`.
 * @throws Error when the bytes are no certificate
 */
export function readClientCertificate(der: Uint8Array): ClientCertificate {
  const certificate = new X509Certificate(new Uint8Array(der))
  const usages = certificate.getExtension(ExtendedKeyUsageExtension)?.usages ?? []
  const authority = certificate.getExtension(BasicConstraintsExtension)?.ca ?? false
  return {
    oin: findOin(certificate),
    thumbprint: toBase64Url(sha256(der)),
    serial: normaliseSerial(certificate.serialNumber),
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    forClients: !authority && usages.some((usage) => String(usage) === CLIENT_AUTH),
    policies: certificate.getExtension(CertificatePolicyExtension)?.policies ?? [],
  }
}

/**
 * The term and the thumbprint of a certificate of our own; of a chain in PEM the first.
 * @throws Error when it is no certificate
 */
export function readOwnCertificate(
  pem: string,
): Pick<ClientCertificate, 'thumbprint' | 'notBefore' | 'notAfter'> {
  const { rawData, notBefore, notAfter } = new X509Certificate(splitCertificates(pem)[0] ?? '')
  return { thumbprint: toBase64Url(sha256(new Uint8Array(rawData))), notBefore, notAfter }
}

/**
 * The OIN of a certificate of our own, of a chain in PEM the first.
 * @throws Error when it has none
 */
export function readOwnOin(pem: string): Oin {
  const oin = findOin(new X509Certificate(splitCertificates(pem)[0] ?? ''))
  if (oin === undefined) throw new Error('our own certificate has no OIN')
  return oin
}

/**
 * A reader that remembers the last `capacity` certificates by their SHA-256: a connection shows the same one at every request.
 */
export function createCertificateReader(capacity = 500): (der: Uint8Array) => ClientCertificate {
  const known = new Map<string, ClientCertificate>()
  return (der) => {
    const name = toHex(sha256(der))
    const seen = known.get(name)
    if (seen !== undefined) return seen
    const certificate = readClientCertificate(der)
    const oldest = known.keys().next()
    if (known.size >= capacity && oldest.done !== true) known.delete(oldest.value)
    known.set(name, certificate)
    return certificate
  }
}

/** The one spelling of a serial number: upper-case hex without leading zeros. */
export function normaliseSerial(hex: string): string {
  return hex.toUpperCase().replace(/^0+(?=.)/, '')
}

function findOin(certificate: X509Certificate): Oin | undefined {
  // Read by OID per RDN: a DN string can be made to say anything, and `SN` in it means surname.
  const holders = certificate.subjectName
    .toJSON()
    .filter((rdn) => Object.hasOwn(rdn, SUBJECT_SERIAL_NUMBER))
  const [holder] = holders
  if (holder === undefined || holders.length !== 1 || Object.keys(holder).length !== 1)
    return undefined
  const values = holder[SUBJECT_SERIAL_NUMBER] ?? []
  return values.length === 1 ? Oin.safeParse(values[0]).data : undefined
}
