/** A bare HTTPS client for tests: sends what it is told, also what no decent client would send. */
import { Agent, type RequestOptions, request } from 'node:https'

/** An answer, whole. */
export type TlsAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Who asks: the anchor for the server, and a client certificate if there is one. */
export type TlsIdentity = { readonly ca: string; readonly cert?: string; readonly key?: string }

/** One request on a connection of its own, or on those of `options.agent`. */
export function ask(
  port: number,
  identity: TlsIdentity,
  options: RequestOptions & { readonly body?: string } = {},
): Promise<TlsAnswer> {
  const { body, ...rest } = options
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', servername: 'localhost', port, agent: false, ...identity, ...rest },
      (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.once('error', reject)
        incoming.once('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        )
      },
    )
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}

/** An agent that keeps one connection open. */
export function keepAlive(identity: TlsIdentity): Agent {
  return new Agent({ keepAlive: true, maxSockets: 1, servername: 'localhost', ...identity })
}
