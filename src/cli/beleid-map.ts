/** What the commands of `signaalpoort beleid` have in common: a folder that is loaded, and lines that are said. */
import type { Policies } from '../legal/compile.ts'
import { loadPolicies, PolicyError } from '../legal/load.ts'
import { Dag } from '../model/ids.ts'

export const say = (lines: readonly string[]): void =>
  void process.stdout.write(`${lines.join('\n')}\n`)

/** @throws PolicyError, or Error in one Dutch line when it is no folder of policies */
export const loadFolder = (folder: string): Policies => {
  try {
    return loadPolicies(folder)
  } catch (error) {
    if (error instanceof PolicyError || !isMissing(error)) throw error
    throw new Error(
      `${folder} is geen map met beleid: verwacht worden daarin wet/, doelen/, bewaartermijnen.yaml en klassen.yaml`,
      { cause: error },
    )
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')

/** The day that an option gives. @throws Error naming the option */
export const parseDayOption = (option: string, given: string): Dag => {
  const parsed = Dag.safeParse(given)
  if (!parsed.success) throw new Error(`--${option} is een bestaande dag als 2026-11-23`)
  return parsed.data
}
