/** The web listener, without a client certificate: what anyone may read. */
import { type Context, Hono } from 'hono'
import type { Grondslagenoverzicht } from '../legal/bases-view.ts'
import type { Now } from '../model/ports.ts'
import { Problem } from '../model/problem.ts'
import type { ApiEnv } from './api-env.ts'
import { requireCanonicalPath } from './canonical-path.ts'
import { createOpenApiDocument } from './openapi.ts'
import { renderApiPage } from './pages/api-page.ts'
import { describeApi } from './pages/api-reference.ts'
import { renderBasesPage } from './pages/bases-page.ts'
import type { Html } from './pages/layout.ts'
import { renderStartPage } from './pages/start-page.ts'
import { serveStyle } from './pages/stylesheet.ts'
import { type Taal, taalOf } from './pages/texts.ts'
import { createErrorHandler, type ErrorLog, problemResponse } from './problem-response.ts'
import { setWebHeaders } from './response-headers.ts'
import { securityTxt } from './security-txt.ts'

/** A JSON Web Key Set (RFC 7517); only the public members of each key are ever served. */
export type Jwks = { readonly keys: readonly Readonly<Record<string, unknown>>[] }

export type WebDeps = {
  readonly jwks: () => Jwks
  readonly log: ErrorLog
  readonly now: Now
  /** What may pass on which article, today. */
  readonly bases: (taal: Taal) => Grondslagenoverzicht
  /** The verification key of the log. */
  readonly logKey: string
  /** Both throw `niet-gevonden`; `readTile` takes what comes after `/log/tile/`. */
  readonly readCheckpoint: () => Promise<string>
  readonly readTile: (path: string) => Promise<Uint8Array>
}

/** Everything a verifier needs; whatever else a key holds, such as `d`, stays here. */
const PUBLIC_MEMBERS = ['kty', 'kid', 'use', 'alg', 'crv', 'x', 'y', 'n', 'e'] as const

const TILES = '/log/tile/'

const toPublic = (key: Jwks['keys'][number]): Record<string, unknown> =>
  Object.fromEntries(PUBLIC_MEMBERS.filter((name) => name in key).map((name) => [name, key[name]]))

/** Builds the app of the web listener: pages, the OpenAPI document, keys, and the log up to yesterday. */
export function createWeb(deps: WebDeps): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()
  app.onError(createErrorHandler(deps.log))
  app.notFound(() => problemResponse(new Problem('niet-gevonden')))
  app.use('*', setWebHeaders, requireCanonicalPath)
  addPages(app, deps)
  addDocuments(app, deps)
  addLog(app, deps)
  for (const { path } of [...app.routes].filter(({ method }) => method === 'GET')) {
    app.all(path, () => {
      throw new Problem('methode-niet-toegestaan', { allow: ['GET', 'HEAD'] })
    })
  }
  return app
}

/** The same for everybody until the next start: made when it is first asked for, so that no start waits for it. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function addPages(app: Hono<ApiEnv>, { bases, logKey }: WebDeps): void {
  const reference = once(() => describeApi(createOpenApiDocument()))
  const api = {
    nl: once(() => renderApiPage('nl', reference())),
    en: once(() => renderApiPage('en', reference())),
  }
  const page = (render: (taal: Taal) => Html) => (c: Context<ApiEnv>) =>
    c.html(render(taalOf(c.req.query('taal'))))
  app.get(
    '/',
    page((taal) => renderStartPage(taal, logKey)),
  )
  app.get(
    '/grondslagen',
    page((taal) => renderBasesPage(taal, bases(taal))),
  )
  app.get(
    '/api',
    page((taal) => api[taal]()),
  )
  app.get('/stijl.css', serveStyle())
}

function addDocuments(app: Hono<ApiEnv>, { jwks, now }: WebDeps): void {
  const document = once(() => JSON.stringify(createOpenApiDocument()))
  // Open to any origin (ADR /core/publish-openapi).
  app.get('/v1/openapi.json', (c) =>
    c.body(document(), 200, {
      'Content-Type': 'application/json',
      'Access-Control-Allow-Origin': '*',
    }),
  )
  app.get('/.well-known/jwks.json', (c) =>
    c.body(JSON.stringify({ keys: jwks().keys.map(toPublic) }), 200, {
      'Content-Type': 'application/jwk-set+json',
    }),
  )
  app.get('/.well-known/security.txt', (c) =>
    c.body(securityTxt(now()), 200, { 'Content-Type': 'text/plain; charset=utf-8' }),
  )
}

function addLog(app: Hono<ApiEnv>, { readCheckpoint, readTile }: WebDeps): void {
  app.get('/log/checkpoint', async (c) => c.text(await readCheckpoint()))
  app.get(`${TILES}:path{.+}`, async (c) => {
    const hashes = await readTile(c.req.path.slice(TILES.length))
    return c.body(Uint8Array.from(hashes), 200, { 'Content-Type': 'application/octet-stream' })
  })
}
