/** A month of signals of which it is known who they are of, and how well a grouping finds that back. By seed; nobody in it exists. */
import { FOUTSOORTEN, type Schrijfwijze, writeCleanly, writeWrongly } from './matching-mistakes.ts'
import {
  createToeval,
  Households,
  type Huishouden,
  type Iemand,
  type Toeval,
} from './matching-persons.ts'
import { seededNumbers } from './seeded-numbers.ts'

const FOUTLOOS = 'geen'

/** `fout`: the kind of mistake in it. */
export type Testsignaal = {
  readonly persoon: number
  readonly fout: string
  readonly geschreven: Schrijfwijze
}

export type Testset = {
  readonly signalen: readonly Testsignaal[]
  readonly huishoudens: readonly Huishouden[]
}

/** Of a hundred signals this many have a mistake. */
const SHARE_OF_MISTAKES = 0.35

/** A mistake drawn by weight among those that can be made with this person. */
function write(who: Iemand, toeval: Toeval): Pick<Testsignaal, 'fout' | 'geschreven'> {
  const clean = writeCleanly(who)
  if (!toeval.chance(SHARE_OF_MISTAKES)) return { fout: FOUTLOOS, geschreven: clean }
  const possible = writeWrongly(who, toeval).flatMap(({ fout, weight, geschreven }) =>
    geschreven === undefined ? [] : [{ fout, weight, geschreven }],
  )
  let left = toeval.number() * possible.reduce((sum, { weight }) => sum + weight, 0)
  const found = possible.find(({ weight }) => {
    left -= weight
    return left < 0
  })
  return found ?? { fout: FOUTLOOS, geschreven: clean }
}

/** Of each person one to four signals. */
export function makeMatchingSet(households: number, seed: number): Testset {
  const toeval = createToeval(seededNumbers(seed))
  const source = new Households(toeval)
  const huishoudens = Array.from({ length: households }, () => source.next()).flat()
  const signalen = huishoudens
    .flatMap(({ leden }) => leden)
    .flatMap((who) => {
      const draw = toeval.number()
      const many = draw < 0.45 ? 1 : draw < 0.8 ? 2 : draw < 0.95 ? 3 : 4
      return Array.from({ length: many }, () => ({ persoon: who.id, ...write(who, toeval) }))
    })
  return { signalen, huishoudens }
}

/** Pairs of signals: of one person and together, of one person and apart, of two persons and together. */
export type Paren = { readonly goed: number; readonly gemist: number; readonly fout: number }

const pairs = (count: number): number => (count * (count - 1)) / 2

const countBy = (keys: Iterable<string | number>): ReadonlyMap<string | number, number> => {
  const counts = new Map<string | number, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

const pairsOf = (keys: Iterable<string | number>): number =>
  [...countBy(keys).values()].reduce((sum, count) => sum + pairs(count), 0)

/** @param groups of each signal, in the order of the set, the group that it was put in */
export function countPairs({ signalen }: Testset, groups: readonly string[]): Paren {
  const goed = pairsOf(signalen.map(({ persoon }, i) => `${persoon}/${groups[i]}`))
  const wanted = pairsOf(signalen.map(({ persoon }) => persoon))
  return { goed, gemist: wanted - goed, fout: pairsOf(groups) - goed }
}

/** Of pairs that were put together, those that are of one person. */
export const precisionOf = ({ goed, fout }: Paren): number => goed / (goed + fout)
/** Of pairs of one person, those that were put together. */
export const recallOf = ({ goed, gemist }: Paren): number => goed / (goed + gemist)

export type Telling = { readonly gevonden: number; readonly gemist: number }

/** Of each kind of mistake: pairs with a signal of the same person without mistakes that were put together, and that were not. */
export function countByMistake(
  { signalen }: Testset,
  groups: readonly string[],
): ReadonlyMap<string, Telling> {
  const clean = new Map<number, readonly string[]>()
  signalen.forEach(({ persoon, fout }, i) => {
    if (fout === FOUTLOOS) clean.set(persoon, [...(clean.get(persoon) ?? []), groups[i] ?? ''])
  })
  const counts = new Map<string, Telling>(
    FOUTSOORTEN.map((kind) => [kind, { gevonden: 0, gemist: 0 }]),
  )
  signalen.forEach(({ persoon, fout }, i) => {
    const before = counts.get(fout)
    if (before === undefined) return
    const others = clean.get(persoon) ?? []
    const gevonden = others.filter((group) => group === groups[i]).length
    const gemist = others.length - gevonden
    counts.set(fout, { gevonden: before.gevonden + gevonden, gemist: before.gemist + gemist })
  })
  return counts
}

/** Of each kind of household: pairs of two of its persons that were kept apart, and that were put together. */
export function countByHousehold(
  { signalen, huishoudens }: Testset,
  groups: readonly string[],
): ReadonlyMap<string, { readonly apart: number; readonly samen: number }> {
  const groupsOf = new Map<number, Set<string>>()
  signalen.forEach(({ persoon }, i) => {
    const own = groupsOf.get(persoon) ?? new Set()
    groupsOf.set(persoon, own.add(groups[i] ?? ''))
  })
  const counts = new Map<string, { apart: number; samen: number }>()
  for (const { soort, leden } of joinNeighbours(huishoudens)) {
    const count = counts.get(soort) ?? { apart: 0, samen: 0 }
    counts.set(soort, count)
    leden.forEach((one, i) => {
      for (const other of leden.slice(i + 1)) {
        const theirs = groupsOf.get(other.id) ?? new Set()
        const together = [...(groupsOf.get(one.id) ?? [])].some((group) => theirs.has(group))
        count[together ? 'samen' : 'apart'] += 1
      }
    })
  }
  return counts
}

/** Households that stand next to each other at one number are looked at as one. */
function joinNeighbours(households: readonly Huishouden[]): readonly Huishouden[] {
  const byPlace = new Map<string, Huishouden>()
  for (const { soort, leden } of households) {
    const { postcode = '', huisnummer = 0 } = leden[0]?.adres ?? {}
    const place = `${postcode}/${huisnummer}`
    byPlace.set(place, { soort, leden: [...(byPlace.get(place)?.leden ?? []), ...leden] })
  }
  return [...byPlace.values()].filter(({ leden }) => leden.length > 1)
}
