/** A purpose as the command line takes it. */
import type { z } from 'zod'

/** @throws Error naming the purposes that there are */
export function parseDoel<T extends string>(
  doelen: z.ZodEnum<Readonly<Record<T, T>>>,
  word: string,
): T {
  const parsed = doelen.safeParse(word)
  if (!parsed.success) {
    throw new Error(`--doel ${word} bestaat hier niet: kies uit ${doelen.options.join(', ')}`)
  }
  return parsed.data
}
