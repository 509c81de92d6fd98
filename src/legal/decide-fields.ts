/** The fields of a signal: each passes by a rule that names it, for purposes that take it and have a key, or not at all. */
import type { Veldbesluit, VeldReden } from '../model/besluit.ts'
import type { Dag } from '../model/ids.ts'
import { VELDEN, type Veld } from '../model/veld.ts'
import { addTermijn, type Termijn } from './calendar.ts'
import { isWithin, type Rule } from './compile.ts'
import { type DecisionInput, hasKeyFor, type Veldverstrekking } from './decision.ts'

/** Facts that only decide; they pass when a rule names them, as any field. */
const FACTS_ONLY: ReadonlySet<Veld> = new Set(
  VELDEN.filter((veld) => veld === 'persoon.natuurlijkPersoon' || veld.startsWith('inspanningen.')),
)

/** How a field passes, or why it does not. */
export type FieldOutcome = Veldverstrekking | VeldReden

const decideField = (
  rule: Rule | undefined,
  input: DecisionInput,
  veld: Veld,
  accepted: boolean,
): (Omit<Veldverstrekking, 'vervaldatum'> & { readonly termijn: Termijn }) | VeldReden => {
  const field = rule?.velden.get(veld)
  if (field === undefined) return FACTS_ONLY.has(veld) ? 'alleen-voor-besluit' : 'geen-grondslag'
  const taking = field.doelen.filter((purpose) => isWithin(purpose, input.dag))
  if (taking.length === 0) return 'geen-doel'
  if (!accepted) return 'signaal-geweigerd'
  const doelen = taking.map(({ doel }) => doel).filter((doel) => hasKeyFor(input.gemeente, doel))
  if (doelen.length === 0) return 'geen-sleutel'
  return { grondslag: field.grondslag, doelen, termijn: field.termijn }
}

/** Every present field exactly once, in the order of the vocabulary. */
export function decideFields(
  rule: Rule | undefined,
  input: DecisionInput,
  accepted: boolean,
): ReadonlyMap<Veld, FieldOutcome> {
  const dropped = new Set(input.onbruikbaar)
  const present = new Set(input.velden)
  const due = new Map<Termijn, Dag>()
  const dueOf = (termijn: Termijn): Dag => {
    const known = due.get(termijn) ?? addTermijn(input.dag, termijn)
    due.set(termijn, known)
    return known
  }
  const outcomes = new Map<Veld, FieldOutcome>()
  for (const veld of VELDEN) {
    if (dropped.has(veld)) outcomes.set(veld, 'onbruikbaar')
    else if (present.has(veld)) {
      const found = decideField(rule, input, veld, accepted)
      outcomes.set(
        veld,
        typeof found === 'string'
          ? found
          : { grondslag: found.grondslag, doelen: found.doelen, vervaldatum: dueOf(found.termijn) },
      )
    }
  }
  return outcomes
}

/** The outcome of one field in the words of the interface. */
export function fieldVerdict(veld: Veld, outcome: FieldOutcome): Veldbesluit {
  if (typeof outcome !== 'string')
    return { veld, uitkomst: 'doorgegeven', grondslag: [...outcome.grondslag] }
  const uitkomst = outcome === 'onbruikbaar' ? 'onbruikbaar' : 'niet-doorgegeven'
  return { veld, uitkomst, grondslag: [], reden: outcome }
}
