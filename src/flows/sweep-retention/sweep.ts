/** What the steps of a sweep share: one run under way, and the bounded batches in which it works. */
import { appendEvent } from '../../audit/audit.store.ts'
import type { FieldBox } from '../../crypto/field-box.ts'
import type { Tx } from '../../db/database.ts'
import type { Db, Scope } from '../../db/transaction.ts'
import type { Keyring } from '../../keyring/keyring.ts'
import type { Policies } from '../../legal/compile.ts'
import type { AuditEvent } from '../../model/audit-event.ts'
import type { Dag, Gemeentecode } from '../../model/ids.ts'
import type { Opruimcategorie, Opruimvoortgang } from '../../model/opruiming.ts'
import type { CrashPoint, Now, RandomBytes } from '../../model/ports.ts'
import { addSwept } from '../../retention/sweep-record.store.ts'

export type SweepRetentionDeps = {
  readonly db: Db
  readonly keyring: Keyring
  readonly fieldBox: FieldBox
  readonly policies: () => Policies
  /** The clock of law. */
  readonly now: Now
  /** The clock of OAuth, on which client assertions expire. */
  readonly realNow: Now
  readonly random: RandomBytes
  readonly crashPoint: CrashPoint
  /** Fixes the numbers of months that closed: before the rows that they count may go. */
  readonly freeze: (signal?: AbortSignal) => Promise<unknown>
  /** Rows in one transaction: whoever works beside the sweep waits for no more than these. */
  readonly batchSize: number
}

/** Told after each transaction: what was deleted, and how many. */
export type Voortgang = (stap: Opruimvoortgang['stap'], aantal: number) => void

/** `zeker`: the operator vouches for the clock. Aborting `signal` stops between two transactions; the next sweep goes on. */
export type SweepOptions = {
  readonly zeker: boolean
  readonly signal?: AbortSignal
  readonly voortgang?: Voortgang
}

/** One run: the instant at which it looked at the clock, and the day of that in Amsterdam, hold for all of it. */
export type Sweep = {
  readonly deps: SweepRetentionDeps
  readonly at: Date
  readonly dag: Dag
  readonly signal: AbortSignal | undefined
  readonly voortgang: Voortgang
}

/** Appends an event of the sweep in the transaction of the deed. */
export async function record(
  { now, random }: SweepRetentionDeps,
  tx: Tx,
  event: AuditEvent,
  parties: { readonly gemeentecode?: Gemeentecode } = {},
): Promise<void> {
  await appendEvent(tx, { at: now(), random }, event, parties)
}

export const bewaringOf = (...gemeenten: readonly Gemeentecode[]): Scope => ({
  role: 'gw_bewaring',
  gemeenten,
})

/** How many rows a batch found and how many of them went: fewer when somebody else was sooner. */
export type Batch = { readonly found: number; readonly gone: number }

/** Deletes batch by batch until one is not full; each is counted in its own transaction. */
export async function sweepBatches(
  { deps, signal, voortgang }: Sweep,
  scope: Scope,
  category: Exclude<Opruimcategorie, 'bewaarsleutels' | 'ontvangstbewijzen' | 'maandsleutels'>,
  work: (tx: Tx) => Promise<Batch>,
): Promise<void> {
  let batch: Batch
  do {
    signal?.throwIfAborted()
    batch = await deps.db.transaction(scope, async (tx) => {
      const done = await work(tx)
      await addSwept(tx, category, done.gone)
      deps.crashPoint(`${category}-gedaan`)
      return done
    })
    deps.crashPoint(`${category}-vastgelegd`)
    if (batch.gone > 0) voortgang(category, batch.gone)
  } while (batch.found >= deps.batchSize)
}
