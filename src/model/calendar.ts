/** Calendar days of the Netherlands: the one time zone of law and terms. */
import type { Dag } from './ids.ts'

// Swedish writes a date as YYYY-MM-DD.
const FORMAT = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Amsterdam',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** The calendar day in Europe/Amsterdam at an instant; just after midnight in summer UTC is still on the day before. */
export function dayInAmsterdam(instant: Date): Dag {
  return FORMAT.format(instant)
}

const HOUR_MS = 3_600_000

/** The instant at which a calendar day begins in Europe/Amsterdam: one or two hours before it does in UTC. */
export function startOfDayInAmsterdam(dag: Dag): Date {
  const utc = Date.parse(`${dag}T00:00:00Z`)
  const summer = new Date(utc - 2 * HOUR_MS)
  return dayInAmsterdam(summer) === dag ? summer : new Date(utc - HOUR_MS)
}

/** When the month of an instant closes, for every municipality alike: the first day of the next month begins in Europe/Amsterdam. */
export function closingOf(instant: Date): Date {
  const [year = 0, month = 0] = dayInAmsterdam(instant).split('-').map(Number)
  const next =
    month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`
  return startOfDayInAmsterdam(next)
}
