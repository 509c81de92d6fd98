/**
 * One way in for every signal, alone or in a list: a chunk is looked up, decided, minimised, sealed, stored and recorded in the transaction
 * of its caller, with one statement a table. No two of a chunk may see each other: a list is cut where they would (`list-chunks.ts`).
 */
import type { Tx } from '../../db/database.ts'
import { releaseKenmerk } from '../../intake/kenmerk.store.ts'
import { decideAll } from './decide-offered.ts'
import { findBlocked, followRepeats } from './hold-back.ts'
import { keepAccepted } from './keep-accepted.ts'
import { lookUp } from './look-up.ts'
import { findRepeats } from './recognise-repeat.ts'
import { recordRefusals } from './record-refusal.ts'
import {
  type Decided,
  type Delivery,
  type Kept,
  type Offered,
  type Outcome,
  Overtaken,
  type ReceiveSignalDeps,
} from './request.ts'

const ATTEMPTS = 4

/**
 * Receives signals of which no two have the same name. Nothing is durable before the transaction commits.
 * @returns what became of each, in their order
 * @throws Overtaken when the whole transaction must begin anew; Problem `idempotentiesleutel-hergebruikt`
 */
export async function receiveChunk(
  deps: ReceiveSignalDeps,
  tx: Tx,
  delivery: Delivery,
  signals: readonly Offered[],
): Promise<readonly Outcome[]> {
  const found = await lookUp(deps, tx, delivery, signals)
  const decided = await decideAll(deps, tx, delivery, signals, found)
  // What was accepted stays answered by its first receipt, also on a day when it would come too late.
  const repeats = await findRepeats(deps, tx, delivery, decided)
  const fresh = decided.filter((one) => !repeats.has(one))
  const refused = fresh.filter(isRefused)
  await recordRefusals(deps, tx, delivery, refused)
  const passing = fresh.filter((one) => !isRefused(one))
  const blocked = await findBlocked(tx, delivery, passing)
  const accepted = passing.filter((one) => !blocked.has(one))
  // Offered anew: the ended signal gives its kenmerk up to the new one.
  for (const { ended } of accepted)
    if (ended !== undefined) await releaseKenmerk(tx, delivery.caller.namens, ended.signaalId)
  const kept = await keepAccepted(deps, tx, delivery, accepted)
  await followRepeats(
    deps,
    tx,
    delivery,
    decided.flatMap((one) => (repeats.has(one) ? (one.earlier ?? []) : [])),
  )
  return decided.map((one) =>
    blocked.has(one) ? { kind: 'bezet' } : outcomeOf(one, repeats.get(one), kept.get(one)),
  )
}

const isRefused = ({ decision }: Decided): boolean => decision.besluit.besluit === 'geweigerd'

function outcomeOf(one: Decided, repeat: Kept | undefined, kept: Kept | undefined): Outcome {
  const { decision, earlier } = one
  const gemeentecode = decision.besluit.ontvanger?.gemeentecode ?? one.gemeentecode
  if (repeat !== undefined) {
    const place = earlier?.gemeentecode ?? repeat.besluit.ontvanger?.gemeentecode
    if (place === undefined) throw new Error('a repeated signal has no recipient')
    return { kind: 'herhaald', kept: repeat, gemeentecode: place }
  }
  if (kept === undefined) return { kind: 'geweigerd', besluit: decision.besluit, gemeentecode }
  if (gemeentecode === undefined) throw new Error('an accepted signal has no recipient')
  return { kind: 'aanvaard', kept, gemeentecode }
}

/** Begins anew, a few times, when another request was sooner. */
export async function untilNotOvertaken<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Overtaken) || attempt === ATTEMPTS) throw error
    }
  }
}
