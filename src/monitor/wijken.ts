/** Districts with too few persons stand together, so that no number of a district is about fewer than k of them. Pure. */
import { addUp, type Cel, ONBEKEND, tableOf } from './cellen.ts'

/** The district of all that may not stand alone. */
export const OVERIG = 'overig'

const isLoose = (wijk: string): boolean => wijk === OVERIG || wijk === ONBEKEND

/**
 * The districts that may stand alone: each has `k` meldingen or more, and what is left together too, or nothing is left. A melding is a person;
 * signals are not, since one person may have five.
 */
export function standingDistricts(
  meldingen: ReadonlyMap<string, number>,
  k: number,
): ReadonlySet<string> {
  const size = (wijk: string): number => meldingen.get(wijk) ?? 0
  const named = [...meldingen.keys()].filter((wijk) => !isLoose(wijk))
  const standing = named.filter((wijk) => size(wijk) >= k).sort((a, b) => size(b) - size(a))
  const left = (): number =>
    [...meldingen.keys()]
      .filter((wijk) => !standing.includes(wijk))
      .reduce((sum, wijk) => sum + size(wijk), 0)
  while (standing.length > 0 && left() > 0 && left() < k) standing.pop()
  return new Set(standing)
}

const WIJKTABELLEN: ReadonlySet<string> = new Set(['wijk', 'meldingwijk', 'uitkomstwijk'])

/** The cells with every district that does not stand alone under the rest. */
export function joinDistricts(
  cells: readonly Cel[],
  standing: ReadonlySet<string>,
): readonly Cel[] {
  return addUp(
    cells.map((cell) => {
      if (!WIJKTABELLEN.has(cell.tabel)) return cell
      const [wijk = '', ...rest] = cell.waarde.split('/')
      return standing.has(wijk) ? cell : { ...cell, waarde: [OVERIG, ...rest].join('/') }
    }),
  )
}

/** The cells of a month with their small districts joined by its own meldingen. */
export function joinSmallDistricts(cells: readonly Cel[], k: number): readonly Cel[] {
  return joinDistricts(cells, standingDistricts(tableOf(cells, 'meldingwijk'), k))
}
