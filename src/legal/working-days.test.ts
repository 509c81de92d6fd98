import { expect, test } from 'vitest'
import { addWorkingDays } from './working-days.ts'

test.each([
  ['an ordinary week', '2026-11-02', 5, '2026-11-09'],
  ['no day at all', '2026-11-07', 0, '2026-11-07'],
  ['a weekend', '2026-11-06', 1, '2026-11-09'],
  ['Good Friday and Easter Monday', '2026-04-02', 1, '2026-04-07'],
  ["the King's day", '2026-04-24', 1, '2026-04-28'],
  ["the King's day a day early, since the 27th is a Sunday", '2025-04-25', 1, '2025-04-28'],
  ['Liberation Day', '2026-05-04', 1, '2026-05-06'],
  ['Ascension Day', '2026-05-13', 1, '2026-05-15'],
  ['Whit Monday', '2026-05-22', 1, '2026-05-26'],
  ['Christmas and New Year', '2026-12-24', 5, '2027-01-04'],
  ['Boxing Day', '2024-12-24', 1, '2024-12-27'],
  ['Easter a century on', '2100-03-25', 1, '2100-03-30'],
  ['Easter two centuries on', '2200-04-03', 1, '2200-04-08'],
  ['Easter a century ago', '1900-04-12', 1, '1900-04-17'],
  ['a leap day', '2024-02-28', 2, '2024-03-01'],
  // Years in which Easter lies as early, and as late, as it almost can.
  ['an early Easter', '2008-03-20', 1, '2008-03-25'],
  ['a late Easter', '2038-04-22', 1, '2038-04-28'],
  ['the exception of the computus', '2049-04-15', 1, '2049-04-20'],
])('passes over %s', (_name, from, count, until) => {
  expect(addWorkingDays(from, count)).toBe(until)
})
