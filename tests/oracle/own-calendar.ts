/** Months and working days for the comparison: written from the law's own list, with a table where `src/` calculates. */

/** Easter Sundays, as the calendar gives them. */
const EASTER = [
  '2020-04-12',
  '2021-04-04',
  '2022-04-17',
  '2023-04-09',
  '2024-03-31',
  '2025-04-20',
  '2026-04-05',
  '2027-03-28',
  '2028-04-16',
  '2029-04-01',
  '2030-04-21',
  '2031-04-13',
  '2032-03-28',
  '2033-04-17',
  '2034-04-09',
  '2035-03-25',
]

const DAY = 86_400_000
const FIRST = Date.UTC(2020, 0, 1) / DAY
const LAST = Date.UTC(2036, 0, 1) / DAY

const holidays = (): ReadonlySet<number> => {
  const days = new Set<number>()
  for (const sunday of EASTER) {
    const easter = Date.parse(`${sunday}T00:00:00Z`) / DAY
    const year = Number(sunday.slice(0, 4))
    // Good Friday, Easter Monday, Ascension Day, Whit Monday.
    for (const after of [-2, 1, 39, 50]) days.add(easter + after)
    for (const [month, day] of [
      [1, 1],
      [5, 5],
      [12, 25],
      [12, 26],
    ] as const)
      days.add(Date.UTC(year, month - 1, day) / DAY)
    const king = new Date(Date.UTC(year, 3, 27))
    days.add(king.getTime() / DAY - (king.getUTCDay() === 0 ? 1 : 0))
  }
  return days
}

/** By day: how many working days there were since 2020-01-01, that day included. */
const WORKED = ((): readonly number[] => {
  const free = holidays()
  const counts: number[] = []
  let count = 0
  for (let day = FIRST; day < LAST; day += 1) {
    // 1970-01-01 was a Thursday.
    const weekday = (day + 4) % 7
    if (weekday !== 0 && weekday !== 6 && !free.has(day)) count += 1
    counts.push(count)
  }
  return counts
})()

/**
 * How many working days there are after day number `from`, up to and including `until`; negative when `until` is the earlier.
 * @throws Error outside the years of the table
 */
export function workingDaysBetween(from: number, until: number): number {
  const [before, after] = [WORKED[from - FIRST], WORKED[until - FIRST]]
  if (before === undefined || after === undefined) throw new Error('the table ends before this day')
  return after - before
}

/** The month of a day counted from the year 0, the day in it, and how many days it has. */
export function monthOf(dag: string): {
  readonly month: number
  readonly day: number
  readonly length: number
} {
  const [year = 0, month = 0, day = 0] = dag.split('-').map(Number)
  return { month: year * 12 + month, day, length: new Date(Date.UTC(year, month, 0)).getUTCDate() }
}
