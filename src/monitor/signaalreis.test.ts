import { describe, expect, test } from 'vitest'
import type { Schuldontwikkeling } from '../model/signaalreis.ts'
import type { Uitkomstgroep } from '../model/terugkoppeling.ts'
import { tableOf } from './cellen.ts'
import type { Signaalfeit } from './feiten.ts'
import { journeyTable } from './journey.ts'
import { tallySignals } from './tally.ts'

/** The 66 signals of March that the Signaalreis followed at the VLP: development, results at the municipality, how many. */
const FOLLOWED: readonly (readonly [
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

const signal = (
  ontwikkeling: Schuldontwikkeling | undefined,
  uitkomstgroep: Uitkomstgroep | undefined,
): Signaalfeit => ({
  maand: '2026-03',
  signaaltype: 'huur',
  soort: 'huur',
  crisis: false,
  bedragklasse: undefined,
  leeftijdsklasse: undefined,
  wijkcode: undefined,
  melding: { toestand: 'afgesloten', uitkomstgroep },
  ontwikkeling,
})

describe('the table of the Signaalreis', () => {
  const played = FOLLOWED.flatMap(([ontwikkeling, groep, aantal]) =>
    Array.from({ length: aantal }, () => signal(ontwikkeling, groep)),
  )
  const table = journeyTable(tableOf(tallySignals(played), 'signaalreis'))

  test('has its 66 signals in columns of 6, 37, 15 and 8', () => {
    expect(table.kolommen).toEqual([
      { kolom: 'niet-opgepakt-of-onbekend', aantal: 6 },
      { kolom: 'niet-bereikt', aantal: 37 },
      { kolom: 'bereikt-geen-hulp', aantal: 15 },
      { kolom: 'hulp-aanvaard', aantal: 8 },
      { kolom: 'totaal', aantal: 66 },
    ])
  })

  test.each([
    ['opgelopen', [2, 11, 1, 1, 15], [33, 30, 7, 13, 23]],
    ['betaald-nieuwe-achterstand', [1, 6, 6, 0, 13], [17, 16, 40, 0, 20]],
    ['ingelopen', [2, 2, 1, 0, 5], [33, 5, 7, 0, 8]],
    ['geen-achterstand', [0, 1, 3, 0, 4], [0, 3, 20, 0, 6]],
    ['onbekend', [1, 17, 4, 7, 29], [17, 46, 27, 88, 44]],
  ])('says of %s the counts and the percentages of the source', (rij, counts, percentages) => {
    const found = table.rijen.find(({ ontwikkeling }) => ontwikkeling === rij)
    expect(found?.cellen.map(({ aantal }) => aantal)).toEqual(counts)
    expect(found?.cellen.map(({ procent }) => procent)).toEqual(percentages)
  })

  test('has no percentages where there is nothing to divide', () => {
    const [first] = journeyTable(new Map()).rijen
    expect(first?.cellen.map(({ procent }) => procent)).toEqual(
      [1, 2, 3, 4, 5].map(() => undefined),
    )
  })
})
