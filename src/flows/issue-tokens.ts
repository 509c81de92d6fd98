/** Issues access tokens: the authorization server over the register, the used assertions and the log. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ClientCertificate } from '../crypto/certificate.ts'
import type { Revocations } from '../crypto/revocations.ts'
import type { PrivateSigningJwk, PublicSigningJwk } from '../crypto/signing-keys.ts'
import type { Db } from '../db/transaction.ts'
import type { AppendEvent } from '../identity/append-event.ts'
import {
  AssertionReplayed,
  insertAssertie,
  type UsedAssertion,
} from '../identity/assertie.store.ts'
import {
  authenticateCertificate,
  type CertificateRequirements,
  type TlsFacts,
} from '../identity/authenticate.ts'
import { checkActive } from '../identity/authorise.ts'
import {
  createAuthorizationServer,
  OAUTH_PATHS,
  type Peer,
} from '../identity/authorization-server.ts'
import { findClientJwks, findDeelnemer } from '../identity/deelnemer.store.ts'
import type { OAuthClient } from '../identity/oauth-client.ts'
import { dayInAmsterdam } from '../model/calendar.ts'
import type { Oin } from '../model/ids.ts'
import type { Now } from '../model/ports.ts'
import { Problem, type ProblemKind } from '../model/problem.ts'

export type IssueTokensDeps = {
  readonly db: Db
  /** The clock of law: whether a party takes part today. */
  readonly now: Now
  /** Real time, for TLS and OAuth. */
  readonly tlsNow: Now
  /** Base URL of the API without a slash at the end; the token endpoint is `<issuer>/oauth/token`. */
  readonly issuer: string
  /** The `aud` of every token: an absolute URL. */
  readonly audience: string
  /** What signs now, and all that are accepted now. */
  readonly signingKey: () => PrivateSigningJwk
  readonly publishedKeys: () => readonly PublicSigningJwk[]
  readonly tlsFacts: (req: IncomingMessage) => TlsFacts
  readonly readCertificate: (der: Uint8Array) => ClientCertificate
  readonly revocations: () => Revocations
  readonly requirements: CertificateRequirements
  readonly appendEvent: AppendEvent
  readonly fault: (error: unknown) => void
}

/**
 * Builds the token endpoint, its keys and its discovery document as one handler of node's request and response. Mount it behind
 * the certificate gate and `identifyParty`, on the paths of `OAUTH_PATHS`; the body must not have been read.
 */
export function createTokenService(
  deps: IssueTokensDeps,
): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
  return createAuthorizationServer({
    issuer: deps.issuer,
    audience: deps.audience,
    signingKey: deps.signingKey,
    publishedKeys: deps.publishedKeys,
    now: deps.tlsNow,
    peer: (req) => peer(deps, req),
    findClient: (oin) => findClient(deps, oin),
    rememberAssertion: (used) => rememberAssertion(deps.db, used),
    refused: (oin, probleem) => recordRefusal(deps, oin, probleem),
    fault: deps.fault,
  })
}

function peer(deps: IssueTokensDeps, req: IncomingMessage): Peer {
  const tls = deps.tlsFacts(req)
  const certificate = authenticateCertificate(tls, {
    at: deps.tlsNow(),
    revocations: deps.revocations(),
    requirements: deps.requirements,
    read: deps.readCertificate,
  })
  if (tls.der === undefined) throw new Error('a certificate was accepted that is not there')
  return { certificate, der: tls.der }
}

function findClient(deps: IssueTokensDeps, oin: Oin): Promise<OAuthClient | undefined> {
  return deps.db.transaction({ role: 'gw_identiteit' }, async (tx) => {
    const deelnemer = await findDeelnemer(tx, oin)
    const jwks = await findClientJwks(tx, oin)
    if (deelnemer === undefined || jwks === undefined) return undefined
    try {
      const { rol } = checkActive(deelnemer, dayInAmsterdam(deps.now()))
      return { oin, rol, jwks }
    } catch (error) {
      if (error instanceof Problem) return undefined
      throw error
    }
  })
}

async function rememberAssertion(db: Db, used: UsedAssertion): Promise<boolean> {
  try {
    await db.transaction({ role: 'gw_identiteit' }, (tx) => insertAssertie(tx, used))
    return true
  } catch (error) {
    if (error instanceof AssertionReplayed) return false
    throw error
  }
}

async function recordRefusal(
  deps: IssueTokensDeps,
  oin: Oin,
  probleem: ProblemKind,
): Promise<void> {
  await deps.db.transaction({ role: 'gw_identiteit' }, (tx) =>
    deps.appendEvent(
      tx,
      { soort: 'toegang-geweigerd', oin, probleem, route: OAUTH_PATHS.token },
      { oin, namens: oin },
    ),
  )
}
