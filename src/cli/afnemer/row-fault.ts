/** What is wrong with one row of a table that somebody filled in: where, and what was asked there; never a value. */
export type Rijfout = {
  readonly regel: number
  /** Empty for the row as a whole. */
  readonly kolom: string
  readonly waarom: string
}

/** `regel 12, gekozen: Verwacht: ja of nee.` */
export const faultLine = ({ regel, kolom, waarom }: Rijfout): string =>
  `regel ${regel}${kolom === '' ? '' : `, ${kolom}`}: ${waarom}`

/** By line, as a reader mends them. */
export const inOrder = (faults: readonly Rijfout[]): readonly Rijfout[] =>
  faults.toSorted((a, b) => a.regel - b.regel)
