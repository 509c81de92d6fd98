/** The hand of the store's owner on a running gateway: sees what lies there, whatever row-level security shows to others. */
import { join } from 'node:path'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, type RawBuilder, sql } from 'kysely'
import type { Config } from '../../src/config.ts'
import { openPostgres } from '../../src/db/connect.ts'
import type { Database, Pool } from '../../src/db/database.ts'
import { createDb, type Db } from '../../src/db/transaction.ts'
import { AuditEvent } from '../../src/model/audit-event.ts'

/** An event with the parties under which it stands. */
export type StoredEvent = {
  readonly oin: string | null
  readonly namens: string | null
  readonly gemeentecode: string | null
  readonly event: AuditEvent
}

export type Owner = {
  /** Runs one statement past row-level security. */
  query<T>(statement: RawBuilder<T>): Promise<readonly T[]>
  /** Every event in the order in which it was appended, of one kind if named. */
  events<S extends AuditEvent['soort']>(
    soort: S,
  ): Promise<readonly (StoredEvent & { readonly event: Extract<AuditEvent, { soort: S }> })[]>
  /** How many rows each of `tables` has. */
  counts(tables: readonly string[]): Promise<Readonly<Record<string, number>>>
  /** The store as the gateway's own code sees it: a role and a caller for each transaction. */
  readonly db: Db
  close(): Promise<void>
}

/** PGlite has one connection, inside the gateway: the stores that were opened in this process, by their folder. */
const embedded = new Map<string | undefined, PGlite>()
const createPglite = PGlite.create.bind(PGlite)
// Not a spy: those end with the file that made them, and this module serves every file of its process.
PGlite.create = (async (options: PGliteOptions) => {
  const pglite = await createPglite(options)
  embedded.set(options.dataDir, pglite)
  return pglite
}) as typeof PGlite.create

/** The owner of the store that `config` names; it stays the owner when the gateway is restarted. */
export function ownerOf(config: Config): Owner {
  const access = config.databaseUrl === undefined ? overPglite : overPostgres
  const { asOwner, pool, close } = access(config)
  const query = async <T>(statement: RawBuilder<T>): Promise<readonly T[]> =>
    asOwner(async (owner) => (await statement.execute(owner)).rows)
  return {
    query,
    events: async <S extends AuditEvent['soort']>(soort: S) => {
      const rows = await query(sql<StoredEvent & { event: unknown }>`
        select oin, namens, gemeentecode, detail as event from gebeurtenis_detail
        where detail ->> 'soort' = ${soort} order by gebeurtenis_id`)
      return rows.map((row) => ({
        ...row,
        event: AuditEvent.parse(row.event) as Extract<AuditEvent, { soort: S }>,
      }))
    },
    counts: async (tables) => {
      const counted: Record<string, number> = {}
      for (const table of tables) {
        const [row] = await query(
          sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`,
        )
        counted[table] = row?.n ?? Number.NaN
      }
      return counted
    },
    get db() {
      return createDb(pool())
    },
    close,
  }
}

type Access = {
  asOwner<T>(work: (owner: Pool) => Promise<T>): Promise<T>
  pool(): Pool
  close(): Promise<void>
}

/** The owner of the tests' PostgreSQL is its superuser. */
function overPostgres({ databaseUrl = '', ownerDatabaseUrl = '' }: Config): Access {
  const owner = openPostgres(ownerDatabaseUrl, 1)
  const gateway = openPostgres(databaseUrl, 2)
  return {
    asOwner: (work) => work(owner.pool),
    pool: () => gateway.pool,
    close: async () => {
      await owner.close()
      await gateway.close()
    },
  }
}

/** Waits for its turn on the one session, which the gateway left in the role that may do nothing. */
function overPglite({ dataFolder }: Config): Access {
  const pool = (): Pool => {
    const pglite = embedded.get(join(dataFolder, 'pgdata'))
    if (pglite === undefined) throw new Error(`no gateway of this process uses ${dataFolder}`)
    return new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) })
  }
  return {
    asOwner: (work) =>
      pool()
        .transaction()
        .execute(async (tx) => {
          await sql`set local role none`.execute(tx)
          return work(tx)
        }),
    pool,
    close: () => Promise.resolve(),
  }
}
