/** The table of the Signaalreis: of each column how many signals developed in which way, with their share of the column. Pure. */
import type { Signaalreis } from '../model/indicatoren.ts'
import {
  ONTWIKKELINGSRIJEN,
  type Ontwikkelingsrij,
  RESULTAATKOLOMMEN,
  type Resultaatkolom,
} from '../model/signaalreis.ts'

type Cell = { readonly aantal: number; readonly procent?: number }

/** Whole per cents, a half up, as the table of the source. */
const inColumn = (aantal: number, of: number): Cell => ({
  aantal,
  ...(of === 0 ? {} : { procent: Math.round((aantal / of) * 100) }),
})

/** `counts`: `ontwikkeling/kolom` to a number. */
export function journeyTable(counts: ReadonlyMap<string, number>): Signaalreis {
  const at = (rij: Ontwikkelingsrij, kolom: Resultaatkolom): number =>
    counts.get(`${rij}/${kolom}`) ?? 0
  const sizeOf = (kolom: Resultaatkolom): number =>
    ONTWIKKELINGSRIJEN.reduce((sum, rij) => sum + at(rij, kolom), 0)
  const rowSize = (rij: Ontwikkelingsrij): number =>
    RESULTAATKOLOMMEN.reduce((sum, kolom) => sum + at(rij, kolom), 0)
  const all = ONTWIKKELINGSRIJEN.reduce((sum, rij) => sum + rowSize(rij), 0)
  return {
    kolommen: [
      ...RESULTAATKOLOMMEN.map((kolom) => ({ kolom, aantal: sizeOf(kolom) })),
      { kolom: 'totaal', aantal: all },
    ],
    rijen: ONTWIKKELINGSRIJEN.map((ontwikkeling) => ({
      ontwikkeling,
      cellen: [
        ...RESULTAATKOLOMMEN.map((kolom) => inColumn(at(ontwikkeling, kolom), sizeOf(kolom))),
        inColumn(rowSize(ontwikkeling), all),
      ],
    })),
  }
}
