/**
 * Registration of a recipient's key: a JWS by the key of the party's own certificate, so that whoever seals to the key can see
 * that the party itself named it. A key that the gateway's operator put in its place does not verify.
 */
import { X509Certificate } from 'node:crypto'
import { CompactSign, compactVerify, decodeProtectedHeader, importPKCS8 } from 'jose'
import { z } from 'zod'
import { Openingsdoel } from '../model/doel.ts'
import { Gemeentecode, Oin, SleutelId } from '../model/ids.ts'
import { fromBase64, toBase64Url, utf8 } from './bytes.ts'
import { normaliseSerial, readClientCertificate } from './certificate.ts'
import { splitCertificates } from './pem.ts'
import { isSafePublicKey, sleutelIdOf } from './recipient-key.ts'
import type { Revocations } from './revocations.ts'

const TYP = 'signaalpoort-sleutel+jwt'
const MAX_CHAIN = 4

const Payload = z.strictObject({
  oin: Oin,
  gemeentecode: Gemeentecode,
  sleutelId: SleutelId,
  doelen: z.array(Openingsdoel).min(1),
  publiekeSleutel: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  geregistreerdTijdstip: z.iso.datetime(),
})

const Header = z.looseObject({
  alg: z.literal('ES256'),
  typ: z.literal(TYP),
  x5c: z.array(z.base64()).min(1).max(MAX_CHAIN),
})

/** A registered key as its party signed it. `publiekeSleutel`: X25519, 32 bytes. */
export type KeyRegistration = {
  readonly oin: Oin
  readonly gemeentecode: Gemeentecode
  readonly sleutelId: SleutelId
  readonly doelen: readonly Openingsdoel[]
  readonly publiekeSleutel: Uint8Array
  readonly geregistreerdTijdstip: Date
}

/** What is wrong with a registration. */
const WHY = {
  certificaat: 'no certificate',
  kop: 'its header',
  handtekening: 'its signature or payload',
  anker: 'no trust anchor',
  uitgever: 'signed by an authority',
  termijn: 'a certificate did not hold then',
  keten: 'the chain',
  partij: 'signed by another party',
  id: 'the id is of another key',
  zwak: 'a weak key',
  tijdstip: 'not signed just now',
  ingetrokken: 'a certificate was revoked',
} as const

/** The registration is not what a trusted certificate of that party signed. Names no value. */
export class KeyRegistrationInvalid extends Error {
  readonly reden: keyof typeof WHY

  constructor(reden: keyof typeof WHY, cause?: unknown) {
    super(`the key registration does not hold: ${WHY[reden]}`, { cause })
    this.name = 'KeyRegistrationInvalid'
    this.reden = reden
  }
}

/**
 * Signs a registration.
 * @param signer the party's private key (PKCS #8 PEM, EC P-256) and its certificate followed by those of its issuers (PEM)
 */
export async function signKeyRegistration(
  registration: Omit<KeyRegistration, 'sleutelId'>,
  signer: { readonly privateKeyPem: string; readonly chainPem: string },
): Promise<string> {
  const payload: z.infer<typeof Payload> = {
    oin: registration.oin,
    gemeentecode: registration.gemeentecode,
    sleutelId: sleutelIdOf(registration.publiekeSleutel),
    doelen: [...registration.doelen],
    publiekeSleutel: toBase64Url(registration.publiekeSleutel),
    geregistreerdTijdstip: registration.geregistreerdTijdstip.toISOString(),
  }
  const x5c = splitCertificates(signer.chainPem).map((pem) =>
    new X509Certificate(pem).raw.toString('base64'),
  )
  return new CompactSign(utf8(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'ES256', typ: TYP, x5c })
    .sign(await importPKCS8(signer.privateKeyPem, 'ES256'))
}

/**
 * Checks a registration: its chain ends at one of `trustAnchorsPem` and held when it was signed, the leaf's key signed it, the
 * leaf's OIN is the party, and the key's id is the hash of the key. Whether a certificate was revoked later does not undo it.
 * @throws KeyRegistrationInvalid
 */
