/** What the parts of the month share: where it plays, its words, and the one way in which a number is checked. */
import { readError } from '../../client/read-error.ts'
import type { Dag, Gemeentecode } from '../../model/ids.ts'
import type { Desk } from './desk.ts'
import type { MonthWords } from './month-words.ts'
import type { Narrator } from './narrator.ts'

/** The municipality, the body that acts for it, and the employee who decides: by their folders and by its own reference. */
export const GEMEENTE = 'nijmegen'
export const ORGAAN = 'rijnoever'
export const MEDEWERKER = 'mw-17'

export type MonthStage = {
  readonly narrator: Narrator
  readonly words: MonthWords
  readonly desk: Desk
  readonly certsFolder: string
  readonly gemeentecode: Gemeentecode
  readonly dag: Dag
}

/** Says so when what was found is not what must be. */
export function expectThat(
  { narrator, words }: Pick<MonthStage, 'narrator' | 'words'>,
  what: string,
  found: number | string,
  expected: number | string,
): void {
  if (found !== expected) narrator.fault(words.wrong(what, expected, found))
}

/** The answer, or the refusal as an error in one line. */
export function answered<T>({ data, error }: { data?: T; error?: unknown }): T {
  if (data === undefined) throw new Error(readError(error))
  return data
}
