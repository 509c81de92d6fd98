/** Gives each test file its own migrated database on each engine that this run tries it on: `describe.each(engines)`. */
import { randomBytes } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { type Engine, openPglite, openPostgres } from '../../src/db/connect.ts'
import { createDb, type Db } from '../../src/db/transaction.ts'
import { countStatements } from './count-statements.ts'

/** A fresh database: `db` as the gateway sees it, `owner` as its owner, who passes by no forced policy but may set roles. */
export type TestDatabase = {
  readonly kind: Engine['kind']
  readonly db: Db
  readonly owner: Engine
  /** Connection string of the gateway's login; PostgreSQL only. */
  readonly url?: string
  close(): Promise<void>
}

/** `statements`: how many `db` sent so far. */
export type CountedDatabase = TestDatabase & { readonly statements: () => number }

/** The engines by name; `openGateway` takes the same. */
export type EngineName = 'PGlite' | 'PostgreSQL'

type EngineUnderTest = { readonly name: EngineName; open(): Promise<CountedDatabase> }

async function openPgliteCopy(): Promise<CountedDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'signaalpoort-pglite-'))
  cpSync(inject('pgliteStore'), folder, { recursive: true })
  const owner = await openPglite(join(folder, 'pgdata'))
  await owner.exec('set role gw_login')
  const { pool, statements } = countStatements(owner.pool)
  return {
    kind: 'pglite',
    db: createDb(pool),
    owner,
    statements,
    close: async () => {
      await owner.close()
      rmSync(folder, { recursive: true })
    },
  }
}

async function openPostgresClone(socketDir: string): Promise<CountedDatabase> {
  const url = (database: string, user: string): string =>
    `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(socketDir)}`
  const name = `t_${randomBytes(6).toString('hex')}`
  const maintenance = openPostgres(url('postgres', 'eigenaar'), 1)
  await maintenance.exec(`create database ${name} template sjabloon strategy file_copy`)
  const owner = openPostgres(url(name, 'eigenaar'), 2)
  const engine = openPostgres(url(name, 'gw_login'), 10)
  const { pool, statements } = countStatements(engine.pool)
  return {
    kind: 'postgres',
    db: createDb(pool),
    owner,
    statements,
    url: url(name, 'gw_login'),
    close: async () => {
      await engine.close()
      await owner.close()
      await maintenance.exec(`drop database ${name} with (force)`)
      await maintenance.close()
    },
  }
}

const socketDir = inject('postgresSocketDir')

/** The engine that is always there. */
export const EMBEDDED: EngineUnderTest = { name: 'PGlite', open: openPgliteCopy }

/** PostgreSQL where it is installed (obligatory in CI); PGlite where it is not, and in the project `embedded` (`engines-scope.ts`). */
export const engines: readonly [EngineUnderTest] =
  socketDir === null
    ? [EMBEDDED]
    : [{ name: 'PostgreSQL', open: () => openPostgresClone(socketDir) }]
