/** What the sentences about a municipality's own terms share: who acts for which municipality, and the record of it. */

import { appendEvent } from '../../audit/audit.store.ts'
import type { Tx } from '../../db/database.ts'
import type { Db, Scope } from '../../db/transaction.ts'
import type { Deed } from '../../identity/municipal-deed.ts'
import type { Policies } from '../../legal/compile.ts'
import type { AuditEvent } from '../../model/audit-event.ts'
import { BesluitId, type Bewaarbesluit } from '../../model/bewaarbesluit.ts'
import { actorOf } from '../../model/caller.ts'
import type { Gemeentecode } from '../../model/ids.ts'
import type { Now, RandomBytes } from '../../model/ports.ts'
import { Problem } from '../../model/problem.ts'
import { lockBesluit } from '../../retention/bewaarbesluit.store.ts'

export type DecideTermsDeps = {
  readonly db: Db
  /** The policies in force now: asked again for every call. */
  readonly policies: () => Policies
  readonly now: Now
  readonly random: RandomBytes
}

/** Row-level security goes by the one municipality. */
export const scopeOf = (gemeentecode: Gemeentecode): Scope => ({
  role: 'gw_bewaring',
  gemeenten: [gemeentecode],
})

type Besluitsoort =
  | 'bewaarbesluit-opgesteld'
  | 'bewaarbesluit-geadviseerd'
  | 'bewaarbesluit-genomen'
  | 'bewaarbesluit-ingetrokken'
type Event = Extract<AuditEvent, { soort: Besluitsoort }>
type WithoutDoer<E> = E extends unknown ? Omit<E, 'actor' | 'gemeentecode'> : never

/** Appends the event of a deed in its transaction. */
export async function recordDeed(
  { random }: DecideTermsDeps,
  tx: Tx,
  { caller, gemeentecode, at }: Deed,
  event: WithoutDoer<Event>,
): Promise<void> {
  const { oin, namens } = caller
  await appendEvent(
    tx,
    { at, random },
    { ...event, actor: actorOf(caller), gemeentecode },
    { oin, namens, gemeentecode },
  )
}

/** A decision of the municipality, held until commit. @throws Problem `niet-gevonden` when it is not there or not its own */
export async function getBesluit(
  tx: Tx,
  gemeentecode: Gemeentecode,
  id: string,
): Promise<Bewaarbesluit> {
  const parsed = BesluitId.safeParse(id)
  const besluit = parsed.success ? await lockBesluit(tx, gemeentecode, parsed.data) : undefined
  if (besluit === undefined) throw new Problem('niet-gevonden')
  return besluit
}
