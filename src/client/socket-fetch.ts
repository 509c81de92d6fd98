/** `fetch` over a Unix socket, for the operator's commands to a running gateway. Bodies stream in both directions. */
import { Agent, fetch as undiciFetch } from 'undici'

/** What a command sends. A stream is sent as it comes, never held whole. */
export type SocketRequest = {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | ReadableStream<Uint8Array>
}

export type SocketFetch = {
  /** `path` begins with a slash. Rejects with what the system says when nobody listens. */
  fetch(path: string, request: SocketRequest): Promise<Response>
  close(): Promise<void>
}

/** Opens nothing until it is used. No time limit: a log or a file of millions of lines takes its time. */
export function createSocketFetch(socketPath: string): SocketFetch {
  const dispatcher = new Agent({ connect: { socketPath }, headersTimeout: 0, bodyTimeout: 0 })
  return {
    fetch: async (path, { method, headers = {}, body }) => {
      const answer = await undiciFetch(`http://poort${path}`, {
        dispatcher,
        method,
        headers,
        ...(body !== undefined && { body, duplex: 'half' }),
      })
      return new Response(answer.body as ReadableStream<Uint8Array> | null, {
        status: answer.status,
        headers: [...answer.headers],
      })
    },
    close: () => dispatcher.destroy(),
  }
}
