/** A municipality's own threshold: below it an accepted signal keeps no field. The law itself has none. */
import type { Gemeentecode } from '../model/ids.ts'
import type { Policies, Threshold } from './compile.ts'
import type { DecisionInput } from './decision.ts'
import { isWithin } from './window.ts'

/** The threshold of a municipality for a signal type on a day, in cents; undefined when it has none. */
export const findThreshold = (
  thresholds: ReadonlyMap<Gemeentecode, readonly Threshold[]>,
  gemeentecode: Gemeentecode,
  { signaaltype, dag }: Pick<DecisionInput, 'signaaltype' | 'dag'>,
): number | undefined =>
  thresholds
    .get(gemeentecode)
    ?.find((one) => isWithin(one, dag) && (one.types === 'alle' || one.types.has(signaaltype)))
    ?.centen

/**
 * Whether the arrears reach the threshold of their municipality; undefined when none counts here. A threatening situation stands
 * outside it (Wgs art. 4 lid 2).
 */
export function reachesThreshold(policies: Policies, input: DecisionInput): boolean | undefined {
  if (input.gemeente === undefined || input.feiten.crisissignaal === true) return undefined
  const { gemeentecode } = input.gemeente
  const centen = findThreshold(policies.drempels, gemeentecode, input)
  return centen === undefined ? undefined : input.feiten.bedragInCenten >= centen
}
