/**
 * Posts a nudge over mutual TLS. The name is resolved once, what it resolves to is judged, and the connection goes to exactly that: a name that
 * means another address a moment later changes nothing (DNS rebinding). No redirect is followed, no body read, no connection kept.
 */
import type { LookupAddress } from 'node:dns'
import { type RequestOptions, request } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { SecureContextOptions } from 'node:tls'
import type { Bezorgfout } from '../model/abonnement.ts'
import type { Antwoord, PostNudge } from './answer.ts'
import { isPublicAddress } from './public-address.ts'

/** All addresses of a name. */
export type Resolve = (name: string) => Promise<readonly LookupAddress[]>

export type PostDeps = {
  readonly resolve: Resolve
  /** Our client certificate and key, whom we trust and whom not any more; asked for each connection. */
  readonly tls: () => SecureContextOptions
  /** In a trial a receiver may run on the same machine. */
  readonly allowPrivate: boolean
  /** For all of it: name, connection, answer. */
  readonly timeoutMs: number
}

class Undelivered extends Error {
  readonly fout: Bezorgfout

  constructor(fout: Bezorgfout) {
    super(fout)
    this.fout = fout
  }
}

export function createPostNudge(deps: PostDeps): PostNudge {
  return async (call) => {
    const deadline = AbortSignal.timeout(deps.timeoutMs)
    try {
      const addresses = await before(deadline, resolveSafely(deps, call.url.hostname))
      return await post(deps, call, addresses, deadline)
    } catch (error) {
      if (deadline.aborted) return { fout: 'geen-antwoord' }
      return { fout: error instanceof Undelivered ? error.fout : faultOf(error) }
    }
  }
}

/** One address of our own among public ones is enough to refuse: which of them is called is not ours to choose. */
async function resolveSafely(
  { resolve, allowPrivate }: PostDeps,
  name: string,
): Promise<readonly LookupAddress[]> {
  // Node would connect to a literal address without asking for its meaning.
  if (isIP(name) !== 0) throw new Undelivered('adres-niet-toegestaan')
  const found = await resolve(name).catch(() => [])
  if (found.length === 0) throw new Undelivered('adres-onbekend')
  if (!allowPrivate && !found.every(({ address }) => isPublicAddress(address)))
    throw new Undelivered('adres-niet-toegestaan')
  return found
}

function post(
  { tls }: PostDeps,
  { url, headers, body }: Parameters<PostNudge>[0],
  addresses: readonly LookupAddress[],
  signal: AbortSignal,
): Promise<Antwoord> {
  const options: RequestOptions = {
    ...tls(),
    method: 'POST',
    headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
    lookup: pinnedTo(addresses),
    rejectUnauthorized: true,
    agent: false,
    maxHeaderSize: 8 * 1024,
    signal,
  }
  return new Promise((resolve, reject) => {
    const sending = request(url, options, (answer) => {
      const { statusCode = 0, headers: answered } = answer
      resolve({ status: statusCode, retryAfter: answered['retry-after'] })
      // Whatever more it wants to say, an endless body too, goes no further than here.
      answer.on('error', () => undefined).destroy()
    })
    sending.on('error', reject).end(body)
  })
}

const pinnedTo =
  (addresses: readonly LookupAddress[]): LookupFunction =>
  (_name, options, found) => {
    const [first] = addresses
    if (options.all === true) found(null, [...addresses])
    else found(null, first?.address ?? '', first?.family)
  }

/** What OpenSSL and node say of a certificate that is not to be trusted, is not of this name, or was revoked. */
const CERTIFICATE =
  /^(?:CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|HOSTNAME_MISMATCH|ERR_TLS_CERT|ERROR_IN_)/

function faultOf(error: unknown): Bezorgfout {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return CERTIFICATE.test(code) ? 'certificaat-onjuist' : 'niet-bereikbaar'
}

function before<T>(deadline: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    deadline.addEventListener('abort', () => reject(new Undelivered('geen-antwoord')), {
      once: true,
    })
    work.then(resolve, reject)
  })
}
