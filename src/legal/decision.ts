/** What goes into a decision and what comes out of it. */
import type { Besluit } from '../model/besluit.ts'
import type { Rol } from '../model/deelnemer.ts'
import type { Openingsdoel } from '../model/doel.ts'
import type { Dag, Gemeentecode, Oin } from '../model/ids.ts'
import type { RedenCode } from '../model/reden.ts'
import type { Ontvangersleutel } from '../model/sealed.ts'
import type { AfgeleidVeld, Veld } from '../model/veld.ts'
import type { Feiten } from './facts.ts'
import type { OwnTerms } from './own-terms.ts'

/** What a decision weighs: facts and names of fields; no value of a person. */
export type DecisionInput = {
  readonly signaaltype: string
  /** The fields that are present, and those whose value was dropped since it could not be used. */
  readonly velden: readonly Veld[]
  readonly onbruikbaar: readonly Veld[]
  readonly feiten: Feiten
  readonly afzenderRol: Rol
  /** Which party it is: some rules name theirs, and let no other through. */
  readonly afzenderOin?: Oin | undefined
  /** The day of receipt in Europe/Amsterdam: it decides which rule is in force. */
  readonly dag: Dag
  /** The municipality of the address with its keys; undefined when the address is unknown. */
  readonly gemeente:
    | {
        readonly gemeentecode: Gemeentecode
        readonly oin?: Oin | undefined
        readonly sleutels: readonly Ontvangersleutel[]
        /** The terms that it set itself, in force on `dag`. */
        readonly termijnen?: OwnTerms
      }
    | undefined
  /** Remarks that earlier steps found; said when the signal is accepted. */
  readonly opmerkingen?: readonly RedenCode[]
  /** Whether the table of addresses names the district; where nobody looked it is taken to. */
  readonly wijkBekend?: boolean | undefined
  /** Whether its sender signalled the same person with the same amount within the month; undefined where nobody could look. */
  readonly herhaald?: boolean | undefined
  /** How the signal under this kenmerk ended, when it may not be offered anew. */
  readonly beeindigd?: 'ingetrokken' | 'verlopen' | 'onleesbaar' | 'retour' | undefined
}

/** How one passing field is sealed: for which purposes, on which articles, until which day. */
export type Veldverstrekking = {
  readonly grondslag: readonly string[]
  readonly doelen: readonly Openingsdoel[]
  readonly vervaldatum: Dag
}

export type Decision = {
  readonly besluit: Besluit
  /** Truth values of the conditions: enough to see why, and no value. */
  readonly voorwaarden: Readonly<Record<string, boolean>>
  /** The fields that pass; empty when the signal is refused. */
  readonly regels: ReadonlyMap<Veld, Veldverstrekking>
  /** The fields that are derived from those and kept in the clear; empty when the signal is refused. */
  readonly afgeleid: readonly AfgeleidVeld[]
  /** The day on which the coded row of the signal ends, or the record of its refusal. */
  readonly vervaldatum: Dag
}

/** Whether the municipality holds an active key for a purpose. */
export function hasKeyFor(gemeente: DecisionInput['gemeente'], doel: Openingsdoel): boolean {
  return (gemeente?.sleutels ?? []).some(
    (sleutel) => sleutel.toestand === 'actief' && sleutel.doelen.includes(doel),
  )
}
