/** The fields of a signal: each passes by a rule that names it, for purposes that take it and have a key, or not at all. */
import type { Veldbesluit, VeldReden } from '../model/besluit.ts'
import { isBijzonder, VELDEN, type Veld } from '../model/veld.ts'
import { addTermijn } from './calendar.ts'
import { type FieldGroup, isWithin, type Rule } from './compile.ts'
import { type DecisionInput, hasKeyFor, type Veldverstrekking } from './decision.ts'

/** Facts that only decide; they pass when a rule names them, as any field. */
const FACTS_ONLY: ReadonlySet<Veld> = new Set(
  VELDEN.filter((veld) => veld === 'persoon.natuurlijkPersoon' || veld.startsWith('inspanningen.')),
)

const isFactOnly = (rule: Rule | undefined, veld: Veld): boolean =>
  FACTS_ONLY.has(veld) || rule?.alleenVoorBesluit.has(veld) === true

/** How a field passes, or why it does not. */
export type FieldOutcome = Veldverstrekking | VeldReden

/** Why no field of a signal passes, whatever its rule says. */
export type Stop = Extract<VeldReden, 'signaal-geweigerd' | 'onder-gemeentelijke-drempel'>

type Ways = Omit<Veldverstrekking, 'grondslag'> | VeldReden

/** Whom a group of fields reaches today, and until when; the same for every field of the group. */
const waysOf = (group: FieldGroup, input: DecisionInput, stop: Stop | undefined): Ways => {
  const taking = group.doelen.filter((purpose) => isWithin(purpose, input.dag))
  if (taking.length === 0) return 'geen-doel'
  if (stop !== undefined) return stop
  const doelen = taking.map(({ doel }) => doel).filter((doel) => hasKeyFor(input.gemeente, doel))
  if (doelen.length === 0) return 'geen-sleutel'
  return { doelen, vervaldatum: addTermijn(input.dag, group.termijn) }
}

/** Every present field exactly once, in the order of the vocabulary, those of the type's own last. With `stop` none passes. */
export function decideFields(
  rule: Rule | undefined,
  input: DecisionInput,
  stop: Stop | undefined,
): ReadonlyMap<Veld, FieldOutcome> {
  const known = new Map<FieldGroup, Ways>()
  const decideField = (veld: Veld): FieldOutcome => {
    const field = rule?.velden.get(veld)
    if (field === undefined)
      return isFactOnly(rule, veld) ? 'alleen-voor-besluit' : 'geen-grondslag'
    const ways = known.get(field.group) ?? waysOf(field.group, input, stop)
    known.set(field.group, ways)
    if (typeof ways === 'string') return ways
    return { grondslag: field.grondslag, doelen: ways.doelen, vervaldatum: ways.vervaldatum }
  }
  const dropped = new Set(input.onbruikbaar)
  const present = new Set(input.velden)
  const outcomes = new Map<Veld, FieldOutcome>()
  const own = input.velden.filter(isBijzonder).toSorted()
  for (const veld of [...VELDEN, ...own]) {
    if (dropped.has(veld)) outcomes.set(veld, 'onbruikbaar')
    else if (present.has(veld)) outcomes.set(veld, decideField(veld))
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
