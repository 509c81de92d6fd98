/**
 * How much `tests/faults` does. `npm run test:faults` (`SIGNAALPOORT_TEST_FAULTS=alle`): everything. `.ci/run` (`verplicht`): everything on PostgreSQL, and
 * of the embedded store, which is for trial only, another part each time, so that it stays short.
 */
import { chooseSeed, seededNumbers } from './seeded-numbers.ts'

export const DOES_ALL = process.env['SIGNAALPOORT_TEST_FAULTS'] === 'alle'

/** The seed of this run's part: `SIGNAALPOORT_TEST_SEED` repeats it. */
export const PART_SEED = chooseSeed()

const random = seededNumbers(PART_SEED)

/** Every third, from one of the first three; all of them where everything is done. */
export function everyThird<T>(all: readonly T[]): readonly T[] {
  if (DOES_ALL) return all
  const from = Math.floor(random() * 3)
  return all.filter((_, index) => index % 3 === from)
}
