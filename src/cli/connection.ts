/** A party's connection to a gateway: mutual TLS, a token for one purpose, the typed client. */
import { createGatewayClient, type GatewayClient } from '../client/client.ts'
import { createMtlsFetch, type Streamed } from '../client/mtls-fetch.ts'
import { createTokenSource } from '../client/token.ts'
import { systemRandom } from '../crypto/random.ts'
import type { Doel } from '../model/doel.ts'
import type { Party } from './party.ts'

/** `url` is the gateway's base URL, without `/v1`. */
export type ConnectionOptions = {
  readonly url: string
  readonly party: Party
  readonly doel: Doel
  readonly namens?: string
  readonly medewerker?: string
}

export type Connection = {
  readonly client: GatewayClient
  /** A usable token, new or held. */
  readonly token: () => Promise<string>
  /** Posts a body as it is made, with the same token and party as `client`; `path` as there. */
  readonly post: (
    path: string,
    headers: Readonly<Record<string, string>>,
    body: AsyncIterable<Uint8Array>,
  ) => Promise<Streamed>
  close(): Promise<void>
}

/**
 * Opens nothing until it is used.
 * @throws Error in Dutch for an address that is not https: whatever is sent there would be read on the way
 */
export function connect({ url, party, doel, ...who }: ConnectionOptions): Connection {
  if (URL.parse(url)?.protocol !== 'https:')
    throw new Error(`${url} is geen https-adres; geef er een als https://localhost:8443`)
  const { ca, cert, key, clientKey, deelnemer } = party
  const { fetch, stream, close } = createMtlsFetch({ ca, cert, key })
  const token = createTokenSource({
    issuer: url,
    tokenEndpoint: `${url}/oauth/token`,
    clientId: deelnemer.oin,
    doel,
    signWith: clientKey,
    fetch,
    now: () => new Date(),
    random: systemRandom,
  })
  const gateway = createGatewayClient({ baseUrl: `${url}/v1`, ca, cert, key, token, ...who })
  return {
    client: gateway.client,
    token,
    post: async (path, headers, body) =>
      stream(`${url}/v1${path}`, {
        headers: {
          ...headers,
          Authorization: `Bearer ${await token()}`,
          ...(who.namens === undefined ? {} : { 'Signaalpoort-Namens': who.namens }),
        },
        body,
      }),
    close: async () => {
      await close()
      await gateway.close()
    },
  }
}

const NOBODY_THERE = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]

/** What `fetch` could not do, by the code of the system; undefined for any other error. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof TypeError && error.cause instanceof Error)) return undefined
  return 'code' in error.cause ? String(error.cause.code) : error.cause.name
}

/** Runs `work` on a connection and closes it; a gateway that cannot be reached is said in one line. */
export async function withConnection<T>(
  options: ConnectionOptions,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = connect(options)
  try {
    return await work(connection)
  } catch (error) {
    throw explainUnreachable(error, options.url)
  } finally {
    await connection.close()
  }
}

/** What `fetch` throws when nobody answers, or not over the right TLS, as one clear line; any other error as it is. */
export function explainUnreachable(error: unknown, url: string): unknown {
  const code = codeOf(error)
  if (code === undefined) return error
  const why = NOBODY_THERE.includes(code)
    ? `de poort op ${url} is niet te bereiken: start haar met npm start`
    : `de verbinding met ${url} mislukte (${code}): controleer of daar de poort draait die bij deze certificaten hoort`
  return new Error(why, { cause: error })
}
