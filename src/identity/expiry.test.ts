import { expect, test } from 'vitest'
import { findWarning } from './expiry.ts'

const END = new Date('2027-01-01T00:00:00Z')
const DAY = 86_400_000
const before = (days: number, past = 0): Date => new Date(END.getTime() - days * DAY - past)

test.each([
  [365, 61, undefined],
  [365, 60, 60],
  [365, 31, 60],
  [365, 30, 30],
  [365, 8, 30],
  [365, 7, 7],
  [365, 0, 7],
  [60, 60, undefined],
  [60, 30, 30],
  [7, 7, undefined],
  [7, 0, undefined],
] as const)('what lives %i days and ends in %i is warned of at %s', (whole, left, days) => {
  expect(findWarning({ notBefore: before(whole), notAfter: END }, before(left))).toBe(days)
})

test('a millisecond before a threshold is before it', () => {
  expect(findWarning({ notBefore: before(365), notAfter: END }, before(60, 1))).toBeUndefined()
})
