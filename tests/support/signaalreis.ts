/** The table of the Signaalreis as its source has it: 66 signals of March, followed at the VLP. */
import type { Schuldontwikkeling } from '../../src/model/signaalreis.ts'
import type { Uitkomstgroep } from '../../src/model/terugkoppeling.ts'

/** Development, result at the municipality, how many. */
export const FOLLOWED: readonly (readonly [
  Schuldontwikkeling | undefined,
  Uitkomstgroep | undefined,
  number,
])[] = [
  ['opgelopen', 'niet-opgepakt', 1],
  ['opgelopen', undefined, 1],
  ['opgelopen', 'niet-bereikt', 11],
  ['opgelopen', 'geen-hulp', 1],
  ['opgelopen', 'hulp-aanvaard', 1],
  ['betaald-nieuwe-achterstand', 'niet-opgepakt', 1],
  ['betaald-nieuwe-achterstand', 'niet-bereikt', 6],
  ['betaald-nieuwe-achterstand', 'geen-hulp', 5],
  ['betaald-nieuwe-achterstand', 'zelf-opgelost', 1],
  ['ingelopen', undefined, 2],
  ['ingelopen', 'niet-bereikt', 2],
  ['ingelopen', 'zelf-opgelost', 1],
  ['geen-achterstand', 'niet-bereikt', 1],
  ['geen-achterstand', 'zelf-opgelost', 3],
  [undefined, 'bekend', 1],
  [undefined, 'niet-bereikt', 17],
  [undefined, 'geen-hulp', 4],
  [undefined, 'hulp-aanvaard', 7],
]

/** Its columns with their sizes. */
export const COLUMNS = [
  { kolom: 'niet-opgepakt-of-onbekend', aantal: 6 },
  { kolom: 'niet-bereikt', aantal: 37 },
  { kolom: 'bereikt-geen-hulp', aantal: 15 },
  { kolom: 'hulp-aanvaard', aantal: 8 },
  { kolom: 'totaal', aantal: 66 },
]

/** Its rows: numbers, and the percentages that the source names. */
export const ROWS = [
  ['opgelopen', [2, 11, 1, 1, 15], [33, 30, 7, 13, 23]],
  ['betaald-nieuwe-achterstand', [1, 6, 6, 0, 13], [17, 16, 40, 0, 20]],
  ['ingelopen', [2, 2, 1, 0, 5], [33, 5, 7, 0, 8]],
  ['geen-achterstand', [0, 1, 3, 0, 4], [0, 3, 20, 0, 6]],
  ['onbekend', [1, 17, 4, 7, 29], [17, 46, 27, 88, 44]],
] as const
