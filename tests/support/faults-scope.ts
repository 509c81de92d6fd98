/**
 * How much `tests/faults` does. `npm run test:faults` (`SIGNAALPOORT_TEST_FAULTS=alle`): everything, before a release and after a change of what it tries.
 * `.ci/run` (`verplicht`): another part each time, so that it stays short; of the embedded store, which is for trial only, less than of PostgreSQL.
 */
import { chooseSeed, seededNumbers } from './seeded-numbers.ts'

export const DOES_ALL = process.env['SIGNAALPOORT_TEST_FAULTS'] === 'alle'

/** The seed of this run's part: `SIGNAALPOORT_TEST_SEED` repeats it. */
export const PART_SEED = chooseSeed()

/** Whether the walk along the crash points is made on this store: on both where everything is done, else on the embedded one in one run of three. */
export const isTurnOf = (store: 'embedded' | 'server'): boolean =>
  DOES_ALL || (PART_SEED % 3 === 0) === (store === 'embedded')

/** Gives each `step`th of a list, from one of its first `step`; all of them where everything is done. The same for the same seed. */
export function partOf(step: number): <T>(all: readonly T[]) => readonly T[] {
  const random = seededNumbers(PART_SEED)
  return (all) => {
    if (DOES_ALL) return all
    const from = Math.floor(random() * step)
    return all.filter((_, index) => index % step === from)
  }
}
