/** The window in which signals are compared: the month of receipt and the six before. Months are `YYYY-MM`, in Amsterdam. Pure. */
import { dayInAmsterdam } from '../model/calendar.ts'

/** An earlier signal counts for six months (Divosa, monitor vroegsignalering: opeenvolgend). */
const MONTHS_BEFORE = 6

/** The month of an instant. */
export const monthOf = (at: Date): string => dayInAmsterdam(at).slice(0, 7)

/** The month `count` months before one. */
function monthBefore(month: string, count: number): string {
  const first = new Date(`${month}-01T00:00:00Z`)
  first.setUTCMonth(first.getUTCMonth() - count)
  return first.toISOString().slice(0, 7)
}

/** The months whose keys live in `month`, oldest first, `month` itself last. */
export function liveMonths(month: string): readonly string[] {
  return Array.from({ length: MONTHS_BEFORE + 1 }, (_, i) => monthBefore(month, MONTHS_BEFORE - i))
}

/** The oldest month whose key lives at `at`: a key of before has left the window. */
export function windowStart(at: Date): string {
  return monthBefore(monthOf(at), MONTHS_BEFORE)
}
