/** A gateway as it runs in earnest: a process of its own on a PostgreSQL of its own, with municipalities that can open what comes. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appendEvent } from '../../src/audit/audit.store.ts'
import { readConfig } from '../../src/config.ts'
import { type Engine, openPostgres } from '../../src/db/connect.ts'
import { createDb } from '../../src/db/transaction.ts'
import { DEVELOPMENT_PARTIES, type DevelopmentParty } from '../../src/development/parties.ts'
import { ensureDevelopmentPki } from '../../src/development/pki.ts'
import { registerAddresses } from '../../src/flows/register-addresses.ts'
import { registerParties } from '../../src/flows/register-parties.ts'
import { Dag, Oin } from '../../src/model/ids.ts'
import type { RandomBytes } from '../../src/model/ports.ts'
import { type PostgresServer, startPostgres } from '../../tests/support/postgres-server.ts'
import { addressesOf, gemeenteOf } from './month.ts'

const ROOT = new URL('../..', import.meta.url).pathname
const READY_MS = 120_000
/** As `npm start` has it. */
const AS_NPM_START = ['--max-semi-space-size=4']
const VANAF = Dag.parse('2024-01-01')
const random: RandomBytes = (length) => new Uint8Array(randomBytes(length))

export type House = {
  readonly url: string
  readonly certsFolder: string
  readonly pid: number
  readonly postgres: PostgresServer
  /** The database, as its owner. */
  readonly owner: Engine
  /** Where a profile comes to lie once the gateway has stopped. */
  readonly profileFolder: string
  /** Asks the gateway to stop, and waits until it has. */
  stopGateway(): Promise<void>
  /** Ends all and removes what it left. */
  close(): Promise<void>
}

const college = (index: number): DevelopmentParty => {
  const gemeentecode = gemeenteOf(index)
  return {
    map: `gemeente-${gemeentecode}`,
    deelnemer: {
      oin: Oin.parse(`000000990000${gemeentecode}5000`),
      naam: `Gemeente ${gemeentecode} (fictief)`,
      rol: 'college',
      vanaf: VANAF,
      gemeentecode,
    },
    ontvangtVoor: [gemeentecode],
  }
}

/** Starts all of it; `profiel` has the gateway and the server keep what costs time. */
export async function openHouse(
  bin: string,
  { gemeenten, profiel }: { readonly gemeenten: number; readonly profiel: boolean },
): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'signaalpoort-bench-'))
  const postgres = await startPostgres(
    bin,
    profiel ? ['shared_preload_libraries=pg_stat_statements'] : [],
  )
  const closers: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (const one of closers.splice(0).reverse()) await one()
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  // Who breaks the bench off is left with neither server nor gateway, which would first finish its list.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void postgres.stop().finally(() => process.exit(1)))
  try {
    const maintenance = openPostgres(postgres.url('postgres'), 1)
    await maintenance.exec('create database bench')
    await maintenance.close()
    const owner = openPostgres(postgres.url('bench'), 1)
    closers.push(() => owner.close())
    if (profiel) await owner.exec('create extension pg_stat_statements')
    const env = {
      SIGNAALPOORT_MAP: join(folder, 'data'),
      SIGNAALPOORT_CERTS: join(folder, 'certs'),
      SIGNAALPOORT_POORT: '0',
      SIGNAALPOORT_WEBPOORT: '0',
      DATABASE_URL: postgres.url('bench', 'gw_login'),
      DATABASE_URL_BEHEER: postgres.url('bench'),
    }
    const { certsFolder } = readConfig(env)
    const colleges = Array.from({ length: gemeenten }, (_, index) => college(index))
    const parties = [...DEVELOPMENT_PARTIES, ...colleges]
    const pki = await ensureDevelopmentPki(join(certsFolder, 'proef'), parties, new Date(), random)
    const gateway = await startGateway(folder, env, profiel)
    closers.push(gateway.stop)
    await register(postgres, pki, colleges)
    return { ...gateway, certsFolder, postgres, owner, stopGateway: gateway.stop, close }
  } catch (error) {
    await close()
    throw error
  }
}

type Gateway = Pick<House, 'url' | 'pid' | 'profileFolder'> & { stop(): Promise<void> }

