/** The fields of a signal: each passes by a rule that names it, for purposes that take it and have a key, or not at all. */
import type { Veldbesluit, VeldReden } from '../model/besluit.ts'
import { type AfgeleidVeld, afleidingOf, type Veld } from '../model/veld.ts'
import type { Policies, Rule } from './compile.ts'
import { type DecisionInput, hasKeyFor, type Veldverstrekking } from './decision.ts'
import type { DerivedRule, FieldGroup } from './field-rule.ts'
import { type FieldRules, type FieldTable, NO_RULES, type Row, tableOf } from './field-table.ts'
import { fieldDue } from './own-terms.ts'
import { isWithin } from './window.ts'

/** Why no field of a signal passes, whatever its rule says. */
export type Stop = Extract<
  VeldReden,
  'signaal-geweigerd' | 'onder-gemeentelijke-drempel' | 'herhaalde-melding'
>

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

/** The rows of the fields of a signal, in the order of a verdict, each once. */
const rowsOf = (rules: FieldRules, table: FieldTable, velden: readonly Veld[]): readonly Row[] => {
  const found: (Row | undefined)[] = []
  for (const veld of velden) {
    const row = table.get(veld)
    // A field of its own that no policy declares is in no table but one made for it.
    if (row === undefined) return rowsOf(rules, tableOf(rules, velden), velden)
    found[row.plaats] = row
  }
  return found.filter((row) => row !== undefined)
}

/** Whether enough of what a derived field is made of passes. */
export function hasSources(veld: AfgeleidVeld, passes: (bron: Veld) => boolean): boolean {
  const { bronnen, een } = afleidingOf(veld)
  return een === true ? bronnen.some(passes) : bronnen.every(passes)
}

/** The derived fields that a purpose takes today and whose sources pass. */
const derivedOf = (
  rule: Rule | undefined,
  { dag, wijkBekend }: FieldInput,
  regels: ReadonlyMap<Veld, unknown>,
): readonly (readonly [AfgeleidVeld, DerivedRule])[] =>
  [...(rule?.afgeleid ?? [])].filter(
    ([veld, { doelen }]) =>
      doelen.some((purpose) => isWithin(purpose, dag)) &&
      hasSources(veld, (bron) => regels.has(bron)) &&
      (veld !== 'adres.wijk' || wijkBekend !== false),
  )

/**
 * Every present field exactly once, in the order of the vocabulary, those of the type's own after them; last what is derived of those that
 * pass. With `stop` nothing passes and nothing is derived.
 */
export function decideFields(
  { tabel }: Pick<Policies, 'tabel'>,
  rule: Rule | undefined,
  input: FieldInput,
  stop: Stop | undefined,
): DecidedFields {
  const { velden, onbruikbaar } = input
  const ways: Ways[] = []
  const regels = new Map<Veld, Veldverstrekking>()
  const decideField = ({ veld, door, anders, niet }: Row): Veldbesluit => {
    if (onbruikbaar.includes(veld)) return niet.onbruikbaar
    if (rule === undefined || door === undefined) return anders
    const { grondslag, group } = door.rule
    const way = ways[door.groep] ?? waysOf(rule, group, input, stop)
    ways[door.groep] = way
    if (typeof way === 'string') return niet[way]
    regels.set(veld, { grondslag, doelen: way.doelen, vervaldatum: way.vervaldatum })
    return door.besluit
  }
  const present = onbruikbaar.length === 0 ? velden : [...velden, ...onbruikbaar]
  const decided = rowsOf(rule ?? NO_RULES, rule?.tabel ?? tabel, present).map(decideField)
  const derived = stop === undefined ? derivedOf(rule, input, regels) : []
  for (const [veld, { grondslag }] of derived)
    decided.push({ veld, uitkomst: 'vergroofd', grondslag: [...grondslag] })
  return { velden: decided, regels, afgeleid: derived.map(([veld]) => veld) }
}
