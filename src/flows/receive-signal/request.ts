/** What the steps of receiving signals share: a chunk on its way, and what they need of the house. */
import type { BlindIndex } from '../../crypto/blind-index.ts'
import type { FieldBox } from '../../crypto/field-box.ts'
import type { Tx } from '../../db/database.ts'
import type { Db } from '../../db/transaction.ts'
import type { BeeindigdKenmerk, Kenmerkregel } from '../../intake/kenmerk.store.ts'
import type { Persoonhashes } from '../../intake/person-hash.ts'
import type { Keyring } from '../../keyring/keyring.ts'
import type { Policies } from '../../legal/compile.ts'
import type { Decision } from '../../legal/decision.ts'
import type { MinimisedSignaal } from '../../legal/minimise.ts'
import type { Besluit } from '../../model/besluit.ts'
import type { Caller } from '../../model/caller.ts'
import type { Dag, Gemeentecode, SignaalId } from '../../model/ids.ts'
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
  /** The verified keys that serve each of these municipalities on a day; one without keys is not there. */
  readonly recipientKeysOf: (
    tx: Tx,
    gemeenten: readonly Gemeentecode[],
    dag: Dag,
  ) => Promise<ReadonlyMap<Gemeentecode, readonly Ontvangersleutel[]>>
  readonly signReceipt: (claims: object) => Promise<string>
  readonly now: Now
  readonly random: RandomBytes
  readonly crashPoint: CrashPoint
  readonly omgeving: Omgeving
  readonly duurzaamheid: Duurzaamheid
}

/** What a chunk of signals has in common: who brought it, when, and until when it is held back from its municipalities. */
export type Delivery = {
  readonly caller: Caller
  readonly at: Date
  /** The day of receipt. */
  readonly dag: Dag
  /** Absent for what goes on at once. */
  readonly vastgehoudenTot?: Date
}

/** One signal as it was read, with the name of the attempt where it came alone. */
export type Offered = {
  readonly signaal: Signaal
  readonly onbruikbaar: readonly Veld[]
  readonly idempotentiesleutel?: string
}

/** What stands under the kenmerk already: living, or ended. */
export type Known = {
  readonly earlier: Kenmerkregel | undefined
  readonly ended: BeeindigdKenmerk | undefined
}

/** What the sender itself signalled of the person within the month, beside this signal. */
export type EigenEerder = {
  /** The types of all of them. */
  readonly soorten: ReadonlySet<string>
  /** Whether one of this type had the same amount; undefined where no amount may be compared. */
  readonly herhaald: boolean | undefined
  /** The last of this type before it; undefined where there is none. */
  readonly vorige: { readonly bedragklasse: string | null } | undefined
  /** Of this signal, under the key of the month of its receipt. */
  readonly hashes: Persoonhashes
}

/** The verdict, and what it would be on another day, with what the rule would let pass if nothing else spoke against it, and the keys that can open it. */
export type Decided = Offered &
  Known & {
    /** The set that decided: another may be in force by now. */
    readonly policies: Policies
    readonly decision: Decision
    readonly decisionOn: (dag: Dag) => Decision
    readonly offered: MinimisedSignaal
    /** By what its person may be recognised, since it stays below the threshold; empty where it does not, or where that is not counted. */
    readonly herkenning: MinimisedSignaal
    /** The municipality of the address, whether or not the signal is accepted. */
    readonly gemeentecode: Gemeentecode | undefined
    /** The district of the address (CBS code), as the table of addresses names it. */
    readonly wijkcode: string | undefined
    readonly sleutels: readonly Ontvangersleutel[]
    /** Undefined: too little of it may pass to know a person by. */
    readonly eigen: EigenEerder | undefined
  }

/** What the store has of an accepted signal. `sleutelmaand`: the month of the sender's key under which its content is compared. */
export type Kept = {
  readonly id: SignaalId
  readonly versie: number
  readonly besluit: Besluit
  readonly ontvangstbewijs: string
  readonly sleutelmaand: string
}

/** What became of one signal. `bezet`: a correction that may not be held back, of a signal that its municipality may have. */
export type Outcome =
  | {
      readonly kind: 'aanvaard' | 'herhaald'
      readonly kept: Kept
      readonly gemeentecode: Gemeentecode
    }
  | {
      readonly kind: 'geweigerd'
      readonly besluit: Besluit
      readonly gemeentecode: Gemeentecode | undefined
    }
  | { readonly kind: 'bezet' }

/** The person does not want data shared: whatever else the request says, nothing of this signal may be kept. */
export function refusesSharing({ signaal }: Pick<Offered, 'signaal'>): boolean {
  return signaal.inspanningen?.reactie === 'geweigerd'
}

/** Another request claimed the same kenmerk or idempotency key meanwhile: this one begins anew and finds it. */
export class Overtaken extends Error {}
