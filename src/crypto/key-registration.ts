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
import { readClientCertificate } from './certificate.ts'
import { splitCertificates } from './pem.ts'
import { sleutelIdOf } from './recipient-key.ts'

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

/** The registration is not what a trusted certificate of that party signed. Names no value. */
export class KeyRegistrationInvalid extends Error {
  constructor(why: string, cause?: unknown) {
    super(`the key registration does not hold: ${why}`, { cause })
    this.name = 'KeyRegistrationInvalid'
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
  if (leaf === undefined) throw new KeyRegistrationInvalid('no certificate')
  const registration = await readSigned(jws, leaf)
  checkChain(chain, trustAnchorsPem, registration.geregistreerdTijdstip)
  if (readClientCertificate(leaf.raw).oin !== registration.oin)
    throw new KeyRegistrationInvalid('signed by another party')
  if (sleutelIdOf(registration.publiekeSleutel) !== registration.sleutelId)
    throw new KeyRegistrationInvalid('the id is of another key')
  return registration
}

function readChain(jws: string): readonly X509Certificate[] {
  try {
    const { x5c } = Header.parse(decodeProtectedHeader(jws))
    return x5c.map((der) => new X509Certificate(fromBase64(der)))
  } catch (cause) {
    throw new KeyRegistrationInvalid('its header', cause)
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
    throw new KeyRegistrationInvalid('its signature or payload', cause)
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
  if (anchor === undefined) throw new KeyRegistrationInvalid('no trust anchor')
  const path = [...chain, anchor]
  if (path[0]?.ca === true) throw new KeyRegistrationInvalid('signed by an authority')
  for (const [index, certificate] of path.entries()) {
    if (at < certificate.validFromDate || at > certificate.validToDate)
      throw new KeyRegistrationInvalid('a certificate did not hold then')
    const issuer = path[index + 1]
    if (issuer !== undefined && !isIssuedBy(certificate, issuer))
      throw new KeyRegistrationInvalid('the chain')
  }
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}
