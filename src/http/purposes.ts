/** The one table of routes: every call of the API that reaches personal data has exactly one purpose (AVG art. 5 lid 1 onder b). A route outside it cannot be reached. */
import type { Doel } from '../model/doel.ts'

/** `METHOD /path` to the purpose whose token it asks for; `elk`: any, for the register of organisations. HEAD goes with GET. */
export const DOEL_PER_ROUTE = {
  'POST /v1/toetsingen': 'aanleveren',
  'POST /v1/signalen': 'aanleveren',
  'POST /v1/signalen/_zoek': 'aanleveren',
  'GET /v1/signalen/{id}': 'aanleveren',
  'GET /v1/signalen/{id}/bewijs': 'aanleveren',
  'POST /v1/signalen/{id}/intrekking': 'aanleveren',
  'POST /v1/aanleveringen': 'aanleveren',
  'GET /v1/aanleveringen': 'aanleveren',
  'GET /v1/aanleveringen/{id}': 'aanleveren',
  'GET /v1/aanleveringen/{id}/regels': 'aanleveren',
  'POST /v1/aanleveringen/{id}/vrijgave': 'aanleveren',
  'POST /v1/aanleveringen/{id}/intrekking': 'aanleveren',
  'POST /v1/mutaties': 'aanleveren',
  'GET /v1/werkvoorraad': 'selectie',
  'POST /v1/selecties': 'selectie',
  'GET /v1/selecties/{id}': 'selectie',
  'POST /v1/selecties/{id}/vaststelling': 'selectie',
  'POST /v1/selecties/{id}/terugdraaiing': 'selectie',
  'POST /v1/selecties/{id}/aanvulling': 'selectie',
  'GET /v1/signalen/{id}/verloop': 'aanleveren',
  'GET /v1/terugkoppelingen': 'aanleveren',
  'GET /v1/meldingen': 'hulpaanbod',
  'GET /v1/meldingen/{id}': 'hulpaanbod',
  'GET /v1/meldingen/{id}/verloop': 'hulpaanbod',
  'PUT /v1/meldingen/{id}/resultaat': 'hulpaanbod',
  'POST /v1/meldingen/{id}/contactpogingen': 'hulpaanbod',
  'DELETE /v1/meldingen/{id}/contactpogingen/{poging}': 'hulpaanbod',
  'POST /v1/meldingen/{id}/samenvoeging': 'hulpaanbod',
  'POST /v1/meldingen/{id}/splitsing': 'hulpaanbod',
  'POST /v1/raadplegingen': 'hulpaanbod',
  'POST /v1/signalen/{id}/terugkoppeling': 'terugkoppeling',
  'POST /v1/ontvangsten': 'hulpaanbod',
  'GET /v1/gebeurtenissen': 'hulpaanbod',
  'GET /v1/controles': 'controle',
  'POST /v1/controles/{id}/uitkomst': 'controle',
  'POST /v1/meldingen/{id}/dozen': 'hulpaanbod',
  'POST /v1/controles/{id}/dozen': 'controle',
  'POST /v1/deelnemers/{oin}/sleutels': 'hulpaanbod',
  'GET /v1/deelnemers/{oin}/sleutels': 'hulpaanbod',
  'PUT /v1/deelnemers/{oin}/sleutels/{sleutelId}': 'hulpaanbod',
  'GET /v1/deelnemers/{oin}/sleutels/{sleutelId}/signalen': 'hulpaanbod',
  'POST /v1/navragen': 'hulpaanbod',
  'GET /v1/navragen': 'aanleveren',
  'GET /v1/navragen/{id}': 'hulpaanbod',
  'POST /v1/navragen/{id}/antwoord': 'aanleveren',
  'GET /v1/indicatoren': 'monitor',
  'POST /v1/auditgebeurtenissen/_zoek': 'toezicht',
  'GET /v1/auditgebeurtenissen/{id}/bewijs': 'toezicht',
  'GET /v1/grondslagen': 'toezicht',
  'GET /v1/bewaartermijnen': 'toezicht',
  'POST /v1/bewaartermijnen': 'toezicht',
  'GET /v1/bewaartermijnen/{id}': 'toezicht',
  'POST /v1/bewaartermijnen/{id}/advies': 'toezicht',
  'POST /v1/bewaartermijnen/{id}/goedkeuring': 'toezicht',
  'POST /v1/bewaartermijnen/{id}/intrekking': 'toezicht',
  'GET /v1/maatregelen': 'toezicht',
  'POST /v1/maatregelen': 'toezicht',
  'POST /v1/maatregelen/{id}/vaststelling': 'toezicht',
  'POST /v1/maatregelen/{id}/beeindiging': 'toezicht',
  'POST /v1/maatregelen/{id}/intrekking': 'toezicht',
  'GET /v1/abonnementen': 'elk',
  'POST /v1/abonnementen': 'elk',
  'GET /v1/abonnementen/{id}': 'elk',
  'PUT /v1/abonnementen/{id}': 'elk',
  'DELETE /v1/abonnementen/{id}': 'elk',
  'GET /v1/deelnemers': 'elk',
  'PUT /v1/deelnemers/{oin}/contact': 'elk',
  'PUT /v1/deelnemers/{oin}/benadering': 'elk',
  'PUT /v1/deelnemers/{oin}/clientsleutels': 'elk',
} as const satisfies Record<string, Doel | 'elk'>

/** The name of one route. */
export type RouteKey = keyof typeof DOEL_PER_ROUTE

/** Every route of the table. */
export const ROUTE_KEYS = Object.keys(DOEL_PER_ROUTE) as readonly RouteKey[]

/** Whether `key` stands in the table. */
export const isRouteKey = (key: string): key is RouteKey => Object.hasOwn(DOEL_PER_ROUTE, key)

type Method = 'get' | 'post' | 'put' | 'delete'
const METHODS: Readonly<Record<string, Method>> = { POST: 'post', PUT: 'put', DELETE: 'delete' }

/** The path of `key` without `/v1`, as OpenAPI writes it (`{id}`), and its method in lower case. */
export function splitRouteKey(key: RouteKey): { method: Method; path: string } {
  const [method = '', path = ''] = key.split(' ')
  return { method: METHODS[method] ?? 'get', path: path.slice('/v1'.length) }
}

/** Each path of the table with the methods that it answers (`Allow`). */
export function methodsPerPath(): ReadonlyMap<string, readonly string[]> {
  const methods = new Map<string, readonly string[]>()
  for (const key of ROUTE_KEYS) {
    const { method, path } = splitRouteKey(key)
    const answered = method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]
    methods.set(path, [...(methods.get(path) ?? []), ...answered])
  }
  return methods
}

/** OpenAPI's `{id}` as Hono's `:id`. */
export const toRouterPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1')

/** Hono's `:id` as OpenAPI's `{id}`. */
export const toTemplatePath = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}')
