/** Months as the monitor counts them: a signal belongs to the month of its first version, by the calendar of Amsterdam. Pure. */
import { dayInAmsterdam, startOfDayInAmsterdam } from '../model/calendar.ts'

/** A month that can be counted: `YYYY-MM`. */
export type Maand = string

/** The month after one. */
function monthAfter(maand: Maand): Maand {
  const first = new Date(`${maand}-01T00:00:00Z`)
  first.setUTCMonth(first.getUTCMonth() + 1)
  return first.toISOString().slice(0, 7)
}

/** Whether the month has closed at `at`: the first day of the next month has begun in Amsterdam. */
export function isClosed(maand: Maand, at: Date): boolean {
  return maand < dayInAmsterdam(at).slice(0, 7)
}

/** The last month that has closed at `at`. */
export function lastClosed(at: Date): Maand {
  const first = new Date(`${dayInAmsterdam(at).slice(0, 7)}-01T00:00:00Z`)
  first.setUTCMonth(first.getUTCMonth() - 1)
  return first.toISOString().slice(0, 7)
}

const lowest = (at: Date): string => {
  const hex = at.getTime().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

/** The ids of the signals of a month, which are UUIDv7: from the first, to below the second. A correction keeps its id, and so its month. */
export function idsOfMonth(maand: Maand): readonly [from: string, below: string] {
  return [
    lowest(startOfDayInAmsterdam(`${maand}-01`)),
    lowest(startOfDayInAmsterdam(`${monthAfter(maand)}-01`)),
  ]
}

/** The month of a signal, of its id alone. */
export function monthOfSignal(id: string): Maand {
  const at = new Date(Number.parseInt(id.slice(0, 13).replace('-', ''), 16))
  return dayInAmsterdam(at).slice(0, 7)
}
