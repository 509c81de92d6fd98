/** Working days in the Netherlands: no Saturday, no Sunday, no day of the Algemene termijnenwet art. 3. Pure. */
import type { Dag } from '../model/ids.ts'
import { addDays } from './calendar.ts'

const weekday = (dag: Dag): number => new Date(`${dag}T00:00:00Z`).getUTCDay()

/** Easter Sunday of the Gregorian calendar, from the golden number and the age of the moon (Meeus). */
const easter = (year: number): Dag => {
  const golden = year % 19
  const [century, rest] = [Math.floor(year / 100), year % 100]
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * golden + century - Math.floor(century / 4) - moonShift + 15) % 30
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - epact - (rest % 4)) % 7
  const late = Math.floor((golden + 11 * epact + 22 * toSunday) / 451)
  return addDays(`${year}-03-22`, epact + toSunday - 7 * late)
}

/** New Year, Good Friday, Easter Monday, the King's day (the 26th when the 27th is a Sunday), 5 May, Ascension, Whit Monday, Christmas. */
const holidaysOf = (year: number): ReadonlySet<Dag> => {
  const sunday = easter(year)
  const king = `${year}-04-27`
  return new Set([
    `${year}-01-01`,
    addDays(sunday, -2),
    addDays(sunday, 1),
    weekday(king) === 0 ? `${year}-04-26` : king,
    `${year}-05-05`,
    addDays(sunday, 39),
    addDays(sunday, 50),
    `${year}-12-25`,
    `${year}-12-26`,
  ])
}

/** Computed once a year of the calendar, of which there are few. */
const known = new Map<number, ReadonlySet<Dag>>()

const holidaysIn = (year: number): ReadonlySet<Dag> => {
  const found = known.get(year) ?? holidaysOf(year)
  known.set(year, found)
  return found
}

/** Whether work is done on `dag`. */
export const isWorkingDay = (dag: Dag): boolean =>
  ![0, 6].includes(weekday(dag)) && !holidaysIn(Number(dag.slice(0, 4))).has(dag)

/** The last of `count` working days after `dag`; `dag` itself when `count` is 0. */
export function addWorkingDays(dag: Dag, count: number): Dag {
  let at = dag
  for (let left = count; left > 0; ) {
    at = addDays(at, 1)
    if (isWorkingDay(at)) left -= 1
  }
  return at
}
