/**
 * Who stays below a municipality's threshold month after month (*slepers*): whether they are counted, by what a person may be recognised for it, and
 * for how long. Off until a reading is accepted. Pure. @see docs/decisions/0050-slepers.md
 */
import type { Dag, Gemeentecode } from '../model/ids.ts'
import type { Veld } from '../model/veld.ts'
import { addTermijn } from './calendar.ts'
import type { Policies } from './compile.ts'
import { decideFields } from './decide-fields.ts'
import type { DecisionInput } from './decision.ts'
import { reachesThreshold } from './drempel.ts'
import { findRule } from './judge.ts'
import { isWithin } from './window.ts'

/** In how many months a municipality takes somebody for one, on `dag`; undefined where it counts nobody. */
export function countsFrom(
  { slepers }: Pick<Policies, 'slepers'>,
  gemeentecode: Gemeentecode,
  dag: Dag,
): number | undefined {
  if (slepers === undefined || !isWithin(slepers, dag)) return undefined
  return slepers.tellingen.get(gemeentecode)?.find((one) => isWithin(one, dag))?.vanafMaanden
}

const NOTHING: ReadonlyMap<Veld, unknown> = new Map()

/**
 * The fields by which a signal below the threshold may be recognised: those that the law lets pass and `slepers.yaml` names. None of a signal that reaches it, and
 * none where its municipality counts nobody. For an index only; no field is kept or disclosed on it.
 */
export function recognisedBy(policies: Policies, input: DecisionInput): ReadonlyMap<Veld, unknown> {
  const { slepers } = policies
  const { gemeente, dag } = input
  if (slepers === undefined || gemeente === undefined) return NOTHING
  if (countsFrom(policies, gemeente.gemeentecode, dag) === undefined) return NOTHING
  if (reachesThreshold(policies, input) !== false) return NOTHING
  const rule = findRule(policies, input.signaaltype, dag)
  if (typeof rule === 'string') return NOTHING
  const { regels } = decideFields(policies, rule, input, undefined)
  return new Map([...regels].filter(([veld]) => slepers.velden.has(veld)))
}

/** The first day on which an index of a signal received on `dag` may no longer be there: never after the row of the signal, due on `rij`. */
export function indexDue({ slepers }: Pick<Policies, 'slepers'>, dag: Dag, rij: Dag): Dag {
  if (slepers === undefined) throw new Error('an index was made without a policy for it')
  const own = addTermijn(dag, slepers.termijn)
  return own < rij ? own : rij
}
