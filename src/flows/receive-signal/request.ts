/** What the steps of receiving a signal share: the request on its way, and what they need of the house. */
import type { BlindIndex } from '../../crypto/blind-index.ts'
import type { FieldBox } from '../../crypto/field-box.ts'
import type { Tx } from '../../db/database.ts'
import type { Db } from '../../db/transaction.ts'
import type { Keyring } from '../../keyring/keyring.ts'
import type { Policies } from '../../legal/compile.ts'
import type { Decision } from '../../legal/decision.ts'
import type { MinimisedSignaal } from '../../legal/minimise.ts'
import type { Caller } from '../../model/caller.ts'
import type { Dag, Gemeentecode } from '../../model/ids.ts'
import type { Duurzaamheid, Omgeving } from '../../model/ontvangstbewijs.ts'
import type { CrashPoint, Now, RandomBytes } from '../../model/ports.ts'
import type { Ontvangersleutel } from '../../model/sealed.ts'
import type { Signaal } from '../../model/signaal.ts'
import type { Veld } from '../../model/veld.ts'

export type ReceiveSignalDeps = {
  readonly db: Db
  /** The policies in force now. */
  readonly policies: () => Policies
  readonly keyring: Keyring
  readonly fieldBox: FieldBox
  readonly blindIndex: BlindIndex
  /** The verified keys that serve a municipality on a day. */
  readonly recipientKeys: (
    tx: Tx,
    gemeentecode: Gemeentecode,
    dag: Dag,
  ) => Promise<readonly Ontvangersleutel[]>
  readonly signReceipt: (claims: object) => Promise<string>
  readonly now: Now
  readonly random: RandomBytes
  readonly crashPoint: CrashPoint
  readonly omgeving: Omgeving
  readonly duurzaamheid: Duurzaamheid
}

export type SignalInput = { readonly raw: Uint8Array; readonly idempotentiesleutel?: string }

/** One request: what it brought, who brought it, and when. */
export type SignalRequest = {
  readonly caller: Caller
  readonly input: SignalInput
  readonly signaal: Signaal
  readonly onbruikbaar: readonly Veld[]
  readonly at: Date
  /** The day of receipt. */
  readonly dag: Dag
}

/** The verdict, and what it would be on another day, with what the rule would let pass if nothing else spoke against it, and the keys that can open it. */
export type Decided = {
  /** The set that decided: another may be in force by now. */
  readonly policies: Policies
  readonly decision: Decision
  readonly decisionOn: (dag: Dag) => Decision
  readonly offered: MinimisedSignaal
  /** The district of the address (CBS code), as the table of addresses names it. */
  readonly wijkcode: string | undefined
  readonly sleutels: readonly Ontvangersleutel[]
}

/** The person does not want data shared: whatever else the request says, nothing of this signal may be kept. */
export function refusesSharing({ signaal }: Pick<SignalRequest, 'signaal'>): boolean {
  return signaal.inspanningen?.reactie === 'geweigerd'
}

/** Another request claimed the same kenmerk or idempotency key meanwhile: this one begins anew and finds it. */
export class Overtaken extends Error {}
