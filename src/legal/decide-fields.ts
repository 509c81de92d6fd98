/** The fields of a signal: each passes by a rule that names it, for purposes that take it and have a key, or not at all. */
import type { Veldbesluit, VeldReden } from '../model/besluit.ts'
import { type AfgeleidVeld, afleidingOf, isBijzonder, VELDEN, type Veld } from '../model/veld.ts'
import { type FieldGroup, isWithin, type Rule } from './compile.ts'
import { type DecisionInput, hasKeyFor, type Veldverstrekking } from './decision.ts'
import { fieldDue } from './own-terms.ts'

/** Facts that only decide; they pass when a rule names them, as any field. */
const FACTS_ONLY: ReadonlySet<Veld> = new Set(
  VELDEN.filter((veld) => veld === 'persoon.natuurlijkPersoon' || veld.startsWith('inspanningen.')),
)

const isFactOnly = (rule: Rule | undefined, veld: Veld): boolean =>
  FACTS_ONLY.has(veld) || rule?.alleenVoorBesluit.has(veld) === true

/** Why no field of a signal passes, whatever its rule says. */
export type Stop = Extract<VeldReden, 'signaal-geweigerd' | 'onder-gemeentelijke-drempel'>

/** One verdict for each field, in the order of the vocabulary, and how those that pass do. */
export type DecidedFields = {
  readonly velden: Veldbesluit[]
  readonly regels: ReadonlyMap<Veld, Veldverstrekking>
  readonly afgeleid: readonly AfgeleidVeld[]
}

/** What the fields are decided on, once the signal as a whole is. */
export type FieldInput = Pick<
  DecisionInput,
  'signaaltype' | 'velden' | 'onbruikbaar' | 'dag' | 'gemeente' | 'wijkBekend'
>

type Ways = Omit<Veldverstrekking, 'grondslag'> | VeldReden

/** Whom a group of fields reaches today, and until when; the same for every field of the group. */
const waysOf = (rule: Rule, group: FieldGroup, input: FieldInput, stop: Stop | undefined): Ways => {
  const taking = group.doelen.filter((purpose) => isWithin(purpose, input.dag))
  if (taking.length === 0) return 'geen-doel'
  if (stop !== undefined) return stop
  const doelen = taking.map(({ doel }) => doel).filter((doel) => hasKeyFor(input.gemeente, doel))
  if (doelen.length === 0) return 'geen-sleutel'
  return { doelen, vervaldatum: fieldDue(rule, group, input.gemeente?.termijnen, input.dag) }
}

const withheld = (veld: Veld, reden: VeldReden): Veldbesluit => ({
  veld,
  uitkomst: reden === 'onbruikbaar' ? 'onbruikbaar' : 'niet-doorgegeven',
  grondslag: [],
  reden,
})

const ownOf = (velden: readonly Veld[]): readonly Veld[] => velden.filter(isBijzonder).toSorted()

/** Whether enough of what a derived field is made of passes. */
export function hasSources(veld: AfgeleidVeld, passes: (bron: Veld) => boolean): boolean {
  const { bronnen, een } = afleidingOf(veld)
  return een === true ? bronnen.some(passes) : bronnen.every(passes)
}

/** The derived fields that a purpose takes today and whose sources pass, with their articles. */
const derivedOf = (
  rule: Rule | undefined,
  { dag, wijkBekend }: FieldInput,
  regels: ReadonlyMap<Veld, unknown>,
): ReadonlyMap<AfgeleidVeld, readonly string[]> => {
  const derived = new Map<AfgeleidVeld, readonly string[]>()
  for (const [veld, { doelen, grondslag }] of rule?.afgeleid ?? [])
    if (
      doelen.some((purpose) => isWithin(purpose, dag)) &&
      hasSources(veld, (bron) => regels.has(bron)) &&
      (veld !== 'adres.wijk' || wijkBekend !== false)
    )
      derived.set(veld, grondslag)
  return derived
}

/**
 * Every present field exactly once, in the order of the vocabulary, those of the type's own after them; last what is derived of those that
 * pass. With `stop` nothing passes and nothing is derived.
 */
export function decideFields(
  rule: Rule | undefined,
  input: FieldInput,
  stop: Stop | undefined,
): DecidedFields {
  const known = new Map<FieldGroup, Ways>()
  const velden: Veldbesluit[] = []
  const regels = new Map<Veld, Veldverstrekking>()
  const decideField = (veld: Veld): Veldbesluit => {
    const field = rule?.velden.get(veld)
    if (rule === undefined || field === undefined)
      return withheld(veld, isFactOnly(rule, veld) ? 'alleen-voor-besluit' : 'geen-grondslag')
    const { grondslag, group } = field
    const ways = known.get(group) ?? waysOf(rule, group, input, stop)
    known.set(group, ways)
    if (typeof ways === 'string') return withheld(veld, ways)
    regels.set(veld, { grondslag, doelen: ways.doelen, vervaldatum: ways.vervaldatum })
    return { veld, uitkomst: 'doorgegeven', grondslag: grondslag.slice() }
  }
  const dropped = new Set(input.onbruikbaar)
  const present = new Set(input.velden)
  const decideOne = (veld: Veld): void => {
    if (dropped.has(veld)) velden.push(withheld(veld, 'onbruikbaar'))
    else if (present.has(veld)) velden.push(decideField(veld))
  }
  for (const veld of VELDEN) decideOne(veld)
  for (const veld of ownOf(input.velden)) decideOne(veld)
  const derived = stop === undefined ? derivedOf(rule, input, regels) : new Map<never, never>()
  for (const [veld, grondslag] of derived)
    velden.push({ veld, uitkomst: 'vergroofd', grondslag: grondslag.slice() })
  return { velden, regels, afgeleid: [...derived.keys()] }
}
