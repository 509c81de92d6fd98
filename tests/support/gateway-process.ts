/** A gateway as it really runs: the command as a child process, with folders and ports of its own, that may be killed at any instant. */
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { type Config, readConfig } from '../../src/config.ts'
import { COMPILED } from './compiled.ts'

const ROOT = new URL('../..', import.meta.url).pathname
/**
 * For a life of seconds, as it is in a test. Code is compiled once and not optimised as well, which is half of a start and pays back after minutes only;
 * and what a start makes fits where young objects lie, so that it is not moved.
 */
const SHORT_LIVED = ['--liftoff-only', '--no-opt', '--no-maglev', '--min-semi-space-size=16']
/** The command for `process.execPath`, in few files (`bundle-setup.ts`). */
export const COMMAND: readonly string[] = [...SHORT_LIVED, inject('command')]
/** For what computes for minutes. */
export const LONG_LIVED: readonly string[] = [inject('command')]
/** The same as it is installed. */
export const FROM_SOURCE: readonly string[] = [...SHORT_LIVED, join(ROOT, 'bin/signaalpoort.mjs')]
const READY_MS = 60_000

/** How a process ended, and all that it wrote. */
export type Ended = {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A gateway that serves. `startMs` from the start of its process until it said so. */
export type GatewayProcess = {
  readonly apiUrl: string
  readonly webUrl: string
  readonly stdout: string
  readonly startMs: number
  /** Ends it as a power switch would end a program: nothing is finished. */
  kill9(): Promise<Ended>
  /** Asks it to stop, and waits until it has. */
  term(): Promise<Ended>
}

/** A process that was started and may do anything: serve, refuse, or be killed half way. */
export type Launched = {
  readonly ended: Promise<Ended>
  kill(signal: NodeJS.Signals): void
  /** Waits until it has written this, to either output; answers at once when it ends first. */
  says(text: string): Promise<void>
  /** @throws Error with what it wrote, when it ends or stands still instead of serving */
  ready(): Promise<GatewayProcess>
}

/** One place for gateways, one after the other. */
export type Site = {
  readonly folder: string
  /** The settings as a gateway here reads them. */
  readonly config: Config
  readonly env: Readonly<Record<string, string>>
  launch(more?: Readonly<Record<string, string>>): Launched
  start(): Promise<GatewayProcess>
  /** Starts a command that may be watched or killed on its way. */
  command(words: readonly string[]): Launched
  /** Runs a command to its end; it must end within a minute. */
  run(words: readonly string[], more?: Readonly<Record<string, string>>): Promise<Ended>
  /** Ends whatever still runs here and removes the folder. */
  close(): Promise<void>
}

/** A place that already has an embedded store, empty: what is tried there is not a first start, which takes three times as long. */
export function createSiteWithStore(env: Readonly<Record<string, string>> = {}): Site {
  const site = createSite(env)
  cpSync(inject('pgliteStore'), site.config.dataFolder, { recursive: true })
  return site
}

/** Makes a place; `env` over its own settings. Ports are 0 (any free one) unless `env` says otherwise. */
export function createSite(
  env: Readonly<Record<string, string>> = {},
  program: readonly string[] = COMMAND,
): Site {
  const folder = mkdtempSync(join(tmpdir(), 'signaalpoort-e2e-'))
  const settings = {
    SIGNAALPOORT_MAP: join(folder, 'data'),
    SIGNAALPOORT_CERTS: join(folder, 'certs'),
    SIGNAALPOORT_POORT: '0',
    SIGNAALPOORT_WEBPOORT: '0',
    ...env,
  }
  // Nothing of the test runner's own environment, such as its NODE_OPTIONS, reaches the child.
  const own = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? folder,
    ...COMPILED,
    ...settings,
  }
  const running = new Set<Launched>()
  const launchWords = (words: readonly string[], more: Readonly<Record<string, string>> = {}) => {
    const launched = launch([...program, ...words], { ...own, ...more })
    running.add(launched)
    void launched.ended.then(() => running.delete(launched))
    return launched
  }
  return {
    folder,
    config: readConfig(settings),
    env: own,
    launch: (more) => launchWords(['start'], more),
    start: () => launchWords(['start']).ready(),
    command: (words) => launchWords(words),
    run: async (words, more) => {
      const launched = launchWords(words, more)
      const late = setTimeout(() => launched.kill('SIGKILL'), READY_MS)
      const ended = await launched.ended
      clearTimeout(late)
      return ended
    },
    close: async () => {
      const all = [...running]
      for (const one of all) one.kill('SIGKILL')
      await Promise.all(all.map((one) => one.ended))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function launch(args: readonly string[], env: Readonly<Record<string, string>>): Launched {
  const since = performance.now()
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = { stdout: '', stderr: '' }
  const look = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text
      for (const one of look) one()
    })
  }
  // `close` and not `exit`: by then everything that it wrote has been read.
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, ...written }))
  })
  const ready = async (): Promise<GatewayProcess> => {
    const urls = await untilServing(ended, written, look)
    return serving(child, ended, {
      ...urls,
      stdout: written.stdout,
      startMs: performance.now() - since,
    })
  }
  const says = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const read = (): void => {
        if (!(written.stdout.includes(text) || written.stderr.includes(text))) return
        look.delete(read)
        resolve()
      }
      look.add(read)
      read()
      void ended.then(() => resolve())
    })
  return { ended, ready, says, kill: (signal) => void child.kill(signal) }
}

type Urls = Pick<GatewayProcess, 'apiUrl' | 'webUrl'>

function serving(
  child: ChildProcess,
  ended: Promise<Ended>,
  seen: Omit<GatewayProcess, 'kill9' | 'term'>,
): GatewayProcess {
  const end = (signal: NodeJS.Signals) => (): Promise<Ended> => {
    child.kill(signal)
    return ended
  }
  return { ...seen, kill9: end('SIGKILL'), term: end('SIGTERM') }
}

/** Serving is when it has said where. */
function untilServing(
  ended: Promise<Ended>,
  written: { readonly stdout: string; readonly stderr: string },
  look: Set<() => void>,
): Promise<Urls> {
  return new Promise((resolve, reject) => {
    const give = (): void => {
      clearTimeout(late)
      look.delete(read)
    }
    const fail = (what: string): void => {
      give()
      reject(new Error(`the gateway ${what}: ${written.stdout}${written.stderr}`))
    }
    const late = setTimeout(() => fail(`does not serve after ${READY_MS} ms`), READY_MS)
    const read = (): void => {
      const urls = urlsIn(written.stdout)
      if (urls === undefined) return
      give()
      resolve(urls)
    }
    look.add(read)
    void ended.then(({ code, signal }) => fail(`ended with ${signal ?? code}`), reject)
    read()
  })
}

function urlsIn(stdout: string): Urls | undefined {
  const apiUrl = /^ {2}API +(https:\S+)/m.exec(stdout)?.[1]
  const webUrl = /^ {2}Web +(https:\/\/[^/\s]+)/m.exec(stdout)?.[1]
  // The command for the municipality comes last.
  const whole = stdout.includes('afnemer --als')
  return whole && apiUrl !== undefined && webUrl !== undefined ? { apiUrl, webUrl } : undefined
}

/**
 * Ports that are free now, below those that the system gives to outgoing connections: a gateway that is killed and
 * started again finds them free once more.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
  const found: number[] = []
  while (found.length < count) {
    const port = 20_000 + Math.floor(Math.random() * 10_000)
    if (!found.includes(port) && (await isFree(port))) found.push(port)
  }
  return found
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
