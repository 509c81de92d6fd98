/**
 * Prepares PostgreSQL once for all integration tests, where it is installed: a private server with a migrated template database.
 * `SIGNAALPOORT_TEST_POSTGRES=verplicht` makes it obligatory (CI), `zonder` leaves it out.
 */
import type { TestProject } from 'vitest/node'
import { openPostgres } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { postgresBin } from './engines-scope.ts'
import { startPostgres } from './postgres-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresSocketDir: string | null
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const wish = process.env['SIGNAALPOORT_TEST_POSTGRES']
  const bin = postgresBin()
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
    `engine: ${bin ?? `PGlite (${wish === 'zonder' ? 'as asked' : 'PostgreSQL is not installed'})`}\n`,
  )
  return async () => {
    await server?.stop()
  }
}
