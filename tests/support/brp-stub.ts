/** A BRP API Personen on loopback: answers what a test says, and remembers what it was asked and with which headers. */
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export type BrpStub = {
  /** Up to and without `/personen`. */
  readonly url: string
  readonly asked: {
    readonly vraag: Record<string, unknown>
    readonly headers: IncomingHttpHeaders
  }[]
  close(): Promise<void>
}

type Answer = {
  readonly status?: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export async function openBrpStub(
  answer: (vraag: Record<string, unknown>, nth: number) => Answer,
): Promise<BrpStub> {
  const asked: BrpStub['asked'] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const vraag = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>
      asked.push({ vraag, headers: request.headers })
      const known = request.method === 'POST' && request.url === '/haalcentraal/api/brp/personen'
      const given = known ? answer(vraag, asked.length) : { status: 404 }
      response.writeHead(given.status ?? 200, {
        'Content-Type': 'application/json; charset=utf-8',
        ...given.headers,
      })
      response.end(JSON.stringify(given.body ?? { type: vraag['type'], personen: [] }))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/haalcentraal/api/brp`,
    asked,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
