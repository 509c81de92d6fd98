/** How many statements a store was sent: the part of an answer's time that hangs on what is stored, without a clock. */
import type { KyselyPlugin } from 'kysely'
import type { Pool } from '../../src/db/database.ts'

export type CountedPool = {
  readonly pool: Pool
  /** Since it was opened. */
  readonly statements: () => number
}

export function countStatements(pool: Pool): CountedPool {
  let statements = 0
  const counter: KyselyPlugin = {
    transformQuery: ({ node }) => {
      statements += 1
      return node
    },
    transformResult: async ({ result }) => result,
  }
  return { pool: pool.withPlugin(counter), statements: () => statements }
}
