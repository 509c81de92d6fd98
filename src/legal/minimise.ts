/** The lawful signal, built up from empty: a field that nobody decided on is not in it. */
import type { Signaal } from '../model/signaal.ts'
import type { Veld } from '../model/veld.ts'
import { type JsonValue, veldwaarden } from '../model/veldwaarden.ts'
import type { Decision } from './decision.ts'

/** The values of the fields that pass, in the order of the vocabulary. */
export type MinimisedSignaal = ReadonlyMap<Veld, JsonValue>

/** Takes from a signal only the fields that the decision passes. */
export function minimise(signaal: Signaal, decision: Pick<Decision, 'regels'>): MinimisedSignaal {
  const values = veldwaarden(signaal)
  const lawful = new Map<Veld, JsonValue>()
  for (const veld of decision.regels.keys()) {
    const value = values.get(veld)
    if (value !== undefined) lawful.set(veld, value)
  }
  return lawful
}
