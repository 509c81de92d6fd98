/**
 * Makes certificates and revocation lists of an own certificate authority, EC P-256: for the development PKI and for tests.
 * A production gateway never issues; it trusts what its configuration names.
 */
import 'reflect-metadata'
import type { webcrypto } from 'node:crypto'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
  X509CrlGenerator,
} from '@peculiar/x509'
import type { Oin } from '../model/ids.ts'

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2'

type SigningAlgorithm = webcrypto.Algorithm & { readonly hash: string }

/** From and until when a certificate or a list holds. */
export type Term = { readonly notBefore: Date; readonly notAfter: Date }

/** A subject, one element a relative name: `[{ C: ['NL'] }, { '2.5.4.5': [oin] }]`. */
export type SubjectName = readonly Readonly<Record<string, readonly string[]>>[]

/** A certificate with its own key, both PEM. */
export type IssuedCertificate = {
  readonly certificatePem: string
  readonly privateKeyPem: string
  /** Upper-case hex, as `ClientCertificate.serial` has it. */
  readonly serial: string
}

/** A certificate authority that can issue; its key lives in this object and nowhere else. */
export type Authority = {
  readonly certificatePem: string
  readonly name: SubjectName
  readonly keys: webcrypto.CryptoKeyPair
}

/** The subject of a party as PKIoverheid has it: country, organisation, name and OIN in `serialNumber` (2.5.4.5). */
export function partySubject(organisation: string, commonName: string, oin: Oin): SubjectName {
  return [{ C: ['NL'] }, { O: [organisation] }, { CN: [commonName] }, { '2.5.4.5': [oin] }]
}

/** Makes a self-signed root. */
export async function createRootAuthority(commonName: string, term: Term): Promise<Authority> {
  const keys = await generateKeys()
  const name = authorityName(commonName)
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...term,
    name: mutable(name),
    keys,
    signingAlgorithm: P256,
    extensions: [
      ...authorityExtensions(),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { certificatePem: certificate.toString('pem'), name, keys }
}

/** Makes an authority under `root` that issues leaves only (path length 0). */
export async function createIssuingAuthority(
  root: Authority,
  commonName: string,
  term: Term,
): Promise<Authority> {
  const keys = await generateKeys()
  const name = authorityName(commonName)
  const certificate = await create(root, name, keys, term, authorityExtensions(0))
  return { certificatePem: certificate.toString('pem'), name, keys }
}

/** Makes a server's certificate for these names and IP addresses. */
export async function issueServerCertificate(
  authority: Authority,
  names: { readonly dns: readonly string[]; readonly ip: readonly string[] },
  term: Term,
): Promise<IssuedCertificate> {
  const subject = [{ C: ['NL'] }, { CN: [names.dns[0] ?? 'server'] }]
  const san = new SubjectAlternativeNameExtension([
    ...names.dns.map((value) => ({ type: 'dns' as const, value })),
    ...names.ip.map((value) => ({ type: 'ip' as const, value })),
  ])
  return issueLeaf(authority, subject, term, [new ExtendedKeyUsageExtension([SERVER_AUTH]), san])
}

/** Makes a client's certificate. `subject` is taken as it is, so that a test can make a wrong one. */
export async function issueClientCertificate(
  authority: Authority,
  subject: SubjectName,
  term: Term,
  usages: readonly string[] = [CLIENT_AUTH],
): Promise<IssuedCertificate> {
  return issueLeaf(authority, subject, term, [new ExtendedKeyUsageExtension([...usages])])
}

/** Makes the authority's revocation list (PEM); stale after `term.notAfter`. `signingAlgorithm` is that of the authority's key. */
export async function issueRevocationList(
  authority: Authority,
  revokedSerials: readonly string[],
  term: Term,
  signingAlgorithm: SigningAlgorithm = P256,
): Promise<string> {
  const list = await X509CrlGenerator.create({
    issuer: mutable(authority.name),
    thisUpdate: term.notBefore,
    nextUpdate: term.notAfter,
    entries: revokedSerials.map((serialNumber) => ({
      serialNumber,
      revocationDate: term.notBefore,
    })),
    signingAlgorithm,
    signingKey: authority.keys.privateKey,
    extensions: [await AuthorityKeyIdentifierExtension.create(authority.keys.publicKey)],
  })
  // OpenSSL knows the list by this label (RFC 7468 §6) only.
  return PemConverter.encode(list.rawData, 'X509 CRL')
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
}

function authorityName(commonName: string): SubjectName {
  return [{ C: ['NL'] }, { O: ['Signaalpoort (fictief)'] }, { CN: [commonName] }]
}

function authorityExtensions(pathLength?: number): Extension[] {
  return [
    new BasicConstraintsExtension(true, pathLength, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
  ]
}

async function issueLeaf(
  authority: Authority,
  subject: SubjectName,
  term: Term,
  extensions: readonly Extension[],
): Promise<IssuedCertificate> {
  const keys = await generateKeys()
  const certificate = await create(authority, subject, keys, term, [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    ...extensions,
  ])
  const privateKey = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
  return {
    certificatePem: certificate.toString('pem'),
    privateKeyPem: PemConverter.encode(privateKey, 'PRIVATE KEY'),
    serial: certificate.serialNumber.toUpperCase(),
  }
}

async function create(
  authority: Authority,
  subject: SubjectName,
  keys: webcrypto.CryptoKeyPair,
  term: Term,
  extensions: readonly Extension[],
): Promise<X509Certificate> {
  return X509CertificateGenerator.create({
    ...term,
    subject: mutable(subject),
    issuer: mutable(authority.name),
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    signingAlgorithm: P256,
    extensions: [
      ...extensions,
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(new X509Certificate(authority.certificatePem)),
    ],
  })
}

function mutable(name: SubjectName): Record<string, string[]>[] {
  return name.map((relative) =>
    Object.fromEntries(Object.entries(relative).map(([type, values]) => [type, [...values]])),
  )
}
