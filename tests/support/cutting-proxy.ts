/** A TCP proxy before PostgreSQL's Unix socket that cuts a connection at a chosen message of the client. */
import { createConnection, createServer, type Server, type Socket } from 'node:net'

/**
 * What happens to a `commit`: `unsent` = cut before the server sees it; `unheard` = the server did it, its answer is cut off;
 * `unanswered` = the server does it, and nobody hears anything for ever. `insert` cuts within the work, before any commit.
 */
export type Cut = 'unsent' | 'unheard' | 'unanswered' | 'insert'

export type CuttingProxy = {
  readonly port: number
  /** Does this once, at the next transaction that inserts into `table`. */
  cutNext(table: string, cut: Cut): void
  /** How many were cut so far. */
  readonly cuts: () => number
  close(): Promise<void>
}

type Armed = { readonly table: string; readonly cut: Cut }

/** Parse and simple-query messages carry their text as it is. */
const isCommit = (chunk: Buffer): boolean => chunk.includes('commit\0')

/** Written by hand, or by the builder of queries in quotes. */
const insertsInto = (chunk: Buffer, table: string): boolean =>
  [`insert into ${table} `, `insert into "${table}"`].some((text) => chunk.includes(text))

export async function startCuttingProxy(socketPath: string): Promise<CuttingProxy> {
  const state: State = { armed: undefined, cuts: 0 }
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = createConnection(socketPath)
    const end = join(sockets, client, upstream)
    const strike = createStriker(state)
    let deaf = false
    client.on('data', (chunk) => {
      const cut = strike(chunk)
      if (cut === 'unsent' || cut === 'insert') {
        end()
        return
      }
      if (cut !== undefined) deaf = true
      if (cut === 'unheard') upstream.once('data', end)
      upstream.write(chunk)
    })
    upstream.on('data', (chunk) => {
      if (!deaf) client.write(chunk)
    })
  })
  return {
    port: await listen(server),
    cutNext: (table, cut) => {
      state.armed = { table, cut }
    },
    cuts: () => state.cuts,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

type State = { armed: Armed | undefined; cuts: number }

/** Ends both halves when either ends. @returns how to end them */
function join(sockets: Set<Socket>, ...both: readonly [Socket, Socket]): () => void {
  const end = (): void => {
    for (const socket of both) socket.destroy()
  }
  for (const socket of both) {
    sockets.add(socket)
    socket.on('error', end)
    socket.on('close', () => {
      sockets.delete(socket)
      end()
    })
  }
  return end
}

/** For one connection: says of each chunk whether it is the one to strike at, and how. */
function createStriker(state: State): (chunk: Buffer) => Cut | undefined {
  let mine: Armed | undefined
  return (chunk) => {
    const { armed } = state
    if (armed !== undefined && insertsInto(chunk, armed.table)) {
      mine = armed
      state.armed = undefined
    }
    if (mine === undefined || (mine.cut !== 'insert' && !isCommit(chunk))) return undefined
    const { cut } = mine
    mine = undefined
    state.cuts += 1
    return cut
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
