/** Who calls: certificate, party, token, mandate. A refusal of a known party is an event; strangers are counted. */
import type { ClientCertificate } from '../crypto/certificate.ts'
import type { Revocations } from '../crypto/revocations.ts'
import type { VerifyToken } from '../crypto/token.ts'
import type { Db } from '../db/transaction.ts'
import type { AppendEvent } from '../identity/append-event.ts'
import {
  authenticateCertificate,
  type CertificateRequirements,
  checkBinding,
  type PartyCertificate,
  parseAuthorization,
  type TlsFacts,
} from '../identity/authenticate.ts'
import { authorise, checkActive, parseNamens, type RegisterFacts } from '../identity/authorise.ts'
import { findDeelnemer, findMandaten } from '../identity/deelnemer.store.ts'
import { dayInAmsterdam } from '../model/calendar.ts'
import type { Caller } from '../model/caller.ts'
import type { Deelnemer } from '../model/deelnemer.ts'
import type { Doel } from '../model/doel.ts'
import { Oin } from '../model/ids.ts'
import type { Now } from '../model/ports.ts'
import { Problem, type ProblemKind } from '../model/problem.ts'

/** What deciding on a certificate needs. */
export type CertificateDeps = {
  /** Real time, for TLS and tokens. */
  readonly tlsNow: Now
  readonly readCertificate: (der: Uint8Array) => ClientCertificate
  /** The lists in force now. */
  readonly revocations: () => Revocations
  readonly requirements: CertificateRequirements
  /** Counts a refusal of somebody unknown, per kind and minute. */
  readonly countUnknown: (kind: ProblemKind) => void
}

export type IdentifyPartyDeps = CertificateDeps & {
  readonly db: Db
  /** The clock of law: whether a party takes part today. */
  readonly now: Now
  /** Told which certificate a party that takes part came with, at every request. */
  readonly seenCertificate?: (certificate: PartyCertificate) => void
}

export type AuthenticateCallerDeps = IdentifyPartyDeps & {
  readonly verifyToken: VerifyToken
  readonly appendEvent: AppendEvent
}

/** What came with the request; headers as they came. `route` is the pattern of the route, never the path itself. */
export type Credentials = {
  readonly tls: TlsFacts
  readonly authorization?: string
  readonly namens?: string
  readonly medewerker?: string
  readonly route: string
}

/** A party of the register that takes part today, on its own certificate. */
export type IdentifiedParty = {
  readonly certificate: PartyCertificate
  readonly deelnemer: Deelnemer
}

/**
 * Decides on the certificate of a connection: the first gate, before any route, body or store.
 * @throws Problem `certificaat-…`, counted
 */
export function admitCertificate(deps: CertificateDeps, tls: TlsFacts): PartyCertificate {
  try {
    return authenticateCertificate(tls, {
      at: deps.tlsNow(),
      revocations: deps.revocations(),
      requirements: deps.requirements,
      read: deps.readCertificate,
    })
  } catch (error) {
    if (error instanceof Problem) deps.countUnknown(error.kind)
    throw error
  }
}

/**
 * Identifies the party of a connection, without a token: what stands in front of the authorization server.
 * @throws Problem `certificaat-…` or `deelnemer-onbekend`, counted
 */
export async function identifyParty(
  deps: IdentifyPartyDeps,
  credentials: { readonly tls: TlsFacts },
): Promise<IdentifiedParty> {
  const { certificate, register } = await lookUp(deps, credentials.tls, undefined)
  const deelnemer = checkRegistered(deps, register)
  deps.seenCertificate?.(certificate)
  return { certificate, deelnemer }
}

/**
 * Authenticates and authorises the caller of a request that needs the purpose `wanted.doel`; `elk`: a token of any purpose.
 * @throws Problem `certificaat-…`, `deelnemer-onbekend` (counted); `token-…`, `doel-niet-toegestaan`, `rol-niet-toegestaan`,
 *         `mandaat-ontbreekt`, `medewerker-ontbreekt`, `kop-onjuist` (an event `toegang-geweigerd`, committed before the throw)
 */
export async function authenticateCaller(
  deps: AuthenticateCallerDeps,
  credentials: Credentials,
  wanted: { readonly doel: Doel | 'elk' },
): Promise<Caller> {
  const { certificate, register } = await lookUp(deps, credentials.tls, credentials.namens)
  const { oin } = checkRegistered(deps, register)
  deps.seenCertificate?.(certificate)
  try {
    const token = await deps.verifyToken(
      parseAuthorization(credentials.authorization),
      deps.tlsNow(),
    )
    checkBinding(token, certificate, wanted.doel)
    const namens = parseNamens(credentials.namens, oin)
    const claim = {
      doel: wanted.doel === 'elk' ? token.doel : wanted.doel,
      namens,
      medewerker: credentials.medewerker,
      zelf: wanted.doel === 'elk',
    }
    return authorise(claim, register, dayInAmsterdam(deps.now()))
  } catch (error) {
    if (error instanceof Problem) await recordRefusal(deps, oin, error.kind, credentials, wanted)
    throw error
  }
}

async function lookUp(
  deps: IdentifyPartyDeps,
  tls: TlsFacts,
  namensHeader: string | undefined,
): Promise<{ readonly certificate: PartyCertificate; readonly register: RegisterFacts }> {
  const certificate = admitCertificate(deps, tls)
  const { oin } = certificate
  // A header that is no OIN is refused later, when it is known whose refusal that is.
  const namens = Oin.safeParse(namensHeader).data ?? oin
  const register = await deps.db.transaction({ role: 'gw_identiteit' }, async (tx) => {
    const deelnemer = await findDeelnemer(tx, oin)
    if (namens === oin) return { deelnemer, mandaten: [] }
    const gever = await findDeelnemer(tx, namens)
    return { deelnemer, gever, mandaten: await findMandaten(tx, oin, namens) }
  })
  return { certificate, register }
}

function checkRegistered(deps: IdentifyPartyDeps, register: RegisterFacts): Deelnemer {
  try {
    return checkActive(register.deelnemer, dayInAmsterdam(deps.now()))
  } catch (error) {
    if (error instanceof Problem) deps.countUnknown(error.kind)
    throw error
  }
}

async function recordRefusal(
  deps: AuthenticateCallerDeps,
  oin: Oin,
  probleem: ProblemKind,
  credentials: Credentials,
  { doel }: { readonly doel: Doel | 'elk' },
): Promise<void> {
  await deps.db.transaction({ role: 'gw_identiteit' }, (tx) =>
    deps.appendEvent(
      tx,
      {
        soort: 'toegang-geweigerd',
        oin,
        probleem,
        ...(doel !== 'elk' && { doel }),
        route: credentials.route,
      },
      { oin, namens: oin },
    ),
  )
}
