/** The web listener, without a client certificate: what anyone may read. */
import { Hono } from 'hono'
import { Problem } from '../model/problem.ts'
import { createOpenApiDocument } from './openapi.ts'
import { createErrorHandler, type ErrorLog, problemResponse } from './problem-response.ts'
import { setResponseHeaders } from './response-headers.ts'

/** A JSON Web Key Set (RFC 7517); only the public members of each key are ever served. */
export type Jwks = { readonly keys: readonly Readonly<Record<string, unknown>>[] }

export type WebDeps = { readonly jwks: () => Jwks; readonly log: ErrorLog }

/** Everything a verifier needs; whatever else a key holds, such as `d`, stays here. */
const PUBLIC_MEMBERS = ['kty', 'kid', 'use', 'alg', 'crv', 'x', 'y', 'n', 'e'] as const

const toPublic = (key: Jwks['keys'][number]): Record<string, unknown> =>
  Object.fromEntries(PUBLIC_MEMBERS.filter((name) => name in key).map((name) => [name, key[name]]))

/** Builds the app of the web listener: the OpenAPI document, open to any origin (ADR /core/publish-openapi), and the keys. */
export function createWeb({ jwks, log }: WebDeps): Hono {
  const app = new Hono()
  const document = JSON.stringify(createOpenApiDocument())
  app.onError(createErrorHandler(log))
  app.notFound(() => problemResponse(new Problem('niet-gevonden')))
  app.use('*', setResponseHeaders)
  app.get('/v1/openapi.json', (c) =>
    c.body(document, 200, {
      'Content-Type': 'application/json',
      'Access-Control-Allow-Origin': '*',
    }),
  )
  app.get('/.well-known/jwks.json', (c) =>
    c.body(JSON.stringify({ keys: jwks().keys.map(toPublic) }), 200, {
      'Content-Type': 'application/jwk-set+json',
    }),
  )
  for (const path of ['/v1/openapi.json', '/.well-known/jwks.json']) {
    app.all(path, () => {
      throw new Problem('methode-niet-toegestaan', { allow: ['GET', 'HEAD'] })
    })
  }
  return app
}
