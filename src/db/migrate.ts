/** Applies `migrations/NNNN-name.sql` in order, forward only, each in one transaction with its own bookkeeping row. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Engine } from './connect.ts'

/** The database is newer than this program: start-up must refuse it. */
export class DatabaseTooNew extends Error {
  constructor(found: number, known: number) {
    super(
      `de database staat op migratie ${found}, deze versie kent er ${known}: start de nieuwere versie van Signaalpoort`,
    )
    this.name = 'DatabaseTooNew'
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
  const files = (await readdir(folder)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort()
  await engine.exec(BOOKKEEPING)
  const { rows } = await sql<{
    nummer: number
  }>`select nummer from migratie order by nummer`.execute(engine.pool)
  const done = new Set(rows.map((row) => row.nummer))
  const known = files.map((name) => Number(name.slice(0, 4)))
  const newest = Math.max(0, ...done)
  if (newest > Math.max(0, ...known)) throw new DatabaseTooNew(newest, Math.max(0, ...known))
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
