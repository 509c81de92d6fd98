/** The way of a command to the register and the log: the running gateway over its socket, or the same app on the store itself. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import { createSocketFetch, type SocketFetch, type SocketRequest } from '../client/socket-fetch.ts'
import type { Config } from '../config.ts'
import { FolderInUse } from '../db/folder-lock.ts'
import { BEHEERDER_KOP, Beheerfout, Beheerregel } from '../model/beheer.ts'

/** How long a gateway that starts, stops or is held by another command is waited for, in milliseconds. */
const WAIT_MS = 10_000
const TRY_MS = 250

/** An open way; `close` lets go of connection or store. */
export type BeheerConnection = SocketFetch

/**
 * Opens the way. The store is opened here only when no gateway holds the data folder, and is locked meanwhile.
 * @throws Error in one Dutch line with what to do: no rights, nothing started yet, folder held by something that does not answer
 */
export async function openBeheer(config: Config): Promise<BeheerConnection> {
  const until = Date.now() + WAIT_MS
  for (;;) {
    const running = await findGateway(join(config.dataFolder, 'beheer.sock'))
    if (running !== undefined) return running
    try {
      // The store and all that opens it are loaded only where no gateway answers.
      return await (await import('../stored-beheer.ts')).openStoredBeheer(config)
    } catch (error) {
      if (!(error instanceof FolderInUse)) throw error
      if (Date.now() > until) throw new Error(explainBusy(config), { cause: error })
    }
    await sleep(TRY_MS)
  }
}

const explainBusy = ({ dataFolder }: Config): string =>
  `${dataFolder} is bezet, maar er antwoordt geen poort: zij start of stopt nog, of een andere opdracht loopt; probeer het zo opnieuw`

/** The gateway behind `socket`; undefined when nobody listens there, as after a kill. */
export async function findGateway(socket: string): Promise<BeheerConnection | undefined> {
  if (!existsSync(socket)) return undefined
  const connection = createSocketFetch(socket)
  try {
    const answer = await connection.fetch('/', { method: 'GET' })
    if (answer.ok) {
      await answer.body?.cancel()
      return connection
    }
  } catch (error) {
    await connection.close()
    const code = codeOf(error)
    if (code === 'EACCES' || code === 'EPERM')
      throw new Error(
        `geen rechten op ${socket}: geef deze opdracht als de gebruiker onder wie de poort draait`,
        { cause: error },
      )
    if (NOBODY_THERE.includes(code ?? '')) return undefined
    throw error
  }
  await connection.close()
  throw new Error(
    'de draaiende poort is van een andere versie dan deze opdracht: start haar opnieuw',
  )
}

/** Refused, gone, or let go of just now. */
const NOBODY_THERE = ['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'UND_ERR_SOCKET']

const codeOf = (error: unknown): string | undefined =>
  error instanceof TypeError && error.cause instanceof Error && 'code' in error.cause
    ? String(error.cause.code)
    : undefined

/** Who gives the command (`--medewerker`), and what it sends; `json` or a `stream` of bytes. */
export type BeheerCall = {
  readonly method?: SocketRequest['method']
  readonly medewerker?: string | undefined
  readonly json?: unknown
  readonly stream?: ReadableStream<Uint8Array>
}

/**
 * Sends one command and reads its answer by `schema`.
 * @throws Error with the one line that the gateway refused it with
 */
export async function callBeheer<T>(
  connection: BeheerConnection,
  path: string,
  schema: z.ZodType<T>,
  call: BeheerCall = {},
): Promise<T> {
  const answer = await send(connection, path, call)
  return schema.parse(await answer.json())
}

/**
 * As `callBeheer`, for long work: `onProgress` gets every line until the outcome.
 * @throws Error when the answer breaks off: then what was done is not known
 */
export async function followBeheer<T>(
  connection: BeheerConnection,
  path: string,
  schema: z.ZodType<T>,
  call: BeheerCall & { readonly onProgress: (voortgang: unknown) => void },
): Promise<T> {
  const answer = await send(connection, path, call)
  for await (const text of linesOf(answer)) {
    const line = Beheerregel.parse(JSON.parse(text))
    if ('fout' in line) throw new Error(line.fout)
    if ('uitkomst' in line) return schema.parse(line.uitkomst)
    call.onProgress(line.voortgang)
  }
  throw new Error(BROKEN)
}

const BROKEN =
  'de verbinding met de poort brak af: wat er gedaan is, staat niet vast; kijk het na en geef de opdracht zo nodig opnieuw'

async function send(
  connection: BeheerConnection,
  path: string,
  { method = 'POST', medewerker, json, stream }: BeheerCall,
): Promise<Response> {
  const body = stream ?? (json === undefined ? undefined : JSON.stringify(json))
  const answer = await connection
    .fetch(path, {
      method,
      headers: {
        ...(medewerker !== undefined && { [BEHEERDER_KOP]: medewerker }),
        ...(json !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
    })
    .catch((cause: unknown) => {
      throw new Error(BROKEN, { cause })
    })
  if (answer.ok) return answer
  const refused = Beheerfout.safeParse(await answer.json().catch(() => undefined))
  throw new Error(refused.data?.fout ?? `de poort antwoordde met ${answer.status}`)
}

async function* linesOf(answer: Response): AsyncGenerator<string> {
  if (answer.body === null) return
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (cause) {
    throw new Error(BROKEN, { cause })
  }
}
