/** The TLS listener of the API: versions, suites and groups after the NCSC guideline of 2025-05 (standards.md §3). */
import { createServer, type Server } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { createAdaptorServer } from '@hono/node-server'
import { readTlsFacts } from './certificate-gate.ts'

/** PEM throughout. `crl` holds a list of every authority of the chain, the root too: OpenSSL checks them all. */
export type TlsMaterial = {
  readonly key: string
  readonly cert: string
  readonly ca: readonly string[]
  readonly crl: readonly string[]
}

export type TlsListenerOptions = TlsMaterial & {
  readonly fetch: Parameters<typeof createAdaptorServer>[0]['fetch']
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

// In the guideline's order: good first, then sufficient. No CBC, no DHE, no CCM_8.
const SUITES = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
].join(':')

// The hybrid post-quantum group first; OpenSSL 3.5 (Node 24) and later have it.
const GROUPS = 'X25519MLKEM768:X25519:P-256:P-384:P-521'

const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  // A national month as one streamed list must fit; a body that stands still is the body reader's to end.
  requestTimeout: 600_000,
  keepAliveTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
}

/** Builds the listener. It asks for a certificate without refusing the handshake: the gate answers with a problem document. */
export function createTlsListener(options: TlsListenerOptions): TlsListener {
  const server = createAdaptorServer({
    fetch: options.fetch,
    createServer,
    serverOptions: {
      ...context(options),
      ...LIMITS,
      requestCert: true,
      rejectUnauthorized: false,
      handshakeTimeout: 10_000,
      insecureHTTPParser: false,
    },
  }) as Server
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

function context(material: TlsMaterial): {
  readonly key: string
  readonly cert: string
  readonly ca: string[]
  readonly crl: string[]
  readonly minVersion: 'TLSv1.2'
  readonly ciphers: string
  readonly ecdhCurve: string
  readonly honorCipherOrder: true
} {
  return {
    key: material.key,
    cert: material.cert,
    ca: [...material.ca],
    crl: [...material.crl],
    minVersion: 'TLSv1.2',
    ciphers: SUITES,
    ecdhCurve: GROUPS,
    honorCipherOrder: true,
  }
}
