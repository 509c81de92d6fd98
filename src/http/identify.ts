/** Who calls, and whether for the purpose of this route. Runs before every route; a route without a purpose is never reached. */
import { TLSSocket } from 'node:tls'
import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import { Problem } from '../model/problem.ts'
import { type ApiEnv, nodeOf } from './api-env.ts'
import type { ApiFlows, Credentials } from './api-flows.ts'
import { DOEL_PER_ROUTE, isRouteKey, type RouteKey, toTemplatePath } from './purposes.ts'

function readTls(socket: unknown): Credentials['tls'] {
  if (!(socket instanceof TLSSocket)) return { authorized: false }
  const reason: unknown = socket.authorizationError
  const der = socket.getPeerX509Certificate()?.raw
  return {
    authorized: socket.authorized,
    ...(typeof reason === 'string' && { authorizationError: reason }),
    ...(reason instanceof Error && { authorizationError: reason.message }),
    ...(der !== undefined && { der }),
  }
}

function readCredentials(c: Context<ApiEnv>, route: RouteKey): Credentials {
  const authorization = c.req.header('Authorization')
  const namens = c.req.header('Signaalpoort-Namens')
  const medewerker = c.req.header('Signaalpoort-Medewerker')
  return {
    tls: readTls(nodeOf(c).incoming?.socket),
    ...(authorization !== undefined && { authorization }),
    ...(namens !== undefined && { namens }),
    ...(medewerker !== undefined && { medewerker }),
    route,
  }
}

/** The route that will answer, or nothing when none does (404, 405). Hono hands HEAD to the handler of GET. */
function findRoute(c: Context<ApiEnv>): RouteKey | undefined {
  const method = c.req.method === 'HEAD' ? 'GET' : c.req.method
  const route = matchedRoutes(c).find((matched) => matched.method === method)
  if (route === undefined) return undefined
  const key = `${method} ${toTemplatePath(route.path)}`
  if (!isRouteKey(key)) throw new Error(`route without a purpose: ${key}`)
  return key
}

const isMiss = (error: Error | undefined): boolean =>
  error instanceof Problem && error.kind === 'niet-gevonden'

/**
 * Sets `caller` for the handler, or refuses with the kind that `authenticate` gives. What the caller then asks in vain is recorded
 * before the answer: it may have been another's.
 */
export function createIdentify(flows: ApiFlows): MiddlewareHandler<ApiEnv> {
  return async function identify(c, next) {
    const route = findRoute(c)
    if (route === undefined) return next()
    const doel = DOEL_PER_ROUTE[route]
    const caller = await flows.authenticate(readCredentials(c, route), doel)
    if (doel !== 'elk' && caller.doel !== doel) throw new Problem('doel-niet-toegestaan')
    c.set('caller', caller)
    await next()
    if (isMiss(c.error)) await flows.recordMiss(caller, route)
  }
}
