/** Whether a condition of one set answers that of another: what was recorded is a truth value, and the facts behind it are gone. Pure. */
import type { Voorwaarde } from './conditions.ts'

/** What a condition asks, in a form in which two of one kind compare: the more of each size and the fewer values, the stricter. */
type Demand = {
  /** The field of the type's own that it weighs. */
  readonly own: string | undefined
  readonly among: readonly string[]
  readonly sizes: readonly [number, number]
}

const NOTHING: Demand = { own: undefined, among: [], sizes: [0, 0] }

/** Closed over the vocabulary, so that no new condition counts as answered before someone said how it compares. */
function demandOf(condition: Voorwaarde): Demand {
  switch (condition.voorwaarde) {
    case 'minstensDagenOud':
      return { ...NOTHING, sizes: [condition.dagen, 0] }
    case 'hoogstensDagenOud':
      return { ...NOTHING, sizes: [-condition.dagen, 0] }
    case 'minstensMaandenOud':
      return { ...NOTHING, sizes: [condition.maanden, 0] }
    case 'boeteachterstand':
      return { ...NOTHING, own: condition.bijzonderheid, sizes: [condition.centen, 0] }
    case 'minstensBedrag':
      return { ...NOTHING, sizes: [condition.centen, 0] }
    case 'schriftelijkHerinnerd':
      return { ...NOTHING, sizes: [condition.minstens, condition.termijnDagen ?? 0] }
    case 'persoonlijkContactGeprobeerd':
      return { ...NOTHING, sizes: [Number(condition.voorSignaaldatum === true), 0] }
    case 'eindeleveringOpTijd':
      return { ...NOTHING, sizes: [condition.werkdagen, 0] }
    case 'reactieToereikend':
      return { ...NOTHING, among: condition.toegestaan }
    case 'vroegsignaalVooraf':
      return { ...NOTHING, among: condition.signaaltypen }
    case 'soortAangewezen':
      return { ...NOTHING, own: condition.bijzonderheid, among: condition.waarden }
    case 'geenUitstel':
      return { ...NOTHING, own: condition.bijzonderheid }
    case 'opSchuldhulpGewezen':
    case 'aanbodGedaan':
    case 'natuurlijkPersoon':
    case 'afspraakMetGemeente':
      return NOTHING
  }
}

/** Whether whatever holds under `strict` holds under `mild`; both of one kind. */
function implies(strict: Voorwaarde, mild: Voorwaarde): boolean {
  const [one, other] = [demandOf(strict), demandOf(mild)]
  return (
    one.own === other.own &&
    one.among.every((value) => other.among.includes(value)) &&
    one.sizes[0] >= other.sizes[0] &&
    one.sizes[1] >= other.sizes[1]
  )
}

/**
 * The truth value of `asked` on facts of which only the truth value of `was` is known.
 * @returns undefined when that does not tell
 */
export function carryOver(
  was: Voorwaarde | undefined,
  value: boolean | undefined,
  asked: Voorwaarde,
): boolean | undefined {
  if (was === undefined || value === undefined || was.voorwaarde !== asked.voorwaarde)
    return undefined
  if (value) return implies(was, asked) ? true : undefined
  return implies(asked, was) ? false : undefined
}
