/** Decides who calls, from what TLS found and what a token says. Pure: OpenSSL did the path, the store is not asked. */

import { utf8 } from '../crypto/bytes.ts'
import type { ClientCertificate } from '../crypto/certificate.ts'
import { sameBytes } from '../crypto/hash.ts'
import type { Revocations } from '../crypto/revocations.ts'
import type { AccessToken } from '../crypto/token.ts'
import type { Doel } from '../model/doel.ts'
import type { Oin } from '../model/ids.ts'
import { isOinFor, type Omgeving } from '../model/oin-form.ts'
import { Problem, type ProblemKind } from '../model/problem.ts'

/** What the TLS socket says: whether OpenSSL accepted the chain, its error code if not, and the leaf (DER) if one came. */
export type TlsFacts = {
  readonly authorized: boolean
  readonly authorizationError?: string
  readonly der?: Uint8Array
}

/** A certificate that may be acted on. */
export type PartyCertificate = ClientCertificate & { readonly oin: Oin }

/**
 * What a gateway asks of a client certificate beyond a path that holds.
 * `clientPolicies`: one of these OIDs must be among its certificate policies; absent: any will do (trial only).
 */
export type CertificateRequirements = {
  readonly omgeving: Omgeving
  readonly clientPolicies?: ReadonlySet<string>
}

/** What the decision needs besides the socket. */
export type CertificateRules = {
  /** Real time: TLS does not follow the clock of law. */
  readonly at: Date
  readonly revocations: Revocations
  readonly requirements: CertificateRequirements
  readonly read: (der: Uint8Array) => ClientCertificate
}

/** Everything that is not named here is not trusted: an unknown list, a stale one, another authority, a broken chain. */
const KIND_OF_CODE: ReadonlyMap<string, ProblemKind> = new Map([
  ['CERT_REVOKED', 'certificaat-ingetrokken'],
  ['CERT_HAS_EXPIRED', 'certificaat-verlopen'],
  ['CERT_NOT_YET_VALID', 'certificaat-verlopen'],
])

/**
 * Decides on the certificate of this request. The term and the revocations are looked at again each time, since a connection
 * that stays open outlives both (testing.md F12).
 * @throws Problem `certificaat-ontbreekt`, `-niet-vertrouwd`, `-ingetrokken`, `-verlopen` or `-zonder-oin`
 */
export function authenticateCertificate(tls: TlsFacts, rules: CertificateRules): PartyCertificate {
  if (tls.der === undefined) throw new Problem('certificaat-ontbreekt')
  if (!tls.authorized)
    throw new Problem(
      KIND_OF_CODE.get(tls.authorizationError ?? '') ?? 'certificaat-niet-vertrouwd',
    )
  const certificate = rules.read(tls.der)
  if (rules.at >= rules.revocations.staleAt || !isForUs(certificate, rules.requirements))
    throw new Problem('certificaat-niet-vertrouwd')
  if (rules.revocations.serials.has(certificate.serial))
    throw new Problem('certificaat-ingetrokken')
  if (rules.at < certificate.notBefore || rules.at > certificate.notAfter)
    throw new Problem('certificaat-verlopen')
  const { oin } = certificate
  if (oin === undefined || !isOinFor(rules.requirements.omgeving, oin))
    throw new Problem('certificaat-zonder-oin')
  return { ...certificate, oin }
}

function isForUs(
  { forClients, policies }: ClientCertificate,
  { clientPolicies }: CertificateRequirements,
): boolean {
  if (!forClients) return false
  return clientPolicies === undefined || policies.some((policy) => clientPolicies.has(policy))
}

/**
 * The token in the one accepted form of the header, `Bearer <token>` (RFC 6750 §2.1). Never from a query, a form or a cookie.
 * @throws Problem `token-ontbreekt` or `token-ongeldig`
 */
export function parseAuthorization(header: string | undefined): string {
  if (header === undefined) throw new Problem('token-ontbreekt')
  const token = /^Bearer ([A-Za-z0-9_.-]+)$/.exec(header)?.[1]
  if (token === undefined) throw new Problem('token-ongeldig')
  return token
}

/**
 * Holds a checked token against the certificate of this connection (RFC 8705 §3.1) and the purpose that the call needs (`elk`: whichever it has).
 * @throws Problem `token-van-ander-certificaat` or `doel-niet-toegestaan`
 */
export function checkBinding(
  token: AccessToken,
  certificate: PartyCertificate,
  wanted: Doel | 'elk',
): void {
  const bound = sameBytes(utf8(token.thumbprint), utf8(certificate.thumbprint))
  if (!bound || token.oin !== certificate.oin) throw new Problem('token-van-ander-certificaat')
  if (wanted !== 'elk' && token.doel !== wanted) throw new Problem('doel-niet-toegestaan')
}
