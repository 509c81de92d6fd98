/** Numbers that look random and are the same for the same seed, so that a failing run can be played again. */

/** Numbers from 0 up to 1 (mulberry32). */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The seed of `SIGNAALPOORT_TEST_SEED`, to repeat a run that failed, or a new one. */
export function chooseSeed(): number {
  const given = process.env['SIGNAALPOORT_TEST_SEED']
  return given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given)
}