async function startGateway(
  folder: string,
  env: Readonly<Record<string, string>>,
  profiel: boolean,
): Promise<Gateway> {
  const profileFolder = join(folder, 'profile')
  const flags = profiel ? ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`] : []
  const command = [...AS_NPM_START, ...flags, join(ROOT, 'bin/signaalpoort.mjs'), 'start']
  const child = spawn(process.execPath, command, {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  process.once('exit', () => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
  }
  try {
    return { url: await urlOf(child), pid: child.pid ?? 0, profileFolder, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Where it serves, as it says itself. */
function urlOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const late = setTimeout(
      () => reject(new Error(`the gateway does not serve: ${said}`)),
      READY_MS,
    )
    const read = (text: string): void => {
      said += text
      const url = /^ {2}API +(https:\S+)/m.exec(said)?.[1]
      if (url === undefined) return
      clearTimeout(late)
      resolve(url)
    }
    child.stdout?.setEncoding('utf8').on('data', read)
    child.stderr?.setEncoding('utf8').on('data', read)
    child.once('close', (code) => {
      clearTimeout(late)
      reject(new Error(`the gateway ended with ${code}: ${said}`))
    })
  })
}

async function register(
  postgres: PostgresServer,
  pki: Awaited<ReturnType<typeof ensureDevelopmentPki>>,
  colleges: readonly DevelopmentParty[],
): Promise<void> {
  const engine = openPostgres(postgres.url('bench', 'gw_login'), 1)
  try {
    const db = createDb(engine.pool)
    const oins = new Set(colleges.map(({ deelnemer }) => deelnemer.oin))
    await registerParties(
      {
        db,
        trustAnchorsPem: [pki.wortel],
        appendEvent: (tx, event, of) => appendEvent(tx, { at: new Date(), random }, event, of),
      },
      { parties: pki.parties.filter(({ deelnemer }) => oins.has(deelnemer.oin)), mandaten: [] },
    )
    await registerAddresses({ db }, [...addressesOf(colleges.length)])
  } finally {
    await engine.close()
  }
}

/** What a process has used, from /proc: CPU seconds, memory now and at most since `resetPeak`, in MiB. */
export function readProcess(pid: number): {
  readonly cpuSeconds: number
  readonly rss: number
  readonly peak: number
} {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const mebibytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) / 1_024
  return { cpuSeconds: cpuOf(pid), rss: mebibytes('VmRSS'), peak: mebibytes('VmHWM') }
}

/** From here on the peak is counted anew: that of the start is another question. */
export const resetPeak = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, '5')

/** In ticks of a hundredth of a second, as Linux has them. */
function cpuOf(pid: number): number {
  const [user = 0, system = 0] = afterName(pid).slice(11, 13).map(Number)
  return (user + system) / 100
}

const afterName = (pid: number): readonly string[] =>
  readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')

/** CPU seconds of a server and of all the processes that it has now. */
export const cpuOfServer = (pid: number): number =>
  [...cpuByKind(pid).values()].reduce((sum, one) => sum + one, 0)

/** The same by what a process does: `sessions`, `checkpointer`, …, `server` for the first of all; one that ended is not counted. */
export function cpuByKind(pid: number): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const process of readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)) {
    const [kind, cpu] = shareOf(process, pid) ?? []
    if (kind !== undefined) found.set(kind, (found.get(kind) ?? 0) + (cpu ?? 0))
  }
  return found
}

/** What a process of this server does and has used; undefined of another's, and of one that ended while we looked. */
function shareOf(process: number, server: number): readonly [string, number] | undefined {
  try {
    if (process === server) return ['server', cpuOf(process)]
    if (Number(afterName(process)[1]) !== server) return undefined
    return [kindOf(readFileSync(`/proc/${process}/cmdline`, 'utf8')), cpuOf(process)]
  } catch (error) {
    if (!hasEnded(error)) throw error
    return undefined
  }
}

const hasEnded = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOENT', 'ESRCH'].includes(String(error.code))

/** PostgreSQL tells in the title of a process what it does. */
const kindOf = (title: string): string =>
  /^postgres: (?:\S+: )?(checkpointer|background writer|walwriter|autovacuum \w+)/.exec(
    title,
  )?.[1] ?? 'sessions'
