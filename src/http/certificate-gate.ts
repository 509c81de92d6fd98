/** The first handler: nothing is routed, read or answered for whoever has no valid certificate. */
import { TLSSocket } from 'node:tls'
import type { HttpBindings } from '@hono/node-server'
import type { MiddlewareHandler } from 'hono'
import type { TlsFacts } from '../identity/authenticate.ts'

/** What TLS says of the other side of `socket`; a connection without TLS has no certificate. */
export function readTlsFacts(socket: unknown): TlsFacts {
  if (!(socket instanceof TLSSocket)) return { authorized: false }
  const certificate = socket.getPeerX509Certificate()
  // Node fills this in with OpenSSL's code, whatever its type says.
  const code: unknown = socket.authorizationError
  return {
    authorized: socket.authorized,
    ...(typeof code === 'string' ? { authorizationError: code } : {}),
    ...(certificate === undefined ? {} : { der: new Uint8Array(certificate.raw) }),
  }
}

/**
 * Lets a request by only when `admit` does not throw. Headers of a proxy (`X-Forwarded-Client-Cert` and its like) are never looked at.
 * @param admit decides on the certificate and counts its refusals (`flows/authenticate-caller.ts`, `admitCertificate`)
 */
export function certificateGate(
  admit: (tls: TlsFacts) => unknown,
): MiddlewareHandler<{ Bindings: HttpBindings }> {
  return async function refuseWithoutCertificate(c, next) {
    admit(readTlsFacts(c.env.incoming.socket))
    await next()
  }
}
