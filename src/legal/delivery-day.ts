/** On which day of a month a list is agreed to be there, from when on it is missed, and what counts for that month. Pure. */

import type { Dag } from '../model/ids.ts'
import type { Maand } from '../model/leverafspraak.ts'
import { addDays, addMonths } from './calendar.ts'
import { addWorkingDays, isWorkingDay } from './working-days.ts'

/** So many working days a list may be late before anybody is told. */
const GRACE_WORKING_DAYS = 1

export const monthOf = (dag: Dag): Maand => dag.slice(0, 7)

export const nextMonth = (maand: Maand): Maand => monthOf(addMonths(`${maand}-01`, 1))

/**
 * The agreed day of a month: `dag`, or the last of a month that does not have it. On a day on which nobody works it is the next working day, but never in
 * another month: then the last working day before it.
 */
export function deliveryDay(maand: Maand, dag: number): Dag {
  const last = addDays(addMonths(`${maand}-01`, 1), -1)
  const asked = `${maand}-${String(dag).padStart(2, '0')}`
  const nominal = asked < last ? asked : last
  let day = nominal
  while (day <= last && !isWorkingDay(day)) day = addDays(day, 1)
  if (day <= last) return day
  day = nominal
  while (!isWorkingDay(day)) day = addDays(day, -1)
  return day
}

/** The first day on which a list of `maand` that is not there is missed. */
export const missedFrom = (maand: Maand, dag: number): Dag =>
  addDays(addWorkingDays(deliveryDay(maand, dag), GRACE_WORKING_DAYS), 1)

/** The first day of which a delivery counts for `maand`: the first of the month, or later where the days before it still counted for the month before. */
export function countsFrom(maand: Maand, dag: number): Dag {
  const first = `${maand}-01`
  const before = missedFrom(monthOf(addMonths(first, -1)), dag)
  return before > first ? before : first
}

/** The first month of which a list is asked: the one in which its day does not lie before `vanaf`. */
export function firstMonth(vanaf: Dag, dag: number): Maand {
  const maand = monthOf(vanaf)
  return deliveryDay(maand, dag) < vanaf ? nextMonth(maand) : maand
}
