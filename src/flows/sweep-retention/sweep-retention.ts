/**
 * Deletes all that is due: keys first, then rows, then the keys under which something ended early; at last the root is rotated, so that older
 * copies of the keyring die, and one event says what was deleted. Works in small transactions beside live traffic and may stop at any point.
 */
import { lastInstant } from '../../audit/log.store.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { Klokoordeel, Opruimaantallen } from '../../model/opruiming.ts'
import { ClockJumped, judgeClock } from '../../retention/sweep-clock.ts'
import {
  beginSweep,
  finishSweep,
  lockOpruimstand,
  noteJump,
} from '../../retention/sweep-record.store.ts'
import { carryOutDecisions } from './carry-out.ts'
import {
  bewaringOf,
  record,
  type Sweep,
  type SweepOptions,
  type SweepRetentionDeps,
} from './sweep.ts'
import { destroyMatchKeys, destroyMonthKeys, endDueKeys, endEarlyKeys } from './sweep-keys.ts'
import { sweepRows } from './sweep-rows.ts'

/** What a finished sweep deleted, from its beginning, through every time that it broke off. */
export type SweepOutcome = {
  readonly begonnen: Date
  readonly klok: Klokoordeel
  readonly aantallen: Opruimaantallen
}

/**
 * Sweeps. When it returns all that was due is gone, the root is rotated and the event committed. Repeatable; two at once do the work once.
 * @returns undefined when another sweep finished this one meanwhile
 * @throws ClockJumped when the clock is not believed: then nothing was deleted
 */
export async function sweepRetention(
  deps: SweepRetentionDeps,
  options: SweepOptions,
): Promise<SweepOutcome | undefined> {
  options.signal?.throwIfAborted()
  const at = deps.now()
  await begin(deps, at, options.zeker)
  const sweep: Sweep = {
    deps,
    at,
    dag: dayInAmsterdam(at),
    signal: options.signal,
    voortgang: options.voortgang ?? (() => undefined),
  }
  // What a decision makes due today goes in this very sweep.
  await carryOutDecisions(sweep)
  await endDueKeys(sweep)
  await destroyMatchKeys(sweep)
  await sweepRows(sweep)
  const failures = await endEarlyKeys(sweep)
  await destroyMonthKeys(sweep)
  // What was destroyed is destroyed in every copy only after this, so it stands before the record, and before any failure is told.
  await deps.keyring.rotateRoot()
  deps.crashPoint('wortel-gewisseld')
  sweep.voortgang('wortel', 1)
  if (failures.length > 0) throw failures[0]
  return finish(deps)
}

async function begin(deps: SweepRetentionDeps, at: Date, zeker: boolean): Promise<void> {
  const laatsteGebeurtenis = await deps.db.transaction({ role: 'gw_log' }, lastInstant)
  const verdict = await deps.db.transaction(bewaringOf(), async (tx) => {
    const { gezien, sprong } = await lockOpruimstand(tx)
    const judged = judgeClock(at, { gezien, laatsteGebeurtenis, sprong }, zeker)
    if (judged.kind === 'sprong') await noteJump(tx, judged.eersteBlik)
    else await beginSweep(tx, at, judged.klok)
    return judged
  })
  // Thrown after its transaction: the first look must be remembered for the second.
  if (verdict.kind === 'sprong') throw new ClockJumped()
  deps.crashPoint('opruiming-begonnen')
}

async function finish(deps: SweepRetentionDeps): Promise<SweepOutcome | undefined> {
  const outcome = await deps.db.transaction(bewaringOf(), async (tx) => {
    const { begonnen, klok, aantallen } = await lockOpruimstand(tx)
    if (begonnen === undefined || klok === undefined) return undefined
    const begonnenTijdstip = begonnen.toISOString()
    await record(deps, tx, { soort: 'opruiming-uitgevoerd', begonnenTijdstip, klok, aantallen })
    await finishSweep(tx, deps.now())
    deps.crashPoint('opruiming-gedaan')
    return { begonnen, klok, aantallen }
  })
  deps.crashPoint('opruiming-vastgelegd')
  return outcome
}
