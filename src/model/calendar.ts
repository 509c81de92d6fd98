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
