/** Cells: how many signals, meldingen or attempts of a month have one value. All that is kept of what they counted. Pure. */
import type { Indicatorfase } from '../model/indicatoruitleg.ts'
import type { Maand } from './month.ts'

/** Every table of counts, with the phase in which it becomes fixed. A value of two parts is joined by a slash. */
export const TABELLEN = {
  /** Signals: by kind of creditor, with the end of supply apart. */
  soort: 'instroom',
  crisis: 'instroom',
  bedragklasse: 'instroom',
  leeftijdsklasse: 'instroom',
  wijk: 'instroom',
  /** Persons below the municipality's threshold: whether they stay there. Only where that is counted. */
  sleper: 'instroom',
  /** Meldingen. */
  meldingsoort: 'instroom',
  meldingwijk: 'instroom',
  uitkomst: 'uitkomst',
  uitkomstwijk: 'uitkomst',
  gekozen: 'uitkomst',
  bereikt: 'uitkomst',
  terugkeer: 'uitkomst',
  /** Attempts: type and whether it reached the person. */
  contact: 'uitkomst',
  dagdeel: 'uitkomst',
  /** Signals: development and column of the result. */
  signaalreis: 'uitkomst',
} as const satisfies Record<string, Indicatorfase>

export type Tabel = keyof typeof TABELLEN

export const isTabel = (name: string): name is Tabel => Object.hasOwn(TABELLEN, name)

/** One cell. */
export type Cel = {
  readonly maand: Maand
  readonly tabel: Tabel
  readonly waarde: string
  readonly aantal: number
}

/** What stands where nothing was derived or told. */
export const ONBEKEND = 'onbekend'

/** Cells with the same place added up, in a fixed order. */
export function addUp(cells: Iterable<Cel>): readonly Cel[] {
  const sums = new Map<string, Cel>()
  for (const cell of cells) {
    const key = [cell.maand, cell.tabel, cell.waarde].join(' ')
    sums.set(key, { ...cell, aantal: cell.aantal + (sums.get(key)?.aantal ?? 0) })
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell)
}

/** The cells of one phase. */
export const ofPhase = (cells: readonly Cel[], fase: Indicatorfase): readonly Cel[] =>
  cells.filter(({ tabel }) => TABELLEN[tabel] === fase)

/** One table as values and their numbers. */
export function tableOf(cells: readonly Cel[], tabel: Tabel): ReadonlyMap<string, number> {
  return new Map(
    cells.filter((cell) => cell.tabel === tabel).map(({ waarde, aantal }) => [waarde, aantal]),
  )
}

/** All of a table. */
export const sumOf = (table: ReadonlyMap<string, number>): number =>
  [...table.values()].reduce((sum, aantal) => sum + aantal, 0)
