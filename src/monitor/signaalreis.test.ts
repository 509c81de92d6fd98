import { describe, expect, test } from 'vitest'
import { COLUMNS, FOLLOWED, ROWS } from '../../tests/support/signaalreis.ts'
import type { Schuldontwikkeling } from '../model/signaalreis.ts'
import type { Uitkomstgroep } from '../model/terugkoppeling.ts'
import { tableOf } from './cellen.ts'
import type { Signaalfeit } from './feiten.ts'
import { journeyTable } from './journey.ts'
import { tallySignals } from './tally.ts'

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
    expect(table.kolommen).toEqual(COLUMNS)
  })

  test.each(ROWS)(
    'says of %s the counts and the percentages of the source',
    (rij, counts, percentages) => {
      const found = table.rijen.find(({ ontwikkeling }) => ontwikkeling === rij)
      expect(found?.cellen.map(({ aantal }) => aantal)).toEqual(counts)
      expect(found?.cellen.map(({ procent }) => procent)).toEqual(percentages)
    },
  )

  test('has no percentages where there is nothing to divide', () => {
    const [first] = journeyTable(new Map()).rijen
    expect(first?.cellen.map(({ procent }) => procent)).toEqual(
      [1, 2, 3, 4, 5].map(() => undefined),
    )
  })
})
