import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { callBeheer, findGateway, followBeheer, openBeheer } from '../../src/cli/beheer.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { lockFolder } from '../../src/db/folder-lock.ts'
import { createBeheerApp } from '../../src/http/beheer/beheer-app.ts'
import type { BeheerEnv } from '../../src/http/beheer/beheer-env.ts'
import { answerWithProgress } from '../../src/http/beheer/progress-answer.ts'
import { createRequestListener } from '../../src/http/request-listener.ts'
import { type Listening, listenOnSocket } from '../../src/listen.ts'
import { Beheerweigering } from '../../src/model/beheer.ts'
import { LogOutcome } from '../../src/model/log-evidence.ts'

const CHUNK = 1 << 20
const CHUNKS = 8

let folder: string
let config: Config
let door: Listening | undefined
let faults: unknown[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'beheer-'))
  config = readConfig({ SIGNAALPOORT_MAP: folder })
  faults = []
})
afterEach(async () => {
  await door?.drain()
  door = undefined
  rmSync(folder, { recursive: true, force: true })
})

const socket = (): string => join(folder, 'beheer.sock')

/** The operator's app with a few routes of a long-running kind. */
function anApp(): Hono<BeheerEnv> {
  const app = createBeheerApp({
    flows: {
      verifyLog: async ({ bewijs }) => {
        if (bewijs === 'weiger') throw new Beheerweigering('dat kan niet: doe iets anders')
        if (bewijs === 'geheim') throw new Error('a value of somebody')
        return { text: bewijs ?? '', ok: true }
      },
    } as Parameters<typeof createBeheerApp>[0]['flows'],
    fault: (error) => faults.push(error),
  })
  app.post('/tel', (c) =>
    answerWithProgress(c, async (report) => {
      let bytes = 0
      for await (const chunk of (c.req.raw.body ?? []) as AsyncIterable<Uint8Array>) {
        bytes += chunk.byteLength
        report({ bytes })
        if (bytes > 3 * CHUNK * CHUNKS) throw new Error('a value of somebody')
      }
      return { bytes, wie: c.var.beheerder }
    }),
  )
  app.post('/wacht', (c) =>
    answerWithProgress(c, (report, signal) => {
      report('begonnen')
      return new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => {
          faults.push('broken off')
          reject(new Error('aborted'))
        })
      })
    }),
  )
  return app
}

async function serve(app: Hono<BeheerEnv> = anApp()): Promise<Server> {
  const server = createServer({ requestTimeout: 0 }, createRequestListener(app.fetch))
  door = await listenOnSocket(server, socket())
  return server
}

async function open(): Promise<NonNullable<Awaited<ReturnType<typeof findGateway>>>> {
  const connection = await findGateway(socket())
  if (connection === undefined) throw new Error('nobody answers')
  return connection
}

describe('the administration socket', () => {
  test('is the own user’s alone, and gone when the gateway stops', async () => {
    const before = process.umask()
    await serve()
    expect(process.umask()).toBe(before)
    expect(statSync(socket()).mode & 0o777).toBe(0o600)
    await door?.drain()
    expect(existsSync(socket())).toBe(false)
  })

  test('that a killed gateway left behind is nobody, and the next gateway takes its place', async () => {
    writeFileSync(socket(), '')
    expect(await findGateway(socket())).toBeUndefined()
    await serve()
    await (await open()).close()
  })

  test('tells what is refused, and of a fault of its own nothing', async () => {
    await serve()
    const connection = await open()
    const verify = (bewijs: string): Promise<LogOutcome> =>
      callBeheer(connection, '/log/verificatie', LogOutcome, { json: { bewijs } })
    expect(await verify('goed')).toEqual({ text: 'goed', ok: true })
    await expect(verify('weiger')).rejects.toThrow('dat kan niet: doe iets anders')
    expect(faults).toEqual([])
    await expect(verify('geheim')).rejects.toThrow(/^de poort kon dit niet uitvoeren/)
    expect(faults).toHaveLength(1)
    await connection.close()
  })

  test('takes an own reference for who gives the command, and no name', async () => {
    await serve()
    const connection = await open()
    const call = (medewerker: string): Promise<unknown> =>
      callBeheer(connection, '/log/verificatie', LogOutcome, { json: {}, medewerker })
    await expect(call('Jan de Boer')).rejects.toThrow(/eigen kenmerk .+ geen naam/)
    await call('bh-7')
    await connection.close()
  })

  test('of another version says so: a route, or a whole gateway, that it does not know', async () => {
    await serve()
    const connection = await open()
    await expect(callBeheer(connection, '/nieuw', z.unknown())).rejects.toThrow(/andere versie/)
    await connection.close()
    await door?.drain()
    await serve(new Hono<BeheerEnv>())
    await expect(findGateway(socket())).rejects.toThrow(/andere versie.+start haar opnieuw/)
  })
})

describe('long work', () => {
  const Told = z.object({ bytes: z.number(), wie: z.string() })

  test('reads an upload as it comes and tells its progress meanwhile, in both directions at once', async () => {
    await serve()
    const connection = await open()
    const seen: number[] = []
    let sent = 0
    const stream = new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          // Each chunk goes only after the one before was seen to have arrived.
          await expect.poll(() => seen.at(-1) ?? 0).toBe(sent * CHUNK)
          if (sent === CHUNKS) return controller.close()
          sent += 1
          controller.enqueue(new Uint8Array(CHUNK))
        },
      },
      { highWaterMark: 0 },
    )
    const outcome = await followBeheer(connection, '/tel', Told, {
      stream,
      medewerker: 'bh-7',
      onProgress: (line) => seen.push((line as { bytes: number }).bytes),
    })
    expect(outcome).toEqual({ bytes: CHUNK * CHUNKS, wie: 'bh-7' })
    await connection.close()
  })

  test('that is broken off by the command hears so', async () => {
    await serve()
    const connection = await open()
    const ended = followBeheer(connection, '/wacht', Told, {
      onProgress: () => void connection.close(),
    })
    await expect(ended).rejects.toThrow(/brak af/)
    await expect.poll(() => faults).toEqual(['broken off'])
  })
})

/** Debian's user without rights. */
const NOBODY = 65_534

describe('a command while no gateway answers', () => {
  test('says what to do before the first start', async () => {
    await expect(openBeheer(config)).rejects.toThrow(/nog geen opslag: start eerst de poort/)
    expect(readdirSync(folder)).toEqual([])
  })

  test('has no rights on the socket of another user: it says so', async () => {
    await serve()
    chmodSync(socket(), 0)
    // Root may do everything: then nobody asks.
    const isRoot = process.geteuid?.() === 0
    if (isRoot) process.seteuid?.(NOBODY)
    try {
      await expect(openBeheer(config)).rejects.toThrow(/geen rechten op .+ als de gebruiker/)
    } finally {
      if (isRoot) process.seteuid?.(0)
    }
  })

  test('waits for a gateway that is starting', async () => {
    const release = lockFolder(folder)
    const opening = openBeheer(
      readConfig({ SIGNAALPOORT_MAP: folder, DATABASE_URL: 'postgresql://x@localhost/x' }),
    )
    await serve()
    await (await opening).close()
    release()
  })
})
