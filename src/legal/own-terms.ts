/** A municipality's own terms: within which bounds, and what they make of a due date. Pure; the policies come in with every call. */
import type { Eigentermijn } from '../model/bewaarbesluit.ts'
import type { Dag } from '../model/ids.ts'
import { addTermijn, parseTermijn, type Termijn } from './calendar.ts'
import { dueDate, type Policies, type Rule } from './compile.ts'
import type { FieldGroup } from './field-rule.ts'

/** The category of fields after a confirmed receipt. */
export const BEVESTIGD = 'verzegeldGeopend'

/** The terms that a municipality set itself, by category of `bewaartermijnen.yaml`; those that it did not set are not there. */
export type OwnTerms = ReadonlyMap<string, Termijn>

/** Why a municipality may not set this term: which bound it crosses, and where that bound comes from. */
export type TermFault =
  | { readonly waarom: 'niet-door-gemeente' }
  | {
      readonly waarom: 'korter-dan-minstens' | 'langer-dan-hoogstens'
      readonly grens: string
      readonly bron: string
    }

/** Months differ in length: a term lies within its bounds when it does so from whichever day it runs. */
const FIRST_DAYS: readonly Dag[] = Array.from(
  { length: 12 },
  (_, month) => `2025-${String(month + 1).padStart(2, '0')}-01`,
)

const isShorter = (term: Termijn, bound: Termijn): boolean =>
  FIRST_DAYS.some((dag) => addTermijn(dag, term) < addTermijn(dag, bound))

const categoryOf = (policies: Policies, categorie: string) => {
  const { categorieen } = policies.documents.bewaartermijnen
  const found = Object.hasOwn(categorieen, categorie) ? categorieen[categorie] : undefined
  return found?.doorGemeente === true ? found : undefined
}

/** What is wrong with a municipality's own `termijn` (ISO 8601) for `categorie`; undefined when nothing is. */
export function termFault(
  policies: Policies,
  categorie: string,
  termijn: string,
): TermFault | undefined {
  const category = categoryOf(policies, categorie)
  if (category === undefined) return { waarom: 'niet-door-gemeente' }
  const { minstens, hoogstens, bron } = category
  const term = parseTermijn(termijn)
  if (isShorter(term, parseTermijn(minstens)))
    return { waarom: 'korter-dan-minstens', grens: minstens, bron }
  if (isShorter(parseTermijn(hoogstens), term))
    return { waarom: 'langer-dan-hoogstens', grens: hoogstens, bron }
  return undefined
}

/**
 * The terms that count today of those that a municipality once set. The policies of today go first: what a municipality may no longer set
 * counts no more, and a term that now lies outside its bounds counts as the bound.
 */
export function termsToday(policies: Policies, own: ReadonlyMap<string, string>): OwnTerms {
  return new Map(
    [...own].flatMap(([categorie, termijn]) => {
      const counts = findOwnTerm(policies, categorie, termijn)
      return counts === undefined ? [] : [[categorie, parseTermijn(counts)] as const]
    }),
  )
}

/** As `termsToday`, of one category, in ISO 8601; undefined where the policies' own term counts. */
export function findOwnTerm(
  policies: Policies,
  categorie: string,
  termijn: string,
): string | undefined {
  const fault = termFault(policies, categorie, termijn)
  if (fault === undefined) return termijn
  return 'grens' in fault ? fault.grens : undefined
}

/**
 * The terms of an approved decision as they reach what is stored: as they were approved, but never below what the policies of today ask at
 * least, so that nothing goes that nobody saw in a preview.
 */
export function termsToCarryOut(policies: Policies, termijnen: readonly Eigentermijn[]): OwnTerms {
  return new Map(
    termijnen.flatMap(({ categorie, termijn }) => {
      const fault = termFault(policies, categorie, termijn)
      if (fault?.waarom === 'niet-door-gemeente') return []
      const duur = fault?.waarom === 'korter-dan-minstens' ? fault.grens : termijn
      return [[categorie, parseTermijn(duur)] as const]
    }),
  )
}

/** The day on which the coded row of a signal ends that came in on `dag`. */
export function codedDue(rule: Rule, own: OwnTerms | undefined, dag: Dag): Dag {
  return addTermijn(dag, own?.get(rule.file.bewaren.gecodeerd) ?? rule.gecodeerd)
}

/** The day on which the fields go of a signal whose receipt was confirmed on `dag`. */
export function confirmedDue(policies: Policies, own: OwnTerms, dag: Dag): Dag {
  const term = own.get(BEVESTIGD)
  return term === undefined ? dueDate(policies, BEVESTIGD, dag) : addTermijn(dag, term)
}

/** The day on which a field ends; never after its signal. */
export function fieldDue(rule: Rule, group: FieldGroup, own: OwnTerms | undefined, dag: Dag): Dag {
  const due = addTermijn(dag, own?.get(group.categorie) ?? group.termijn)
  if (own === undefined || own.size === 0) return due
  const row = codedDue(rule, own, dag)
  return due < row ? due : row
}
