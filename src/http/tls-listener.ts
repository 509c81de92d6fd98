/** The TLS listener of the API, which asks for a client certificate. */
import { createServer, type Server } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { readTlsFacts } from './certificate-gate.ts'
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

export type TlsListener = {
  /** Not listening yet. */
  readonly server: Server
  /**
   * Takes new keys, anchors and revocation lists into use and closes the open connections whose certificate no longer serves:
   * TLS looked at them once, at their handshake (testing.md F12).
   */
  renew(material: TlsMaterial, isRevoked: (der: Uint8Array) => boolean): void
}

/** Builds the listener. It asks for a certificate without refusing the handshake: the gate answers with a problem document. */
export function createTlsListener(options: TlsListenerOptions): TlsListener {
  const server = createServer(
    { ...TLS_SETTINGS, ...context(options), requestCert: true, rejectUnauthorized: false },
    createRequestListener(options.fetch),
  )
  const open = new Set<TLSSocket>()
  server.on('secureConnection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return {
    server,
    renew: (material, isRevoked) => {
      server.setSecureContext(context(material))
      for (const socket of open) {
        const { der } = readTlsFacts(socket)
        if (der !== undefined && isRevoked(der)) socket.destroy()
      }
    },
  }
}

function context(material: TlsMaterial): typeof TLS_CONTEXT & {
  readonly key: string
  readonly cert: string
  readonly ca: string[]
  readonly crl: string[]
} {
  const { key, cert, ca, crl } = material
  return { ...TLS_CONTEXT, key, cert, ca: [...ca], crl: [...crl] }
}
