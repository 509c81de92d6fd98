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

/** An answer that comes in pieces, while the request may still be under way. */
export type Streamed = {
  readonly status: number
  readonly headers: Headers
  readonly body: AsyncIterable<Uint8Array>
}

/** A request whose body goes out as it is made; each piece is asked for when there is room for it. */
export type Stream = (
  url: string,
  request: {
    readonly headers: Readonly<Record<string, string>>
    readonly body: AsyncIterable<Uint8Array>
  },
) => Promise<Streamed>

const CONNECT_TIMEOUT_MS = 10_000
const ANSWER_TIMEOUT_MS = 60_000

/**
 * A `fetch` that keeps its connections, and `close` to let go of them. Follows no redirect: a token goes nowhere else.
 * Body and answer are read whole; `stream` posts in pieces, and its answer must be read while it sends. Both reject when the gateway's
 * certificate does not hold, whatever the environment says.
 */
export function createMtlsFetch(credentials: MtlsCredentials): {
  readonly fetch: Fetch
  readonly stream: Stream
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
  const stream: Stream = async (url, { headers, body }) => {
    const answer = await undiciFetch(url, {
      dispatcher,
      method: 'POST',
      headers,
      redirect: 'error',
      body,
      duplex: 'half',
    })
    return {
      status: answer.status,
      headers: new Headers([...answer.headers]),
      body: answer.body ?? nothing(),
    }
  }
  return { fetch, stream, close: () => dispatcher.close() }
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // An answer without a body.
}
