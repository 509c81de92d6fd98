/**
 * Prepares both engines once for all integration tests: a migrated PGlite image and, where PostgreSQL is installed, a private
 * server with a migrated template database. `SIGNAALPOORT_TEST_POSTGRES=verplicht` makes PostgreSQL obligatory (CI), `zonder` leaves it out.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openPglite, openPostgres } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { findPostgresBin, startPostgres } from './postgres-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    pgliteImage: string
    postgresSocketDir: string | null
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = mkdtempSync(join(tmpdir(), 'signaalpoort-test-'))
  const image = join(dir, 'pglite.tar')
  const engine = await openPglite()
  await migrate(engine, 'migrations')
  writeFileSync(image, Buffer.from(await (await engine.pglite.dumpDataDir('none')).arrayBuffer()))
  await engine.close()
  project.provide('pgliteImage', image)

  const wish = process.env['SIGNAALPOORT_TEST_POSTGRES']
  const bin = wish === 'zonder' ? undefined : findPostgresBin()
  if (bin === undefined && wish === 'verplicht') {
    throw new Error('PostgreSQL is required here and not installed: apt-get install postgresql')
  }
  const server = bin === undefined ? undefined : await startPostgres(bin)
  if (server !== undefined) {
    const maintenance = openPostgres(server.url('postgres'), 1)
    await maintenance.exec('create database sjabloon')
    const template = openPostgres(server.url('sjabloon'), 1)
    await migrate(template, 'migrations')
    await template.close()
    await maintenance.close()
  }
  project.provide('postgresSocketDir', server?.socketDir ?? null)
  process.stdout.write(
    `engines: PGlite${server === undefined ? ' only' : ` and PostgreSQL (${bin})`}\n`,
  )
  return async () => {
    await server?.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}
