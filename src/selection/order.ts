/** In which order meldingen are chosen: by the measures of the municipality, the first counting most; who was postponed rises. Pure. */
import type { Maatstaf } from '../model/werkwijze.ts'
import { type Kandidaat, lowerBound } from './candidate.ts'

export type Ordening = {
  readonly volgorde: readonly Maatstaf[]
  readonly gewichten: Readonly<Record<string, number>>
}

const ORDINARY_WEIGHT = 1

/** The weight of its heaviest kind. */
const weightOf = ({ soorten }: Kandidaat, { gewichten }: Ordening): number =>
  Math.max(0, ...soorten.map((soort) => gewichten[soort] ?? ORDINARY_WEIGHT))

/** Of several creditors or kinds counts more than of one; one that follows on an earlier melding a step more. */
const combinationOf = ({ soort, soorten }: Kandidaat): number =>
  Math.max(soorten.length, soort === 'meervoudig' ? 2 : 1) + (soort === 'opeenvolgend' ? 1 : 0)

const MEASURES: Readonly<Record<Maatstaf, (one: Kandidaat, by: Ordening) => number>> = {
  combinatie: combinationOf,
  bedrag: ({ bedragklasse }) => lowerBound(bedragklasse),
  leeftijd: ({ leeftijdsklasse }) => lowerBound(leeftijdsklasse),
  gewicht: weightOf,
}

/** How much each time of being postponed counts in the measure that stands first: one step of it. */
const STEP: Readonly<Record<Maatstaf, number>> = {
  combinatie: 1,
  bedrag: 100_000,
  leeftijd: 30,
  gewicht: 1,
}

/** The values of the measures, in their order; the first with what was postponed. */
function measuresOf(one: Kandidaat, by: Ordening): readonly number[] {
  return by.volgorde.map((maatstaf, index) => {
    const risen = index === 0 ? one.uitgesteld * STEP[maatstaf] : 0
    return MEASURES[maatstaf](one, by) + risen
  })
}

/** A candidate with its values. */
export type Geplaatst<K extends Kandidaat> = {
  readonly kandidaat: K
  readonly maatstaven: readonly number[]
}

const compare = (a: Geplaatst<Kandidaat>, b: Geplaatst<Kandidaat>): number => {
  const index = a.maatstaven.findIndex((value, at) => value !== b.maatstaven[at])
  if (index >= 0) return (b.maatstaven[index] ?? 0) - (a.maatstaven[index] ?? 0)
  return a.kandidaat.id < b.kandidaat.id ? -1 : 1
}

/** The first to choose first. The order of the input does not matter: ties go by id. */
export function inOrder<K extends Kandidaat>(
  all: readonly K[],
  by: Ordening,
): readonly Geplaatst<K>[] {
  return all
    .map((kandidaat) => ({ kandidaat, maatstaven: measuresOf(kandidaat, by) }))
    .toSorted(compare)
}
