import { expect, test } from 'vitest'
import { liveMonths, monthOf, windowStart } from './month-window.ts'

test('keys of a month and the six before live, over the turn of the year too', () => {
  expect(liveMonths('2027-02')).toEqual([
    '2026-08',
    '2026-09',
    '2026-10',
    '2026-11',
    '2026-12',
    '2027-01',
    '2027-02',
  ])
})

test('a month begins at midnight in Amsterdam', () => {
  expect(monthOf(new Date('2026-10-31T22:59:59Z'))).toBe('2026-10')
  expect(monthOf(new Date('2026-10-31T23:00:00Z'))).toBe('2026-11')
  expect(windowStart(new Date('2026-10-31T23:00:00Z'))).toBe('2026-05')
})
