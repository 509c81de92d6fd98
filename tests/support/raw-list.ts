/** A list on a bare TLS connection: byte by byte, read while it is sent, cut where a test wants. */
import { connect, type TLSSocket } from 'node:tls'
import { readParty } from '../../src/cli/party.ts'
import type { PartyAccess, TestGateway } from './gateway.ts'

export type RawList = {
  /** Sends bytes; resolves when they are on their way. */
  write(bytes: string | Uint8Array): Promise<void>
  /** Ends the body as it should end. */
  end(): Promise<void>
  /** Resolves when `text` has come. */
  until(text: string): Promise<void>
  /** Cuts the connection. @returns what had come */
  cut(): string
  /** All that came, when the other side has closed. */
  all(): Promise<string>
}

/** Opens it and sends the head; `length` of the body, or chunk by chunk without. */
export async function openRawList(
  gateway: TestGateway,
  party: PartyAccess,
  name: string,
  { length }: { readonly length?: number } = {},
): Promise<RawList> {
  const { hostname, port, host } = new URL(gateway.apiUrl)
  const { ca, cert, key } = readParty(gateway.config.certsFolder, name)
  const socket: TLSSocket = connect({ host: hostname, port: Number(port), ca, cert, key })
  let seen = ''
  const looks = new Set<() => void>()
  socket.setEncoding('utf8')
  socket.on('data', (text: string) => {
    seen += text
    for (const look of looks) look()
  })
  socket.on('error', () => undefined)
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await new Promise((resolve) => socket.once('secureConnect', resolve))
  const send = (bytes: string | Uint8Array): Promise<void> =>
    new Promise((resolve) => socket.write(bytes, () => resolve()))
  const framing = length === undefined ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`
  await send(
    [
      'POST /v1/aanleveringen HTTP/1.1',
      `Host: ${host}`,
      `Authorization: Bearer ${await party.token()}`,
      'Content-Type: application/x-ndjson',
      'Accept: application/x-ndjson',
      'Connection: close',
      framing,
      '\r\n',
    ].join('\r\n'),
  )
  const chunk = (bytes: Uint8Array): Uint8Array =>
    Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])
  return {
    write: (bytes) => send(length === undefined ? chunk(Buffer.from(bytes)) : bytes),
    end: () => (length === undefined ? send('0\r\n\r\n') : Promise.resolve()),
    until: (text) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!seen.includes(text)) return
          looks.delete(look)
          resolve()
        }
        looks.add(look)
        look()
      }),
    cut: () => {
      socket.destroy()
      return seen
    },
    all: async () => {
      await closed
      return seen
    },
  }
}
