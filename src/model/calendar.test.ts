import { expect, test } from 'vitest'
import { closingOf, dayInAmsterdam, startOfDayInAmsterdam } from './calendar.ts'

test.each([
  ['2026-11-03T22:59:59Z', '2026-11-03'],
  ['2026-11-03T23:00:00Z', '2026-11-04'],
  ['2026-07-01T21:59:59Z', '2026-07-01'],
  ['2026-07-01T22:00:00Z', '2026-07-02'],
  ['2026-03-29T00:59:59Z', '2026-03-29'],
  ['2026-12-31T23:00:00Z', '2027-01-01'],
])('the day in Amsterdam at %s is %s', (instant, day) => {
  expect(dayInAmsterdam(new Date(instant))).toBe(day)
})

test.each([
  ['2026-11-03', '2026-11-02T23:00:00.000Z'],
  ['2026-07-01', '2026-06-30T22:00:00.000Z'],
  ['2026-03-29', '2026-03-28T23:00:00.000Z'],
  ['2026-03-30', '2026-03-29T22:00:00.000Z'],
  ['2026-10-25', '2026-10-24T22:00:00.000Z'],
  ['2026-10-26', '2026-10-25T23:00:00.000Z'],
])('%s begins at %s, also around a change of the clock', (dag, instant) => {
  const begin = startOfDayInAmsterdam(dag)
  expect(begin.toISOString()).toBe(instant)
  expect(dayInAmsterdam(begin)).toBe(dag)
  expect(dayInAmsterdam(new Date(begin.getTime() - 1)) < dag).toBe(true)
})

test.each([
  ['2026-11-03T09:00:00Z', '2026-11-30T23:00:00.000Z'],
  ['2026-11-30T22:59:59Z', '2026-11-30T23:00:00.000Z'],
  ['2026-11-30T23:00:00Z', '2026-12-31T23:00:00.000Z'],
  ['2026-06-30T22:30:00Z', '2026-07-31T22:00:00.000Z'],
])('a month closes when the next begins in Amsterdam: %s', (instant, closing) => {
  expect(closingOf(new Date(instant)).toISOString()).toBe(closing)
})