export async function verifyKeyRegistration(
  jws: string,
  trustAnchorsPem: readonly string[],
): Promise<KeyRegistration> {
  const chain = readChain(jws)
  const [leaf] = chain
  if (leaf === undefined) throw new KeyRegistrationInvalid('certificaat')
  const registration = await readSigned(jws, leaf)
  checkChain(chain, trustAnchorsPem, registration.geregistreerdTijdstip)
  if (readClientCertificate(leaf.raw).oin !== registration.oin)
    throw new KeyRegistrationInvalid('partij')
  if (sleutelIdOf(registration.publiekeSleutel) !== registration.sleutelId)
    throw new KeyRegistrationInvalid('id')
  if (!(await isSafePublicKey(registration.publiekeSleutel)))
    throw new KeyRegistrationInvalid('zwak')
  return registration
}

const MINUTE_MS = 60_000
/** How long ago a registration may have been signed when it is offered: a key of a reserve travels by hand. */
const OLDEST_MS = 31 * 24 * 60 * MINUTE_MS
const AHEAD_MS = 5 * MINUTE_MS

/**
 * As `verifyKeyRegistration`, for one that is offered at `at` (real time): signed in the last 31 days, and its chain holds now too and was
 * not revoked, so that a key that was stolen and revoked since cannot date its registration back.
 * @throws KeyRegistrationInvalid
 */
export async function verifyOfferedRegistration(
  jws: string,
  trustAnchorsPem: readonly string[],
  now: { readonly at: Date; readonly revocations: Revocations },
): Promise<KeyRegistration> {
  const registration = await verifyKeyRegistration(jws, trustAnchorsPem)
  const age = now.at.getTime() - registration.geregistreerdTijdstip.getTime()
  if (age > OLDEST_MS || age < -AHEAD_MS) throw new KeyRegistrationInvalid('tijdstip')
  const chain = readChain(jws)
  checkChain(chain, trustAnchorsPem, now.at)
  const { serials, staleAt } = now.revocations
  const isRevoked = chain.some(({ serialNumber }) => serials.has(normaliseSerial(serialNumber)))
  if (now.at >= staleAt || isRevoked) throw new KeyRegistrationInvalid('ingetrokken')
  return registration
}

function readChain(jws: string): readonly X509Certificate[] {
  try {
    const { x5c } = Header.parse(decodeProtectedHeader(jws))
    return x5c.map((der) => new X509Certificate(fromBase64(der)))
  } catch (cause) {
    throw new KeyRegistrationInvalid('kop', cause)
  }
}

async function readSigned(jws: string, leaf: X509Certificate): Promise<KeyRegistration> {
  try {
    const { payload } = await compactVerify(jws, leaf.publicKey, { algorithms: ['ES256'] })
    const text = new TextDecoder('utf-8', { fatal: true }).decode(payload)
    const read = Payload.parse(JSON.parse(text))
    return {
      ...read,
      publiekeSleutel: new Uint8Array(Buffer.from(read.publiekeSleutel, 'base64url')),
      geregistreerdTijdstip: new Date(read.geregistreerdTijdstip),
    }
  } catch (cause) {
    throw new KeyRegistrationInvalid('handtekening', cause)
  }
}

function checkChain(
  chain: readonly X509Certificate[],
  trustAnchorsPem: readonly string[],
  at: Date,
): void {
  const anchors = trustAnchorsPem.flatMap(splitCertificates).map((pem) => new X509Certificate(pem))
  const last = chain.at(-1)
  const anchor = anchors.find((candidate) => last !== undefined && isIssuedBy(last, candidate))
  if (anchor === undefined) throw new KeyRegistrationInvalid('anker')
  const path = [...chain, anchor]
  if (path[0]?.ca === true) throw new KeyRegistrationInvalid('uitgever')
  for (const [index, certificate] of path.entries()) {
    if (at < certificate.validFromDate || at > certificate.validToDate)
      throw new KeyRegistrationInvalid('termijn')
    const issuer = path[index + 1]
    if (issuer !== undefined && !isIssuedBy(certificate, issuer))
      throw new KeyRegistrationInvalid('keten')
  }
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}
