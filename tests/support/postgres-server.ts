/** A private PostgreSQL on a Unix socket in a temporary folder, where PostgreSQL is installed. `initdb` refuses root. */
import { execFileSync, spawn } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

/** Where Debian keeps the server's programs, newest first; undefined where PostgreSQL is not installed. */
export function findPostgresBin(): string | undefined {
  const base = '/usr/lib/postgresql'
  if (!existsSync(base)) return undefined
  const versions = readdirSync(base).sort((a, b) => Number(b) - Number(a))
  return versions
    .map((version) => join(base, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')))
}

type User = { readonly uid?: number; readonly gid?: number }

let user: User | undefined

function unprivileged(): User {
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  user ??= process.getuid?.() === 0 ? { uid: id('-u'), gid: id('-g') } : {}
  return user
}

export type PostgresServer = {
  /** Of its first process. */
  readonly pid: number
  /** Holds the socket, `data` and `server.log`: everything that this server writes anywhere. */
  readonly socketDir: string
  url(database: string, user?: string): string
  /** Takes a base backup, its write-ahead log included, with `pg_basebackup`. @returns a folder that `startRestored` can serve */
  backup(): string
  stop(): Promise<void>
}

/** Starts a server with the settings of docs/decisions/0004-postgresql-settings.md, and `more` of them; `fsync` on, as in production. */
export async function startPostgres(
  bin: string,
  more: readonly string[] = [],
): Promise<PostgresServer> {
  const dir = ownFolder()
  execFileSync(
    join(bin, 'initdb'),
    ['-D', dataOf(dir), '-U', 'eigenaar', '-A', 'trust', '-E', 'UTF8', '--no-locale'],
    { ...unprivileged(), stdio: 'ignore' },
  )
  return serve(bin, dir, more)
}

/** Starts a second server on a base backup; it recovers as a server does that was restored. */
export const startRestored = (bin: string, backup: string): Promise<PostgresServer> =>
  serve(bin, backup)

const dataOf = (dir: string): string => join(dir, 'data')

function ownFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'signaalpoort-pg-'))
  const { uid, gid } = unprivileged()
  if (uid !== undefined && gid !== undefined) chownSync(dir, uid, gid)
  return dir
}

function takeBackup(bin: string, socketDir: string): string {
  const dir = ownFolder()
  execFileSync(
    join(bin, 'pg_basebackup'),
    ['-h', socketDir, '-U', 'eigenaar', '-D', dataOf(dir), '-X', 'stream', '-c', 'fast'],
    { ...unprivileged(), stdio: 'ignore' },
  )
  return dir
}

async function serve(
  bin: string,
  dir: string,
  more: readonly string[] = [],
): Promise<PostgresServer> {
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${dir}`,
    'wal_recycle=off',
    'wal_init_zero=on',
    'log_parameter_max_length=0',
    'log_parameter_max_length_on_error=0',
    'log_min_error_statement=panic',
    ...more,
  ]
  const log = openSync(join(dir, 'server.log'), 'a')
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', dataOf(dir), ...settings.flatMap((setting) => ['-c', setting])],
    { ...unprivileged(), stdio: ['ignore', log, log] },
  )
  closeSync(log)
  const url = (database: string, user = 'eigenaar'): string =>
    `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(dir)}`
  try {
    await untilReady(url('postgres'))
  } catch (error) {
    server.kill('SIGINT')
    throw error
  }
  return {
    pid: server.pid ?? 0,
    socketDir: dir,
    url,
    backup: () => takeBackup(bin, dir),
    stop: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGINT')
      await ended
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** The socket is there before the server answers, so only a connection tells. */
async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + 20_000
  for (;;) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (Date.now() > deadline)
        throw new Error('PostgreSQL did not start within 20 s', { cause: error })
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
