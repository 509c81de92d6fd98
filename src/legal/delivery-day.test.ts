import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween } from './calendar.ts'
import {
  countsFrom,
  deliveryDay,
  firstMonth,
  missedFrom,
  monthOf,
  nextMonth,
} from './delivery-day.ts'
import { isWorkingDay } from './working-days.ts'

describe('the agreed day', () => {
  test.each([
    ['a working day stays', '2026-11', 10, '2026-11-10'],
    ['a Saturday becomes Monday', '2026-11', 14, '2026-11-16'],
    ['a Sunday becomes Monday', '2026-11', 15, '2026-11-16'],
    ['Christmas becomes the next working day', '2026-12', 25, '2026-12-28'],
    ['the 31st of a short month is its last day', '2026-11', 31, '2026-11-30'],
    ['of February too', '2028-02', 30, '2028-02-29'],
    ['a last day on a Saturday goes back to Friday', '2026-10', 31, '2026-10-30'],
    ['and a Sunday before it too', '2026-05', 31, '2026-05-29'],
    ['New Year', '2027-01', 1, '2027-01-04'],
  ])('%s', (_name, maand, dag, day) => {
    expect(deliveryDay(maand, dag)).toBe(day)
  })
})

test.each([
  ['the next working day is still in time', '2026-11', 10, '2026-11-12'],
  ['also over a weekend', '2026-11', 13, '2026-11-17'],
  ['and over the end of a month', '2026-11', 30, '2026-12-02'],
])('it is missed only after a day of grace: %s', (_name, maand, dag, day) => {
  expect(missedFrom(maand, dag)).toBe(day)
})

test('the first days of a month count for the one before as long as it waits', () => {
  expect(countsFrom('2026-11', 10)).toBe('2026-11-01')
  expect(countsFrom('2026-12', 30)).toBe('2026-12-02')
})

test('an agreement begins with the first month whose day still comes', () => {
  expect(firstMonth('2026-11-10', 10)).toBe('2026-11')
  expect(firstMonth('2026-11-11', 10)).toBe('2026-12')
  expect(firstMonth('2026-12-31', 10)).toBe('2027-01')
  // The 14th is a Saturday: the list is asked on the 16th.
  expect(firstMonth('2026-11-15', 14)).toBe('2026-11')
})

test('every day of every month has its working day in that month, and each instant counts for one month', () => {
  const months = fc
    .tuple(fc.integer({ min: 2024, max: 2040 }), fc.integer({ min: 1, max: 12 }))
    .map(([year, month]) => `${year}-${String(month).padStart(2, '0')}`)
  fc.assert(
    fc.property(months, fc.integer({ min: 1, max: 31 }), (maand, dag) => {
      const day = deliveryDay(maand, dag)
      expect(monthOf(day)).toBe(maand)
      expect(isWorkingDay(day)).toBe(true)
      expect(countsFrom(maand, dag) <= day).toBe(true)
      expect(missedFrom(maand, dag) > addDays(day, 1)).toBe(true)
      expect(daysBetween(day, missedFrom(maand, dag))).toBeLessThanOrEqual(8)
      // Where one month stops waiting the next one has begun or begins.
      expect(countsFrom(nextMonth(maand), dag) >= missedFrom(maand, dag)).toBe(true)
    }),
  )
})

test('a day in the last weekend of a month is its last working day, before or after', () => {
  // 31 August 2026 is a Monday, 31 October 2026 a Saturday.
  expect(deliveryDay('2026-08', 30)).toBe('2026-08-31')
  expect(deliveryDay('2026-08', 31)).toBe('2026-08-31')
  expect(deliveryDay('2026-10', 31)).toBe('2026-10-30')
})
