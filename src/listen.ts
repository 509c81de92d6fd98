/** Opens a server on its port or socket, with what went wrong in one clear line, and closes it without cutting off what runs. */
import { rmSync } from 'node:fs'
import { createServer, type Server as HttpServer, type ServerResponse } from 'node:http'
import type { Server } from 'node:https'
import type { AddressInfo } from 'node:net'

/** How long requests under way may take to finish when the gateway stops. */
const DRAIN_MS = 10_000

/** An open door. `port` is the real one where 0 was asked for; a socket has none. */
export type Listening = {
  readonly port: number
  /** Takes no new connection, lets requests under way finish, and cuts what is left after ten seconds. Repeatable. */
  drain(): Promise<void>
}

/** Where to listen; `setting` is the one that chooses another port. */
export type Place = { readonly address: string; readonly port: number; readonly setting: string }

/** @throws Error with one clear line that names the setting to change */
export async function listenOnPort(server: Server | HttpServer, place: Place): Promise<Listening> {
  const { address, port, setting } = place
  const drain = drainable(server)
  await listening(
    server,
    () => server.listen(port, address),
    (code) =>
      code === 'EADDRINUSE'
        ? `poort ${port} is in gebruik: stop wat daar luistert, of kies met ${setting} een andere`
        : `op ${address} poort ${port} is niet te luisteren (${code}): kies een ander SIGNAALPOORT_ADRES of ${setting}`,
  )
  return { port: (server.address() as AddressInfo).port, drain }
}

/**
 * Readable by the gateway's own user only; a socket left by a killed gateway is replaced (the folder's lock is ours).
 * @throws Error with one clear line: the system holds the path of a socket to some hundred characters
 */
export async function listenOnSocket(server: HttpServer, path: string): Promise<Listening> {
  const drain = drainable(server)
  rmSync(path, { force: true })
  await listening(
    server,
    () => listenPrivately(server, path),
    (code) =>
      `${path} kan geen socket zijn (${code}): kies met SIGNAALPOORT_MAP een map met een korter pad`,
  )
  return { port: 0, drain }
}

/**
 * Opens each door for an instant. What stands in the way now may be gone later and the other way round: the real doors say so themselves.
 * @throws Error as `listenOnPort` and `listenOnSocket`
 */
export async function tryDoors(places: readonly Place[], socket: string): Promise<void> {
  for (const place of places) await (await listenOnPort(createServer(), place)).drain()
  await (await listenOnSocket(createServer(), socket)).drain()
}

/** The socket is made within the call of `listen`, so nobody else can reach it even for a moment. */
function listenPrivately(server: HttpServer, path: string): void {
  const before = process.umask(0o177)
  try {
    server.listen(path)
  } finally {
    process.umask(before)
  }
}

function listening(
  server: Server | HttpServer,
  listen: () => unknown,
  explain: (code: string) => string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(new Error(explain(cause.code ?? cause.name), { cause })),
    )
    server.once('listening', resolve)
    listen()
  })
}

/** A connection on which nothing was ever asked does not count as idle to node, so requests under way are counted here. */
function drainable(server: Server | HttpServer): () => Promise<void> {
  const underWay = new Set<ServerResponse>()
  let draining = false
  const closeIfDone = (): void => {
    if (draining && underWay.size === 0) server.closeAllConnections()
  }
  server.on('request', (_request, response: ServerResponse) => {
    underWay.add(response)
    response.once('close', () => {
      underWay.delete(response)
      closeIfDone()
    })
  })
  return () => {
    if (!server.listening) return Promise.resolve()
    return new Promise((resolve) => {
      const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
      server.close(() => {
        clearTimeout(late)
        resolve()
      })
      draining = true
      closeIfDone()
    })
  }
}
