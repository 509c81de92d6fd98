/** What the sentences about recipient keys share: who acts, and what they need of the house. */
import { appendEvent } from '../../audit/audit.store.ts'
import type { Revocations } from '../../crypto/revocations.ts'
import type { Tx } from '../../db/database.ts'
import type { Db } from '../../db/transaction.ts'
import type { AuditEvent } from '../../model/audit-event.ts'
import type { Beheerder } from '../../model/beheer.ts'
import { actorOf, type Caller } from '../../model/caller.ts'
import type { Gemeentecode, Oin } from '../../model/ids.ts'
import type { Now, RandomBytes } from '../../model/ports.ts'

export type ManageKeysDeps = {
  readonly db: Db
  /** The clock of law, terms and events. */
  readonly now: Now
  /** Real time, on which certificates hold. */
  readonly realNow: Now
  readonly random: RandomBytes
  /** The anchors of now, PEM each, under which keys are loaded too. */
  readonly anchors: () => readonly string[]
  readonly revocations: () => Revocations
}

/** Who gives the order: a party over the API, or the operator, who may do it for any municipality. */
export type KeyManager = { readonly caller: Caller } | { readonly beheerder: Beheerder }

/** Whether whoever acts does so for this municipality. */
export const actsForGemeente = (by: KeyManager, gemeentecode: Gemeentecode): boolean =>
  'beheerder' in by || by.caller.gemeenten.includes(gemeentecode)

type KeyEvent = Extract<
  AuditEvent,
  { soort: 'sleutel-geregistreerd' | 'sleuteltoestand-gewijzigd' }
>
type WithoutDoer<E> = E extends unknown ? Omit<E, 'actor' | 'beheerder'> : never

/** Appends an event about a key, in the transaction of the deed, readable by its municipality and the party that it is done for. */
export async function recordKeyEvent(
  { now, random }: ManageKeysDeps,
  tx: Tx,
  by: KeyManager,
  event: WithoutDoer<KeyEvent>,
): Promise<void> {
  const { oin, gemeentecode } = event
  const doer = 'caller' in by ? { actor: actorOf(by.caller) } : { beheerder: by.beheerder }
  const parties: { oin: Oin; namens: Oin } =
    'caller' in by ? { oin: by.caller.oin, namens: by.caller.namens } : { oin, namens: oin }
  await appendEvent(tx, { at: now(), random }, { ...event, ...doer }, { ...parties, gemeentecode })
}
