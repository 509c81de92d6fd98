/** `fetch` over mutual TLS: the client shows its certificate and trusts the given authorities only. */
import { Agent, fetch as undiciFetch } from 'undici'

/** PEM texts; `ca` holds the authorities that may have issued the gateway's certificate. */
export type MtlsCredentials = {
  readonly ca: string
  readonly cert: string
  readonly key: string
}

/** What the client needs of `fetch`. */
export type Fetch = (request: Request) => Promise<Response>

const CONNECT_TIMEOUT_MS = 10_000
const ANSWER_TIMEOUT_MS = 60_000

/**
 * A `fetch` that keeps its connections, and `close` to let go of them. Follows no redirect: a token goes nowhere else.
 * Body and answer are read whole. Rejects when the gateway's certificate does not hold, whatever the environment says.
 */
export function createMtlsFetch(credentials: MtlsCredentials): {
  readonly fetch: Fetch
  readonly close: () => Promise<void>
} {
  const dispatcher = new Agent({
    connect: { ...credentials, rejectUnauthorized: true, timeout: CONNECT_TIMEOUT_MS },
    headersTimeout: ANSWER_TIMEOUT_MS,
    bodyTimeout: ANSWER_TIMEOUT_MS,
  })
  const fetch: Fetch = async (request) => {
    const answer = await undiciFetch(request.url, {
      dispatcher,
      method: request.method,
      headers: [...request.headers],
      redirect: 'error',
      ...(request.body !== null && { body: await request.arrayBuffer() }),
    })
    // An answer of the runtime's own class, with no body where none may be (Fetch §2.2.3, null body status).
    const body = answer.body === null ? null : await answer.arrayBuffer()
    return new Response(body, { status: answer.status, headers: [...answer.headers] })
  }
  return { fetch, close: () => dispatcher.close() }
}
