/** Applies `migrations/NNNN-name.sql` in order, forward only, each in one transaction with its own bookkeeping row. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Engine } from './connect.ts'

/** The database is newer than this program: start-up must refuse it. */
class DatabaseTooNew extends Error {
  constructor(found: number, known: number) {
    super(
      `de database staat op migratie ${found}, deze versie kent er ${known}: start de nieuwere versie van Signaalpoort`,
    )
    this.name = 'DatabaseTooNew'
  }
}

/** The database is older than this program, and no owner's login was given to bring it up. */
class DatabaseTooOld extends Error {
  constructor(found: number, known: number) {
    super(
      `de database staat op migratie ${found}, deze versie vraagt ${known}: start eenmaal met DATABASE_URL_BEHEER`,
    )
    this.name = 'DatabaseTooOld'
  }
}

const BOOKKEEPING =
  'create table if not exists migratie (nummer integer primary key, naam text not null)'

/**
 * Brings the database of `engine` (logged in as owner) to the newest migration in `folder`.
 * @returns the numbers applied now
 * @throws DatabaseTooNew when the database knows a migration that the folder does not
 */
export async function migrate(engine: Engine, folder: string): Promise<readonly number[]> {
  const files = await listMigrations(folder)
  await engine.exec(BOOKKEEPING)
  const done = await readDone(engine)
  refuseNewer(done, files)
  const applied: number[] = []
  for (const name of files) {
    const number = Number(name.slice(0, 4))
    if (done.has(number)) continue
    const script = await readFile(join(folder, name), 'utf8')
    // The row comes first: of two migrators at once the second waits on it and then fails, having changed nothing.
    await engine.exec(
      `begin; insert into migratie (nummer, naam) values (${number}, '${name.replaceAll("'", "''")}');\n${script}\ncommit;`,
    )
    applied.push(number)
  }
  return applied
}

/**
 * Checks, with a login that may not migrate, that the database is exactly at the newest migration in `folder`.
 * @throws DatabaseTooNew, DatabaseTooOld
 */
export async function assertMigrated(engine: Engine, folder: string): Promise<void> {
  const files = await listMigrations(folder)
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass('migratie') is not null as there`.execute(engine.pool)
  const done = rows[0]?.there === true ? await readDone(engine) : new Set<number>()
  refuseNewer(done, files)
  const newest = Math.max(0, ...done)
  if (newest < newestOf(files)) throw new DatabaseTooOld(newest, newestOf(files))
}

async function listMigrations(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort()
}

async function readDone(engine: Engine): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ nummer: number }>`select nummer from migratie`.execute(engine.pool)
  return new Set(rows.map((row) => row.nummer))
}

const newestOf = (files: readonly string[]): number =>
  Math.max(0, ...files.map((name) => Number(name.slice(0, 4))))

function refuseNewer(done: ReadonlySet<number>, files: readonly string[]): void {
  const newest = Math.max(0, ...done)
  if (newest > newestOf(files)) throw new DatabaseTooNew(newest, newestOf(files))
}
