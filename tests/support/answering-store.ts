/** A store without a database: it answers with what it was given, and keeps what it was asked. For a test of what a store asks and of how it reads an answer. */
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { Tx } from '../../src/db/database.ts'

/** `asked` fills as statements come. */
export function answeringStore(rows: readonly object[]): {
  readonly tx: Tx
  readonly asked: CompiledQuery[]
} {
  const asked: CompiledQuery[] = []
  class Answering extends DummyDriver {
    override async acquireConnection(): ReturnType<DummyDriver['acquireConnection']> {
      return {
        executeQuery: async <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
          asked.push(query)
          return { rows: rows as R[] }
        },
        streamQuery: () => {
          throw new Error('nothing streams here')
        },
      }
    }
  }
  const store = new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new Answering(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
  return { tx: store as unknown as Tx, asked }
}
