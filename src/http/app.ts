/** The API door: headers, gate, authorization server, caller and purpose, then one sentence for each route. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { Hono, type MiddlewareHandler } from 'hono'
import { Problem } from '../model/problem.ts'
import { addAanleveringen } from './aanleveringen.ts'
import { addAbonnementen } from './abonnementen.ts'
import type { Api, ResourceDeps } from './api-deps.ts'
import type { ApiEnv } from './api-env.ts'
import { addAuditgebeurtenissen } from './auditgebeurtenissen.ts'
import { addBewaartermijnen } from './bewaartermijnen.ts'
import { requireCanonicalPath } from './canonical-path.ts'
import { addControles } from './controles.ts'
import { addDeelnemers } from './deelnemers.ts'
import { addDozen } from './dozen.ts'
import { addGebeurtenissen } from './gebeurtenissen.ts'
import { addGrondslagen } from './grondslagen.ts'
import { createIdentify } from './identify.ts'
import { addIndicatoren } from './indicatoren.ts'
import { addMaatregelen } from './maatregelen.ts'
import { addMeldingen } from './meldingen.ts'
import { addMutaties } from './mutaties.ts'
import { addNavragen } from './navragen.ts'
import { addOAuth, type OAuthCallback } from './oauth-door.ts'
import { addOntvangsten } from './ontvangsten.ts'
import { addOpvolging } from './opvolging.ts'
import { refuseParameters } from './parameters.ts'
import { createErrorHandler, problemResponse } from './problem-response.ts'
import { methodsPerPath, toRouterPath } from './purposes.ts'
import { addRaadplegingen } from './raadplegingen.ts'
import { setResponseHeaders } from './response-headers.ts'
import { addSelecties } from './selecties.ts'
import { addSignaalreis } from './signaalreis.ts'
import { addSignalen } from './signalen.ts'
import { addSleutels } from './sleutels.ts'
import { addTerugkoppelingen } from './terugkoppelingen.ts'
import { addToetsingen } from './toetsingen.ts'
import { addWerkvoorraad } from './werkvoorraad.ts'

/** `gate` holds the first handlers (raw headers, certificate); `oauth` the authorization server. */
export type ApiDeps = ResourceDeps & {
  readonly gate: readonly MiddlewareHandler[]
  readonly oauth?: OAuthCallback
}

/** Known paths answer every other method with 405 and `Allow`. */
function refuseOtherMethods(api: Api): void {
  for (const [path, allow] of methodsPerPath()) {
    api.all(toRouterPath(path), () => {
      throw new Problem('methode-niet-toegestaan', { allow })
    })
  }
}

function createResources(deps: ResourceDeps): Api {
  const api = new OpenAPIHono<ApiEnv>({ defaultHook: refuseParameters })
  api.use('*', createIdentify(deps.flows))
  addToetsingen(api, deps)
  addSignalen(api, deps)
  addAanleveringen(api, deps)
  addMutaties(api, deps)
  addWerkvoorraad(api, deps)
  addSelecties(api, deps)
  addTerugkoppelingen(api, deps)
  addMeldingen(api, deps)
  addOpvolging(api, deps)
  addRaadplegingen(api, deps)
  addSignaalreis(api, deps)
  addOntvangsten(api, deps)
  addGebeurtenissen(api, deps)
  addControles(api, deps)
  addDozen(api, deps)
  addSleutels(api, deps)
  addNavragen(api, deps)
  addIndicatoren(api, deps)
  addAuditgebeurtenissen(api, deps)
  addGrondslagen(api, deps)
  addBewaartermijnen(api, deps)
  addMaatregelen(api, deps)
  addAbonnementen(api, deps)
  addDeelnemers(api, deps)
  refuseOtherMethods(api)
  return api
}

/**
 * Builds the app of the API listener.
 * @throws Error when there is no gate: an API that asks nobody for a certificate must not start
 */
export function createApi(deps: ApiDeps): Hono<ApiEnv> {
  if (deps.gate.length === 0) throw new Error('the API needs a gate')
  const app = new Hono<ApiEnv>()
  app.onError(createErrorHandler(deps.log))
  app.notFound(() => problemResponse(new Problem('niet-gevonden')))
  // The order is the safety: nothing looks at path, body or token before the gate has let the connection through.
  app.use('*', setResponseHeaders, ...deps.gate, requireCanonicalPath)
  if (deps.oauth !== undefined) addOAuth(app, deps.oauth)
  app.route('/v1', createResources(deps))
  return app
}
