/** Finds out which of several claims about hashes is the true one, by the hash that stands over them. Pure. */
import { sameBytes } from '../crypto/hash.ts'

/** Each place's possible hashes, the stored one first. */
export type Options = readonly (readonly Uint8Array[])[]

/** Combinations tried for one hash above: enough for several places at once, few enough to bound a log that is wrong everywhere. */
const MAX_TRIES = 512

/**
 * The one choice for every place that gives `expected`; undefined when none does. The stored hashes are tried first, so a sound
 * log costs one try. SHA-256 vouches for the answer: two different choices cannot both fit.
 */
export function settle(
  options: Options,
  combine: (choice: readonly Uint8Array[]) => Uint8Array,
  expected: Uint8Array,
): readonly Uint8Array[] | undefined {
  const distinct = options.map(withoutDoubles)
  const total = distinct.reduce((product, some) => product * some.length, 1)
  for (let attempt = 0; attempt < Math.min(total, MAX_TRIES); attempt += 1) {
    const choice = choose(distinct, attempt)
    if (sameBytes(combine(choice), expected)) return choice
  }
  return undefined
}

/** Reads `attempt` as a number whose digits pick one hash at each place. */
function choose(options: Options, attempt: number): Uint8Array[] {
  let rest = attempt
  return options.flatMap((some) => {
    const pick = some[rest % some.length]
    rest = Math.floor(rest / some.length)
    return pick === undefined ? [] : [pick]
  })
}

const withoutDoubles = (some: readonly Uint8Array[]): readonly Uint8Array[] =>
  some.filter((hash, i) => some.findIndex((other) => sameBytes(hash, other)) === i)
