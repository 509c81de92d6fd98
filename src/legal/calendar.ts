/** Arithmetic on calendar days and terms; pure, without a clock or a time zone. */
import type { Dag } from '../model/ids.ts'

/** The number that `length` digits from `at` on write. */
const digits = (dag: Dag, at: number, length: number): number => {
  let value = 0
  for (let index = at; index < at + length; index += 1)
    value = value * 10 + dag.charCodeAt(index) - 48
  return value
}

const parts = (dag: Dag): readonly [year: number, month: number, day: number] => [
  digits(dag, 0, 4),
  digits(dag, 5, 2),
  digits(dag, 8, 2),
]

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

const daysInMonth = (year: number, month: number): number => {
  if (month === 2) return isLeap(year) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`)

const format = (year: number, month: number, day: number): Dag =>
  `${year < 1000 ? String(year).padStart(4, '0') : year}-${two(month)}-${two(day)}`

/** Days before each month of a year that begins in March, so that a leap day is its last. */
const BEFORE_MONTH = [0, 31, 61, 92, 122, 153, 184, 214, 245, 275, 306, 337]
const YEARS_400 = 146_097

/** Days since 1 March of the year 0, a Wednesday; whole numbers only, since every decision counts days. */
export function dayNumber(dag: Dag): number {
  const [year, month, day] = parts(dag)
  const from = month > 2 ? year : year - 1
  const leaps = Math.floor(from / 4) - Math.floor(from / 100) + Math.floor(from / 400)
  return from * 365 + leaps + (BEFORE_MONTH[(month + 9) % 12] ?? 0) + day - 1
}

/** The day of a number of `dayNumber`. */
export function fromDayNumber(days: number): Dag {
  const era = Math.floor(days / YEARS_400)
  const inEra = days - era * YEARS_400
  const rest = inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524)
  const year = Math.floor((rest - Math.floor(inEra / (YEARS_400 - 1))) / 365)
  const inYear = inEra - (year * 365 + Math.floor(year / 4) - Math.floor(year / 100))
  const month = Math.floor((5 * inYear + 2) / 153)
  const day = inYear - (BEFORE_MONTH[month] ?? 0) + 1
  return format(era * 400 + year + (month > 9 ? 1 : 0), month > 9 ? month - 9 : month + 3, day)
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
  return fromDayNumber(dayNumber(dag) + Math.trunc(days))
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
  const [, years = 0, months = 0, days = 0] = found
  return { maanden: Number(years) * 12 + Number(months), dagen: Number(days) }
}

/** The first day on which what began on `dag` may no longer be there. */
export function addTermijn(dag: Dag, termijn: Termijn): Dag {
  const month = addMonths(dag, termijn.maanden)
  return termijn.dagen === 0 ? month : addDays(month, termijn.dagen)
}
