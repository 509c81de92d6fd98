/** How a choice is spread: per district and per kind of signal, as the work list shows them. Pure. */
import type { Aandelen } from '../model/selectie.ts'
import type { Kandidaat } from './candidate.ts'

type Chosen = { readonly kandidaat: Kandidaat; readonly gekozen: boolean }

const tally = <N extends string | undefined>(
  all: readonly Chosen[],
  namesOf: (one: Kandidaat) => readonly N[],
): readonly { readonly naam: N; readonly totaal: number; readonly gekozen: number }[] => {
  const counts = new Map<N, { totaal: number; gekozen: number }>()
  for (const { kandidaat, gekozen } of all)
    for (const naam of namesOf(kandidaat)) {
      const count = counts.get(naam) ?? { totaal: 0, gekozen: 0 }
      counts.set(naam, {
        totaal: count.totaal + 1,
        gekozen: count.gekozen + (gekozen ? 1 : 0),
      })
    }
  return [...counts]
    .map(([naam, count]) => ({ naam, ...count }))
    .toSorted((a, b) => (a.naam ?? '').localeCompare(b.naam ?? ''))
}

/** A melding of several kinds counts under each. */
export function sharesOf(all: readonly Chosen[]): Aandelen {
  return {
    perWijk: tally(all, ({ wijk }) => [wijk]).map(({ naam, ...count }) =>
      naam === undefined ? count : { wijk: naam, ...count },
    ),
    perSoort: tally(all, ({ soorten }) => soorten).map(({ naam, ...count }) => ({
      soort: naam,
      ...count,
    })),
  }
}
