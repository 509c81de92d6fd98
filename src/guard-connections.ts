/**
 * The round of a running gateway over its connections: trust material is read again, who may not stay is closed, and what ends
 * soon is warned of. Every couple of seconds (`background.ts`).
 */
import { readOwnCertificate } from './crypto/certificate.ts'
import type { ExpiryWarner } from './flows/warn-of-expiry.ts'
import type { OpenConnection, TlsListener } from './http/tls-listener.ts'
import type { Expiring } from './identity/expiry.ts'
import type { Oin } from './model/ids.ts'
import type { ServerPair, Trust, TrustChange } from './trust.ts'

/** A connection comes back after so long, so that an authority that expired meanwhile is noticed; milliseconds. */
const LONGEST_MS = 3_600_000
/** A connection of a party that does not take part hears that in an answer first; milliseconds. */
const GRACE_MS = 5_000

export type GuardConnectionsDeps = {
  readonly trust: Trust
  readonly listener: TlsListener
  /** Takes a new certificate of the server into use on the other listeners. */
  readonly renewOthers: (pair: ServerPair) => void
  readonly readCertificate: (der: Uint8Array) => {
    readonly oin: Oin | undefined
    readonly serial: string
  }
  readonly activeParties: (oins: readonly Oin[]) => Promise<ReadonlySet<Oin>>
  readonly warner: ExpiryWarner
  /** Milliseconds that never go back, as `performance.now()`. */
  readonly monotonic: () => number
}

/** One round. Trust first: what follows may wait for the store. */
export async function guardConnections(deps: GuardConnectionsDeps): Promise<void> {
  await deps.trust.poll((change) => takeIntoUse(deps, change))
  deps.listener.retire(({ openSince }) => deps.monotonic() - openSince > LONGEST_MS)
  await closeEnded(deps)
  await deps.warner.report(ownOf(deps.trust))
}

function takeIntoUse(deps: GuardConnectionsDeps, change: TrustChange): void {
  const { trusted, server, narrowed } = change
  const { serials } = trusted.revocations
  deps.listener.renew({ ...server, ca: trusted.anchors, crl: trusted.lists }, (der) =>
    isRevoked(deps, der, serials),
  )
  if (narrowed) deps.listener.retire(() => true)
  deps.renewOthers(server)
}

/** What is no certificate that we can read has no business here. */
function isRevoked(
  deps: GuardConnectionsDeps,
  der: Uint8Array,
  serials: ReadonlySet<string>,
): boolean {
  try {
    return serials.has(deps.readCertificate(der).serial)
  } catch {
    return true
  }
}

/** Closes the connections of parties that were removed, ended or never took part. */
async function closeEnded(deps: GuardConnectionsDeps): Promise<void> {
  const isSettled = ({ openSince }: OpenConnection): boolean =>
    deps.monotonic() - openSince > GRACE_MS
  const oinOf = ({ der }: OpenConnection): Oin | undefined =>
    der === undefined ? undefined : readOin(deps, der)
  const oins = new Set(
    deps.listener
      .connections()
      .filter(isSettled)
      .map(oinOf)
      .filter((oin) => oin !== undefined),
  )
  const active = await deps.activeParties([...oins])
  const ended = [...oins].filter((oin) => !active.has(oin))
  if (ended.length === 0) return
  deps.listener.close((connection) => {
    const oin = oinOf(connection)
    return oin !== undefined && ended.includes(oin)
  })
}

/** Anybody may show anything: what is no certificate that we can read has no OIN. */
function readOin(deps: GuardConnectionsDeps, der: Uint8Array): Oin | undefined {
  try {
    return deps.readCertificate(der).oin
  } catch {
    return undefined
  }
}

function ownOf({ server, client, trusted }: Trust): readonly Expiring[] {
  return [
    { van: 'server', ...readOwnCertificate(server.cert) },
    { van: 'client', ...readOwnCertificate(client.cert) },
    ...trusted.revocations.lists.map(({ thumbprint, notBefore, notAfter }) => ({
      van: 'intrekkingslijst' as const,
      thumbprint,
      notBefore,
      notAfter,
    })),
  ]
}
