/** The TLS listener of the API, which asks for a client certificate and can be renewed while it serves. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { Problem } from '../model/problem.ts'
import { readTlsFacts } from './certificate-gate.ts'
import { problemResponse } from './problem-response.ts'
import { type Answer, createRequestListener } from './request-listener.ts'
import { TLS_CONTEXT, TLS_SETTINGS } from './tls-settings.ts'

/** PEM throughout. `crl` holds a list of every authority of the chain, the root too: OpenSSL checks them all. */
type TlsMaterial = {
  readonly key: string
  readonly cert: string
  readonly ca: readonly string[]
  readonly crl: readonly string[]
}

export type TlsListenerOptions = TlsMaterial & {
  readonly fetch: Answer
}

/** An open connection: the certificate it came with, if any, and since when it is there (milliseconds of `performance.now()`). */
export type OpenConnection = { readonly der: Uint8Array | undefined; readonly openSince: number }

export type TlsListener = {
  /** Not listening yet. */
  readonly server: Server
  /**
   * Takes new keys, anchors and revocation lists into use for every connection from now on, and closes the open ones whose
   * certificate no longer serves: TLS looked at them once, at their handshake (testing.md F12).
   */
  renew(material: TlsMaterial, isRevoked: (der: Uint8Array) => boolean): void
  /**
   * Lets the open connections that `isOld` finish the answer under way, and closes them: the other side comes back and is verified in
   * full, its authorities too, which a connection does not show afterwards.
   */
  retire(isOld: (connection: OpenConnection) => boolean): void
  /** Closes at once the open connections that `isRefused`. */
  close(isRefused: (connection: OpenConnection) => boolean): void
  /** The connections that are open now. */
  connections(): readonly OpenConnection[]
}

/** `busy`: answers under way. `retired`: no further request is taken. */
type Kept = OpenConnection & { busy: number; retired: boolean }

/** Builds the listener. It asks for a certificate without refusing the handshake: the gate answers with a problem document. */
export function createTlsListener(options: TlsListenerOptions): TlsListener {
  const open = new Map<Socket, Kept>()
  const server = createServer(
    { ...TLS_SETTINGS, ...context(options), requestCert: true, rejectUnauthorized: false },
    guarded(open, options.fetch),
  )
  server.on('secureConnection', (socket: TLSSocket) => {
    const { der } = readTlsFacts(socket)
    open.set(socket, { der, openSince: performance.now(), busy: 0, retired: false })
    socket.once('close', () => open.delete(socket))
  })
  const close = (isRefused: (connection: OpenConnection) => boolean): void => {
    for (const [socket, kept] of open) if (isRefused(kept)) socket.destroy()
  }
  return {
    server,
    renew: (material, isRevoked) => {
      server.setSecureContext(context(material))
      close(({ der }) => der !== undefined && isRevoked(der))
    },
    retire: (isOld) => {
      for (const [socket, kept] of open) {
        if (!isOld(kept)) continue
        kept.retired = true
        if (kept.busy === 0) socket.end()
      }
    },
    close,
    connections: () => [...open.values()],
  }
}

/** Counts the answers under way on each connection, and turns away what comes on a retired one. */
function guarded(
  open: ReadonlyMap<Socket, Kept>,
  answer: Answer,
): (request: IncomingMessage, response: ServerResponse) => void {
  const serve = createRequestListener(answer)
  // Nothing was read of the request: it may be repeated as it is, on a new connection.
  const turnAway = createRequestListener(() =>
    problemResponse(new Problem('te-druk', { retryAfterSeconds: 1 })),
  )
  return (request, response) => {
    const { socket } = request
    const kept = open.get(socket)
    if (kept === undefined) {
      socket.destroy()
      return
    }
    kept.busy += 1
    response.once('close', () => {
      kept.busy -= 1
      if (kept.retired && kept.busy === 0) socket.end()
    })
    response.shouldKeepAlive &&= !kept.retired
    if (kept.retired) turnAway(request, response)
    else serve(request, response)
  }
}

function context(material: TlsMaterial): typeof TLS_CONTEXT & {
  readonly key: string
  readonly cert: string
  readonly ca: string[]
  readonly crl: string[]
} {
  const { key, cert, ca, crl } = material
  // Without anchors node would trust its own, without lists it would check none.
  if (ca.length === 0 || crl.length === 0) throw new Error('no trust anchors or no lists')
  return { ...TLS_CONTEXT, key, cert, ca: [...ca], crl: [...crl] }
}
