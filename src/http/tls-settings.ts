/** Versions, suites, groups and limits of every TLS listener, after the NCSC guideline of 2025-05. */

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
  // No key or signature of less than 128 bits anywhere in a chain: RSA from 3072, curves from 256, no SHA-1, no SHA-224.
  '@SECLEVEL=3',
].join(':')

// The hybrid post-quantum group first; OpenSSL 3.5 (Node 24) and later have it.
const GROUPS = 'X25519MLKEM768:X25519:P-256:P-384:P-521'

// SSL_OP_NO_TICKET and SSL_OP_NO_RENEGOTIATION of OpenSSL's ssl.h. Every connection is verified in full against the lists of today:
// no session is resumed, and none changes its certificate on the way.
const NO_RESUMPTION = 2 ** 14
const NO_RENEGOTIATION = 2 ** 30

/** Versions, suites and groups: what `setSecureContext` takes too. */
export const TLS_CONTEXT = {
  minVersion: 'TLSv1.2',
  ciphers: SUITES,
  ecdhCurve: GROUPS,
  honorCipherOrder: true,
  secureOptions: NO_RESUMPTION + NO_RENEGOTIATION,
} as const

/** The same with limits on what a peer may keep us waiting for; milliseconds and bytes. */
export const TLS_SETTINGS = {
  ...TLS_CONTEXT,
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  // A national month as one streamed list must fit; a body that stands still is the body reader's to end.
  requestTimeout: 600_000,
  keepAliveTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
  handshakeTimeout: 10_000,
  insecureHTTPParser: false,
} as const
