/** The web door over fake flows and the project's own policies: no socket, no database. The day is 3 November 2026. */
import { createWeb, type WebDeps } from '../../src/http/web.ts'
import type { Grondslagenoverzicht } from '../../src/legal/bases-view.ts'
import { loadPolicies } from '../../src/legal/load.ts'
import { describeBases } from '../../src/legal/public-bases.ts'
import { DAY } from './builders.ts'

/** A public key to serve. */
export const KEY = {
  kty: 'EC',
  crv: 'P-256',
  kid: 'k1',
  use: 'sig',
  alg: 'ES256',
  x: 'eA',
  y: 'eQ',
}

export const WEB_NOW = new Date('2026-11-03T09:00:00.000Z')

/** The view of the policies in `folder` on the day of the builders. */
export const basesOf = (folder: string, taal: 'nl' | 'en' = 'nl'): Grondslagenoverzicht =>
  describeBases(loadPolicies(folder), DAY, taal)

const own = basesOf('policies')

/** An app that serves the examples, but for `deps`. */
export function aWeb(deps: Partial<WebDeps> = {}): {
  readonly app: ReturnType<typeof createWeb>
  readonly logged: readonly unknown[]
} {
  const logged: unknown[] = []
  const app = createWeb({
    jwks: () => ({ keys: [KEY] }),
    log: { error: (message) => void logged.push(message) },
    now: () => WEB_NOW,
    bases: () => own,
    logKey: 'log.example.nl/proef+0a1b2c3d+AQ==',
    readCheckpoint: async () =>
      'log.example.nl/proef\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n',
    readTile: async () => new Uint8Array(32),
    ...deps,
  })
  return { app, logged }
}
