/** Issues certificates that no decent authority would issue, with any key, extension or signature. */
import type { webcrypto } from 'node:crypto'
import 'reflect-metadata'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import type { Authority, SubjectName, Term } from '../../src/crypto/issue-certificate.ts'
import { term } from './test-ca.ts'

const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2'

/** How a key is made and signs. */
export const ALGORITHMS = {
  p256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  p384: { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  p521: { name: 'ECDSA', namedCurve: 'P-521', hash: 'SHA-512' },
  p256WithSha1: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-1' },
  rsa1024: rsa('RSASSA-PKCS1-v1_5', 1024, 'SHA-256'),
  rsa2048: rsa('RSASSA-PKCS1-v1_5', 2048, 'SHA-256'),
  rsa3072: rsa('RSASSA-PKCS1-v1_5', 3072, 'SHA-256'),
  // The profile of PKIoverheid G4: RSASSA-PSS, SHA-512, a salt of 64 bytes.
  pss3072: { ...rsa('RSA-PSS', 3072, 'SHA-512'), saltLength: 64 },
} as const

type Algorithm = (typeof ALGORITHMS)[keyof typeof ALGORITHMS]

function rsa<const N extends string>(
  name: N,
  modulusLength: number,
  hash: string,
): { name: N; modulusLength: number; publicExponent: Uint8Array; hash: string } {
  return { name, modulusLength, publicExponent: new Uint8Array([1, 0, 1]), hash }
}

/** What is issued; whatever is left out is as it should be for a client's certificate. `issuer` absent: self-signed. */
export type Wanted = {
  readonly issuer?: Authority | undefined
  readonly subject: SubjectName
  readonly term?: Term
  readonly algorithm?: Algorithm
  /** How the issuer signs; its own key must fit. */
  readonly signedWith?: Algorithm
  /** Absent: no authority. */
  readonly authority?: { readonly pathLength?: number }
  /** Key usage bits; `undefined` for the usual ones. */
  readonly keyUsage?: KeyUsageFlags
  /** Extended key usages; `null` leaves the extension out. */
  readonly usages?: readonly string[] | null
  readonly extensions?: readonly Extension[]
}

/** The certificate with its key, and itself as an authority that can issue. */
export type Issued = { readonly cert: string; readonly key: string; readonly as: Authority }

const mutable = (name: SubjectName): Record<string, string[]>[] =>
  name.map((part) =>
    Object.fromEntries(Object.entries(part).map(([type, values]) => [type, [...values]])),
  )

function extensionsOf(wanted: Wanted): Extension[] {
  const { authority, usages = authority === undefined ? [CLIENT_AUTH] : null } = wanted
  const usual =
    authority === undefined
      ? KeyUsageFlags.digitalSignature
      : KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign
  return [
    new BasicConstraintsExtension(authority !== undefined, authority?.pathLength, true),
    new KeyUsagesExtension(wanted.keyUsage ?? usual, true),
    ...(usages === null ? [] : [new ExtendedKeyUsageExtension([...usages])]),
    ...(wanted.extensions ?? []),
  ]
}

/** Issues what is wanted. */
export async function issue(wanted: Wanted): Promise<Issued> {
  const algorithm = wanted.algorithm ?? ALGORITHMS.p256
  const keys = (await crypto.subtle.generateKey(algorithm, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair
  const { issuer } = wanted
  const extensions = [
    ...extensionsOf(wanted),
    await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ...(issuer === undefined
      ? []
      : [await AuthorityKeyIdentifierExtension.create(new X509Certificate(issuer.certificatePem))]),
  ]
  const certificate = await X509CertificateGenerator.create({
    ...(wanted.term ?? term()),
    subject: mutable(wanted.subject),
    issuer: mutable(issuer?.name ?? wanted.subject),
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    signingAlgorithm: wanted.signedWith ?? (issuer === undefined ? algorithm : ALGORITHMS.p256),
    extensions,
  })
  const cert = certificate.toString('pem')
  return {
    cert,
    key: PemConverter.encode(
      await crypto.subtle.exportKey('pkcs8', keys.privateKey),
      'PRIVATE KEY',
    ),
    as: { certificatePem: cert, name: wanted.subject, keys },
  }
}

const der = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array => {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag, content.length]), content])
}

/** An extension that nobody knows, and that must be understood. */
export const unknownCritical = (): Extension =>
  new Extension('1.3.6.1.4.1.99999.1', true, der(0x05))

/** Below this authority only DNS names under `name` (RFC 5280 §4.2.1.10). */
export const onlyDnsNamesUnder = (name: string): Extension =>
  new Extension(
    '2.5.29.30',
    true,
    der(0x30, der(0xa0, der(0x30, der(0x82, Buffer.from(name, 'ascii'))))),
  )
