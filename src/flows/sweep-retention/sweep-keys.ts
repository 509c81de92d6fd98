/** The keys that a sweep destroys: retention keys on their due date, those under which something ended early, month keys without use. */
import { windowStart } from '../../matching/month-window.ts'
import type { Gemeentecode } from '../../model/ids.ts'
import type { BewaarsleutelId } from '../../model/sealed.ts'
import { keyLives, listDueKeys, listEarlyKeys } from '../../retention/due.store.ts'
import type { Blijft } from '../../retention/end-key.ts'
import { monthIsUsed } from '../../retention/rows.store.ts'
import { monthIsOver } from '../../retention/sweep-clock.ts'
import { addMonthKey, addSwept } from '../../retention/sweep-record.store.ts'
import { type EndRetentionKeyDeps, endRetentionKey } from './end-retention-key.ts'
import { bewaringOf, record, type Sweep } from './sweep.ts'

/** Every key whose day has come ends with all that hangs on it. */
export async function endDueKeys(sweep: Sweep): Promise<void> {
  const { deps, dag } = sweep
  for (const id of await deps.db.transaction(bewaringOf(), (tx) => listDueKeys(tx, dag)))
    await endKey(sweep, id, undefined)
  await destroyStrayKeys(sweep)
}

/**
 * A crash of intake can leave a key in the keyring whose row was never committed, and under it bytes of a broken-off transaction in the
 * files of the database: it goes on its day as well. Nobody can ask for such a key any more: intake makes none that is due.
 */
async function destroyStrayKeys({ deps, dag, signal }: Sweep): Promise<void> {
  for (const id of await deps.keyring.retentionKeys()) {
    if (id.vervaldatum > dag) continue
    signal?.throwIfAborted()
    const scope = bewaringOf(id.gemeentecode)
    // One that has a living row is not stray: its own end comes, with its event.
    if (!(await deps.db.transaction(scope, (tx) => keyLives(tx, id))))
      await deps.keyring.destroyRetentionKey(id)
  }
}

/**
 * Every key under which fields ended early ends too; what still hangs on it moves to its successor. One that fails does not keep the
 * others: the first failure is thrown when all were tried.
 * @returns the failures
 */
export async function endEarlyKeys(sweep: Sweep): Promise<readonly unknown[]> {
  const { deps, dag } = sweep
  const failures: unknown[] = []
  for (const id of await deps.db.transaction(bewaringOf(), (tx) => listEarlyKeys(tx, dag))) {
    sweep.signal?.throwIfAborted()
    try {
      await endKey(sweep, id, () => true)
      sweep.voortgang('herverpakking', 1)
    } catch (error) {
      failures.push(error)
    }
  }
  return failures
}

async function endKey(
  sweep: Sweep,
  id: BewaarsleutelId,
  blijft: Blijft | undefined,
): Promise<void> {
  const { deps, signal, voortgang } = sweep
  signal?.throwIfAborted()
  await endRetentionKey(endingDeps(sweep), id, blijft)
  if (blijft === undefined) voortgang('bewaarsleutels', 1)
  deps.crashPoint('bewaarsleutel-beeindigd')
}

/** The event that a key was destroyed counts for the sweep, in the same transaction. */
function endingDeps({ deps }: Sweep): EndRetentionKeyDeps {
  return {
    ...deps,
    appendEvent: async (tx, event, parties: { readonly gemeentecode?: Gemeentecode }) => {
      await record(deps, tx, event, parties)
      await addSwept(tx, 'bewaarsleutels', 1)
    },
  }
}

/** A month that is over and that no living kenmerk and no idempotency key compares with: its key goes, and nothing can be compared again. */
export async function destroyMonthKeys(sweep: Sweep): Promise<void> {
  const { deps, at, signal, voortgang } = sweep
  for (const { oin, month } of await deps.keyring.monthKeys()) {
    if (!monthIsOver(month, at)) continue
    signal?.throwIfAborted()
    // Written down before it is destroyed: a crash in between destroys it later and counts it once.
    const used = await deps.db.transaction(bewaringOf(), async (tx) => {
      if (await monthIsUsed(tx, oin, month)) return true
      await addMonthKey(tx, `${oin}/${month}`)
      return false
    })
    if (used) continue
    deps.crashPoint('maandsleutel-genoteerd')
    await deps.keyring.destroyMonthKey(oin, month)
    deps.crashPoint('maandsleutel-vernietigd')
    voortgang('maandsleutels', 1)
  }
}

/** A matching key whose month has left the window: older signals stop matching, whatever is still kept of them. */
export async function destroyMatchKeys({ deps, at, signal, voortgang }: Sweep): Promise<void> {
  const first = windowStart(at)
  for (const id of await deps.keyring.matchKeys()) {
    if (id.month >= first) continue
    signal?.throwIfAborted()
    // As above: written down before it is destroyed.
    await deps.db.transaction(bewaringOf(), (tx) =>
      addMonthKey(tx, `${id.gemeentecode}/${id.month}`),
    )
    deps.crashPoint('maandsleutel-genoteerd')
    await deps.keyring.destroyMatchKey(id)
    deps.crashPoint('maandsleutel-vernietigd')
    voortgang('maandsleutels', 1)
  }
}
