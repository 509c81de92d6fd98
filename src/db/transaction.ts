/** The only way to the data: a transaction with a role and a caller. No statement runs outside one. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { sql } from 'kysely'
import type { Openingsdoel } from '../model/doel.ts'
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
  | 'gw_matching'
  | 'gw_controle'
  | 'gw_bezorging'
  | 'gw_selectie'
  | 'gw_monitor'
  | 'gw_opvolging'
  | 'gw_terugkoppeling'
  | 'gw_afspraken'

/** For what sealed fields are read by `gw_aflevering`: without it none is. The last two hand none out. */
export type Leesdoel = Openingsdoel | 'dozen' | 'sleutels'

/** Who a transaction works for: row-level security goes by `oin` (the responsible party), `gemeenten` and, for sealed fields, `doel`. */
export type Scope = {
  readonly role: GwRole
  readonly doel?: Leesdoel
  readonly oin?: Oin
  readonly gemeenten?: readonly Gemeentecode[]
}

/** The store as flows see it. */
export type Db = {
  /**
   * Runs `work` in one transaction and commits. Rolls back when it throws, and throws the same.
   * @throws Problem `uitkomst-onbekend` when the commit itself failed: it may or may not have happened;
   *         `te-druk` when no connection came in time; `niet-beschikbaar` when none could be made, or it broke before the commit
   */
  transaction<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>
}

/** How long a commit may go unanswered (a standby that is gone, a network that swallows) before its outcome is called unknown, in ms. */
const COMMIT_WAIT_MS = 10_000

const inside = new AsyncLocalStorage<true>()

/** `commitWaitMs`: after which a commit that nobody answers is called unknown. */
export function createDb(pool: Pool, { commitWaitMs = COMMIT_WAIT_MS } = {}): Db {
  return {
    transaction: (scope, work) => {
      // On PGlite's one connection a transaction within a transaction would wait for itself for ever.
      if (inside.getStore() === true)
        throw new Error('a transaction was opened inside a transaction')
      return inside.run(true, () => run(pool, scope, work, commitWaitMs))
    },
  }
}

async function run<T>(
  pool: Pool,
  scope: Scope,
  work: (tx: Tx) => Promise<T>,
  commitWaitMs: number,
): Promise<T> {
  const tx = await begin(pool)
  let result: T
  try {
    // Not compiled: of ciphertext and keyed hashes there are no statistics, so the costs that call for it are guesses, and it takes longer than the work.
    await sql`select set_config('role', ${scope.role}, true), set_config('jit', 'off', true),
      set_config('poort.oin', ${scope.oin ?? ''}, true),
      set_config('poort.doel', ${scope.doel ?? ''}, true),
      set_config('poort.gemeenten', ${(scope.gemeenten ?? []).join(',')}, true)`.execute(tx)
    result = await work(tx)
  } catch (error) {
    await giveBack(tx)
    throw isConnectionLost(error)
      ? new Problem('niet-beschikbaar', { cause: error, retryAfterSeconds: 5 })
      : error
  }
  await commit(tx, commitWaitMs)
  return result
}

/** PostgreSQL's class 08 and 57P01–03, and what the network and its driver say of a connection that is gone. */
const LOST_CODE = /^(?:08\w{3}|57P0[123]|ECONNRESET|EPIPE|ETIMEDOUT)$/
const LOST_TEXT = /^(?:Connection terminated|Client has encountered a connection error)/

const isConnectionLost = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && LOST_CODE.test(String(error.code))) || LOST_TEXT.test(error.message))

type Begun = Awaited<ReturnType<typeof begin>>

/** A commit that failed, or that nobody answers, may have been done or not: nothing that came before tells. */
async function commit(tx: Begun, waitMs: number): Promise<void> {
  const pending = tx.commit().execute()
  try {
    await inTime(pending, waitMs, () => new Error('the commit was not answered in time'))
  } catch (cause) {
    // Whenever it ends: a commit that fails keeps its connection, and a pool that gives none back stands still.
    pending.catch(() => giveBack(tx))
    throw new Problem('uitkomst-onbekend', { cause, retryAfterSeconds: 5 })
  }
}

/** A rollback that fails too (connection gone) adds nothing: the server rolls back by itself. */
async function giveBack(tx: Begun): Promise<void> {
  await tx
    .rollback()
    .execute()
    .catch(() => undefined)
}

async function inTime<T>(work: Promise<T>, ms: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}

async function begin(pool: Pool): ReturnType<ReturnType<Pool['startTransaction']>['execute']> {
  const pending = pool.startTransaction().execute()
  try {
    return await inTime(
      pending,
      CONNECTION_WAIT_MS,
      () => new Problem('te-druk', { retryAfterSeconds: 5 }),
    )
  } catch (cause) {
    // A connection that comes after all is handed back untouched.
    pending.then((late) => late.rollback().execute()).catch(() => undefined)
    if (cause instanceof Problem) throw cause
    throw new Problem('niet-beschikbaar', { cause, retryAfterSeconds: 5 })
  }
}
