import { expect, test } from 'vitest'
import { dayInAmsterdam } from './calendar.ts'

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
