/** Arithmetic on calendar days and terms; pure, without a clock or a time zone. */
import type { Dag } from '../model/ids.ts'

const DAY_MS = 86_400_000

const parts = (dag: Dag): readonly [year: number, month: number, day: number] => [
  Number(dag.slice(0, 4)),
  Number(dag.slice(5, 7)),
  Number(dag.slice(8, 10)),
]

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

const daysInMonth = (year: number, month: number): number => {
  if (month === 2) return isLeap(year) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

const format = (year: number, month: number, day: number): Dag =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

const dayNumber = (dag: Dag): number => {
  const [year, month, day] = parts(dag)
  return Math.round(Date.UTC(year, month - 1, day) / DAY_MS)
}

/** The same day of the month, `months` later; the last day of the month where that day does not exist (31 January + 1 = 28 February). */
export function addMonths(dag: Dag, months: number): Dag {
  const [year, month, day] = parts(dag)
  const total = year * 12 + (month - 1) + months
  const [newYear, newMonth] = [Math.floor(total / 12), (((total % 12) + 12) % 12) + 1]
  return format(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)))
}

/** The day `days` later (or earlier, when negative). */
export function addDays(dag: Dag, days: number): Dag {
  return new Date((dayNumber(dag) + days) * DAY_MS).toISOString().slice(0, 10)
}

/** How many days `until` lies after `from`; negative when before. */
export function daysBetween(from: Dag, until: Dag): number {
  return dayNumber(until) - dayNumber(from)
}

/** A term: months first, days after them. */
export type Termijn = { readonly maanden: number; readonly dagen: number }

/** ISO 8601 durations that we use: years, months, days. */
export const DUUR = /^P(?=\d)(?:(\d{1,2})Y)?(?:(\d{1,3})M)?(?:(\d{1,4})D)?$/

/**
 * Reads a duration such as `P6M`, `P5Y`, `P14D`.
 * @throws Error when it does not match `DUUR`, which the schema of the policy files has checked
 */
export function parseTermijn(duur: string): Termijn {
  const found = DUUR.exec(duur)
  if (found === null) throw new Error('duration outside its schema')
  const [, years = '0', months = '0', days = '0'] = found
  return { maanden: Number(years) * 12 + Number(months), dagen: Number(days) }
}

/** The first day on which what began on `dag` may no longer be there. */
export function addTermijn(dag: Dag, termijn: Termijn): Dag {
  const month = addMonths(dag, termijn.maanden)
  return termijn.dagen === 0 ? month : addDays(month, termijn.dagen)
}
