import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, addMonths, addTermijn, daysBetween, parseTermijn } from './calendar.ts'

const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2090-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

describe('addMonths', () => {
  test.each([
    ['2026-11-03', 6, '2027-05-03'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-08-31', 6, '2027-02-28'],
    ['2026-12-31', 1, '2027-01-31'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2100-01-29', 1, '2100-02-28'],
    ['2000-01-29', 1, '2000-02-29'],
    ...['04', '06', '09', '11'].map((month): [string, number, string] => [
      '2026-01-31',
      Number(month) - 1,
      `2026-${month}-30`,
    ]),
    ['0050-01-15', 1, '0050-02-15'],
    ['0999-12-15', 1, '1000-01-15'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(addMonths(from, months)).toBe(to)
  })
})

describe('daysBetween', () => {
  test.each([
    ['2026-09-02', '2026-11-03', 62],
    ['2026-11-03', '2026-11-03', 0],
    ['2026-11-04', '2026-11-03', -1],
    ['2028-02-28', '2028-03-01', 2],
    ['2026-03-28', '2026-03-30', 2],
  ])('from %s to %s are %i days', (from, to, days) => {
    expect(daysBetween(from, to)).toBe(days)
  })

  test('counts each day of four centuries as the language itself does', () => {
    for (let number = -73_000; number < 73_100; number += 1) {
      const dag = new Date(number * 86_400_000).toISOString().slice(0, 10)
      if (addDays('1970-01-01', number) !== dag || daysBetween('1970-01-01', dag) !== number)
        expect(dag).toBe(addDays('1970-01-01', number))
    }
  })

  test('adding days undoes it', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -4000, max: 4000 }), (from, days) => {
        expect(daysBetween(from, addDays(from, days))).toBe(days)
      }),
      { seed: 20261123 },
    )
  })
})

test.each([
  ['P6M', '2027-05-03'],
  ['P5Y', '2031-11-03'],
  ['P14D', '2026-11-17'],
  ['P1Y1M1D', '2027-12-04'],
  ['P13M', '2027-12-03'],
  ['P10Y', '2036-11-03'],
])('the term %s from 2026-11-03 ends on %s', (term, end) => {
  expect(addTermijn('2026-11-03', parseTermijn(term))).toBe(end)
})

test.each(['P', 'P6', '6M', 'xP6M', 'P6Mx', 'PT5H', 'P-1M', 'P1M1Y'])(
  'the term %s is not read',
  (term) => {
    expect(() => parseTermijn(term)).toThrow('duration')
  },
)
