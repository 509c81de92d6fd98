/** The lawful signal, built up from empty: a field that nobody decided on is not in it. */
import type { Signaal } from '../model/signaal.ts'
import type { Veld } from '../model/veld.ts'
import { type JsonValue, veldwaarden } from '../model/veldwaarden.ts'

/** The values of the fields that pass, in the order of the vocabulary. */
export type MinimisedSignaal = ReadonlyMap<Veld, JsonValue>

/** Takes from a signal only the fields that the decision passes: those that `regels` has. */
export function minimise(
  signaal: Signaal,
  decision: { readonly regels: Pick<ReadonlyMap<Veld, unknown>, 'keys'> },
): MinimisedSignaal {
  const values = veldwaarden(signaal)
  const lawful = new Map<Veld, JsonValue>()
  for (const veld of decision.regels.keys()) {
    const value = values.get(veld)
    if (value !== undefined) lawful.set(veld, value)
  }
  return lawful
}
