/** Working days in the Netherlands: no Saturday, no Sunday, no day of the Algemene termijnenwet art. 3. Pure. */
import type { Dag } from '../model/ids.ts'
import { dayNumber, fromDayNumber } from './calendar.ts'

/** 0 is Sunday; the days are counted from a Wednesday. */
const weekday = (day: number): number => (day + 3) % 7

/** Easter Sunday of the Gregorian calendar, from the golden number and the age of the moon (Meeus). */
const easter = (year: number): number => {
  const golden = year % 19
  const [century, rest] = [Math.floor(year / 100), year % 100]
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * golden + century - Math.floor(century / 4) - moonShift + 15) % 30
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - epact - (rest % 4)) % 7
  const late = Math.floor((golden + 11 * epact + 22 * toSunday) / 451)
  return dayNumber(`${year}-03-22`) + epact + toSunday - 7 * late
}

/** A year here runs from March, as days are counted: Good Friday to Christmas, and the New Year after it. That the King's day is a Saturday when it would be a Sunday makes no difference: neither is a working day. */
const holidaysOf = (year: number): ReadonlySet<number> => {
  const sunday = easter(year)
  return new Set([
    sunday - 2,
    sunday + 1,
    dayNumber(`${year}-04-27`),
    dayNumber(`${year}-05-05`),
    sunday + 39,
    sunday + 50,
    dayNumber(`${year}-12-25`),
    dayNumber(`${year}-12-26`),
    dayNumber(`${year + 1}-01-01`),
  ])
}

/** Computed once a year of the calendar, of which there are few. */
const known = new Map<number, ReadonlySet<number>>()

const DAYS_IN_YEAR = 365.2425

/** Of the year around a day; which one on the first days of March does not matter, since no holiday lies near. */
const holidaysAround = (day: number): ReadonlySet<number> => {
  const year = Math.floor(day / DAYS_IN_YEAR)
  const found = known.get(year) ?? holidaysOf(year)
  known.set(year, found)
  return found
}

const isWorking = (day: number): boolean =>
  ![0, 6].includes(weekday(day)) && !holidaysAround(day).has(day)

/** Whether work is done on `dag`. */
export const isWorkingDay = (dag: Dag): boolean => isWorking(dayNumber(dag))

/** The last of `count` working days after `dag`; `dag` itself when `count` is 0. */
export function addWorkingDays(dag: Dag, count: number): Dag {
  let day = dayNumber(dag)
  for (let left = count; left > 0; ) {
    day += 1
    if (isWorking(day)) left -= 1
  }
  return fromDayNumber(day)
}
