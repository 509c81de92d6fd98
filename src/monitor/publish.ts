/**
 * What of the counts of a month may leave the municipality: small numbers are hidden, and so many beside them that no total gives them back.
 * Only tables of one dimension leave; of two, the margins of one would tell the cells of another. Pure.
 */
import type { Indicatorfase } from '../model/indicatoruitleg.ts'
import { type Cel, sumOf, TABELLEN, type Tabel, tableOf } from './cellen.ts'

/** Values and their numbers; null is hidden. `totaal` is null where even that is small. */
export type Telling = {
  readonly totaal: number | null
  readonly delen: ReadonlyMap<string, number | null>
}

/** The counts of a month as the indicators ask for them; undefined for a table that does not leave. */
export type Tellingen = (tabel: Tabel) => Telling | undefined

/** Everything, for the municipality itself. */
export function ownCounts(cells: readonly Cel[]): Tellingen {
  return (tabel) => {
    const delen = tableOf(cells, tabel)
    return { totaal: sumOf(delen), delen }
  }
}

const isSmall = (aantal: number, k: number): boolean => aantal > 0 && aantal < k

/**
 * Hides every number below `k` (not 0), then the smallest others until what is hidden is two numbers or more that make `k` together: the
 * total less what is shown then tells no single one.
 */
export function hideSmall(table: ReadonlyMap<string, number>, k: number): Telling {
  const totaal = sumOf(table)
  const rising = [...table].filter(([, aantal]) => aantal > 0).sort(([, a], [, b]) => a - b)
  const hidden = rising.filter(([, aantal]) => isSmall(aantal, k))
  const hiddenSum = (): number => hidden.reduce((sum, [, aantal]) => sum + aantal, 0)
  while (hidden.length > 0 && hidden.length < rising.length) {
    if (hidden.length > 1 && hiddenSum() >= k) break
    const next = rising[hidden.length]
    if (next !== undefined) hidden.push(next)
  }
  const names = new Set(hidden.map(([name]) => name))
  return {
    totaal: isSmall(totaal, k) ? null : totaal,
    delen: new Map([...table].map(([name, aantal]) => [name, names.has(name) ? null : aantal])),
  }
}

/** What does not leave: tables of two dimensions, and attempts, of which many are one person's. */
const CROSSED: ReadonlySet<Tabel> = new Set(['uitkomstwijk', 'signaalreis', 'contact'])

/** Parts of one table that another one would give back. */
const hasHidden = (found: Telling, names?: readonly string[]): boolean =>
  found.totaal === null ||
  [...found.delen].some(([name, aantal]) => aantal === null && (names?.includes(name) ?? true))

const SPOKEN = ['hulp-aanvaard', 'geen-hulp', 'zelf-opgelost']

/** What may be published of the phases that are `frozen`. `k` is the smallest number of persons that may show. */
export function publishedCounts(
  cells: readonly Cel[],
  k: number,
  frozen: readonly Indicatorfase[],
): Tellingen {
  const hide = (tabel: Tabel): Telling => hideSmall(tableOf(cells, tabel), k)
  const outcomes = hide('uitkomst')
  return (tabel) => {
    if (CROSSED.has(tabel) || !frozen.includes(TABELLEN[tabel])) return undefined
    // Who was reached, and who was chosen, is the sum of outcomes: shown beside them it would tell the one that is hidden.
    if (tabel === 'bereikt' && hasHidden(outcomes, SPOKEN)) return undefined
    if (tabel === 'gekozen' && hasHidden(outcomes)) return undefined
    return hide(tabel)
  }
}
