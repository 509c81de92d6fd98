/** The typed client of the gateway: every call of the OpenAPI document, with certificate, token and party filled in. */
import createClient, { type Client } from 'openapi-fetch'
import { createMtlsFetch, type Fetch, type MtlsCredentials } from './mtls-fetch.ts'
import type { paths } from './openapi-types.ts'

/** `baseUrl` ends in `/v1`; `namens` is an OIN; `medewerker` the municipality's own reference, or `systeem`. */
export type GatewayClientOptions = {
  readonly baseUrl: string
  readonly token: () => Promise<string>
  readonly namens?: string
  readonly medewerker?: string
}

/** Calls such as `client.POST('/signalen', { body })`; `data` on success, else `error` with a problem document. */
export type GatewayClient = Client<paths, 'application/json'>

/** The client over a given `fetch`. */
export function createClientOver(fetch: Fetch, options: GatewayClientOptions): GatewayClient {
  const client = createClient<paths, 'application/json'>({ baseUrl: options.baseUrl, fetch })
  client.use({
    async onRequest({ request }) {
      request.headers.set('Authorization', `Bearer ${await options.token()}`)
      if (options.namens !== undefined) request.headers.set('Signaalpoort-Namens', options.namens)
      if (options.medewerker !== undefined) {
        request.headers.set('Signaalpoort-Medewerker', options.medewerker)
      }
      return request
    },
  })
  return client
}

/** The client over mutual TLS; `close` lets go of its connections. */
export function createGatewayClient(options: GatewayClientOptions & MtlsCredentials): {
  readonly client: GatewayClient
  readonly close: () => Promise<void>
} {
  const { ca, cert, key } = options
  const { fetch, close } = createMtlsFetch({ ca, cert, key })
  return { client: createClientOver(fetch, options), close }
}

/** The cursor of the next page from the answer's `Link` (RFC 8288), or nothing on the last page. */
export function nextCursor(response: Response): string | undefined {
  const target = /<([^>]*)>;\s*rel="next"/.exec(response.headers.get('Link') ?? '')?.[1]
  if (target === undefined) return undefined
  return new URL(target, 'https://localhost').searchParams.get('cursor') ?? undefined
}
