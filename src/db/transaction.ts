/** The only way to the data: a transaction with a role and a caller. No statement runs outside one. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { sql } from 'kysely'
import type { Gemeentecode, Oin } from '../model/ids.ts'
import { Problem } from '../model/problem.ts'
import { CONNECTION_WAIT_MS } from './connect.ts'
import type { Pool, Tx } from './database.ts'

/** The roles of `migrations/`: each may do one kind of work. */
export type GwRole =
  | 'gw_identiteit'
  | 'gw_aanlevering'
  | 'gw_aflevering'
  | 'gw_bewaring'
  | 'gw_log'
  | 'gw_toezicht'
  | 'gw_openbaar'
  | 'gw_deelnemer'
  | 'gw_sleutels'
  | 'gw_beheer'

/** Who a transaction works for: row-level security goes by `oin` (the responsible party) and `gemeenten`. */
export type Scope = {
  readonly role: GwRole
  readonly oin?: Oin
  readonly gemeenten?: readonly Gemeentecode[]
}

/** The store as flows see it. */
export type Db = {
  /**
   * Runs `work` in one transaction and commits. Rolls back when it throws, and throws the same.
   * @throws Problem `uitkomst-onbekend` when the commit itself failed: it may or may not have happened;
   *         `niet-beschikbaar` when no connection came in time
   */
  transaction<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>
}

const inside = new AsyncLocalStorage<true>()

export function createDb(pool: Pool): Db {
  return {
    transaction: (scope, work) => {
      // On PGlite's one connection a transaction within a transaction would wait for itself for ever.
      if (inside.getStore() === true)
        throw new Error('a transaction was opened inside a transaction')
      return inside.run(true, () => run(pool, scope, work))
    },
  }
}

async function run<T>(pool: Pool, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  const tx = await begin(pool)
  let result: T
  try {
    await sql`select set_config('role', ${scope.role}, true),
      set_config('poort.oin', ${scope.oin ?? ''}, true),
      set_config('poort.gemeenten', ${(scope.gemeenten ?? []).join(',')}, true)`.execute(tx)
    result = await work(tx)
  } catch (error) {
    // A rollback that fails too (connection gone) adds nothing: the server rolls back by itself.
    await tx
      .rollback()
      .execute()
      .catch(() => undefined)
    throw error
  }
  try {
    await tx.commit().execute()
  } catch (cause) {
    throw new Problem('uitkomst-onbekend', { cause, retryAfterSeconds: 5 })
  }
  return result
}

async function begin(pool: Pool): ReturnType<ReturnType<Pool['startTransaction']>['execute']> {
  const pending = pool.startTransaction().execute()
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Problem('te-druk', { retryAfterSeconds: 5 })),
      CONNECTION_WAIT_MS,
    )
  })
  try {
    return await Promise.race([pending, tooLate])
  } catch (cause) {
    // A connection that comes after all is handed back untouched.
    pending.then((late) => late.rollback().execute()).catch(() => undefined)
    if (cause instanceof Problem) throw cause
    throw new Problem('niet-beschikbaar', { cause, retryAfterSeconds: 5 })
  } finally {
    clearTimeout(timer)
  }
}
