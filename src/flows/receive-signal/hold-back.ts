/** Signals that their sender holds back, and what another delivery of the same signal means for that. */
import { appendEvents } from '../../audit/audit.store.ts'
import type { Tx } from '../../db/database.ts'
import {
  lockFree,
  type Signaalplaats,
  setVastgehouden,
  type Vrijgegeven,
} from '../../intake/vasthouden.store.ts'
import { actorOf } from '../../model/caller.ts'
import type { Decided, Delivery, ReceiveSignalDeps } from './request.ts'
import { tellClosed } from './tell-closed.ts'

/**
 * Of accepted corrections in a delivery that is held back: those of a signal that its municipality may have. Held back they would take it away,
 * and for good where they are not released; so they are not taken.
 */
export async function findBlocked(
  tx: Tx,
  { caller, vastgehoudenTot }: Delivery,
  accepted: readonly Decided[],
): Promise<ReadonlySet<Decided>> {
  if (vastgehoudenTot === undefined) return new Set()
  const places = accepted.flatMap(({ earlier }) => earlier ?? [])
  const free = await lockFree(tx, caller.namens, places)
  return new Set(
    accepted.filter(({ earlier }) => earlier !== undefined && free.has(earlier.signaalId)),
  )
}

/** A repeat of what is held back says how its sender wants it now: delivered, or held back from this instant. */
export async function followRepeats(
  deps: Pick<ReceiveSignalDeps, 'policies' | 'random'>,
  tx: Tx,
  delivery: Delivery,
  places: readonly Signaalplaats[],
): Promise<void> {
  const { caller, vastgehoudenTot } = delivery
  const released = await setVastgehouden(tx, caller.namens, places, vastgehoudenTot)
  await recordReleased(deps, tx, delivery, released)
}

/** One event a signal, its municipality's too: the first that it can know of it. What was closed as it came in is told now. */
export async function recordReleased(
  deps: Pick<ReceiveSignalDeps, 'policies' | 'random'>,
  tx: Tx,
  { caller, at }: Pick<Delivery, 'caller' | 'at'>,
  released: readonly Vrijgegeven[],
): Promise<void> {
  const { oin, namens } = caller
  const actor = actorOf(caller)
  await appendEvents(
    tx,
    { at, random: deps.random },
    released.map(({ gemeentecode, signaalId, versie }) => ({
      event: { soort: 'signaal-vrijgegeven', actor, signaalId, versie, gemeentecode },
      parties: { oin, namens, gemeentecode },
    })),
  )
  const closed = released.flatMap(({ gemeentecode, signaalId, sluiting }) =>
    sluiting === undefined ? [] : { gemeentecode, signaalId, sluiting },
  )
  await tellClosed(deps, tx, { caller, at }, closed)
}
