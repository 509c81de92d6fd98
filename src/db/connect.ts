/** Opens the store on one of its two engines: PostgreSQL by URL, or PGlite (PostgreSQL in WebAssembly) in a folder or in memory. */
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, PostgresDialect, PostgresQueryCompiler } from 'kysely'
import pg from 'pg'
import { encodeByteArray, isByteArray } from './byte-arrays.ts'
import type { Database, Pool } from './database.ts'
import { encodeTextArray, isTextArray } from './text-arrays.ts'

/** How long a transaction may wait for a connection before it fails by name, in milliseconds. */
export const CONNECTION_WAIT_MS = 5_000

/** An open store. `exec` runs a script of several statements, outside any transaction of `pool`. */
export type Engine = {
  readonly kind: 'postgres' | 'pglite'
  readonly pool: Pool
  exec(script: string): Promise<void>
  close(): Promise<void>
}

const OID = { bytea: 17, int8: 20, date: 1082, byteaArray: 1001 } as const

/** Zeroed at each start; its own default of 128 MB takes longer than all the rest. A trial has not so much data. */
const EMBEDDED_BUFFERS = 'shared_buffers=16MB'

const keepText = (value: string): string => value

/** Arrays of bytes go in binary, those of texts as one text; all else as `pg` has it. */
class Compiler extends PostgresQueryCompiler {
  protected override addParameter(value: unknown): void {
    super.addParameter(encoded(value))
  }
}

function encoded(value: unknown): unknown {
  if (isByteArray(value)) return encodeByteArray(value)
  return isTextArray(value) ? encodeTextArray(value) : value
}

class ServerDialect extends PostgresDialect {
  override createQueryCompiler(): PostgresQueryCompiler {
    return new Compiler()
  }
}

/**
 * Opens PostgreSQL. Dates come as text, `bigint` as number, so both engines give the same values.
 * @param connections size of the pool
 */
export function openPostgres(url: string, connections = 10): Engine {
  const types = new pg.TypeOverrides()
  types.setTypeParser(OID.date, keepText)
  types.setTypeParser(OID.int8, Number)
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    types,
    connectionTimeoutMillis: CONNECTION_WAIT_MS,
  })
  // An idle connection that breaks is replaced by the pool; the next transaction reports what it meets.
  pool.on('error', () => undefined)
  // One that breaks in use fails its query; unheard, its error event would end the whole process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const kysely = new Kysely<Database>({
    dialect: new ServerDialect({ pool }),
  })
  return {
    kind: 'postgres',
    pool: kysely,
    exec: async (script) => {
      await pool.query(script)
    },
    close: () => kysely.destroy(),
  }
}

/**
 * Opens PGlite: in `dataDir`, or in memory.
 * Not durable against power loss and without a lock of its own: trial and development only (docs/decisions/0002-embedded-store.md).
 */
export async function openPglite(dataDir?: string): Promise<Engine & { readonly pglite: PGlite }> {
  const parsers = { [OID.date]: keepText, [OID.int8]: Number }
  const pglite = await PGlite.create({
    ...(dataDir === undefined ? {} : { dataDir }),
    startParams: [...PGlite.defaultStartParams, '-c', EMBEDDED_BUFFERS],
    parsers,
  })
  // By itself it makes a text of each byte. What it is given as bytes it sends as bytes, though its type knows texts only.
  const serializers = pglite.serializers as Record<number, (value: never) => unknown>
  serializers[OID.bytea] = (value: Uint8Array) => value
  serializers[OID.byteaArray] = encodeByteArray
  const kysely = new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) })
  return {
    kind: 'pglite',
    pool: kysely,
    pglite,
    exec: async (script) => {
      await pglite.exec(script)
    },
    close: () => kysely.destroy().then(() => (pglite.closed ? undefined : pglite.close())),
  }
}
