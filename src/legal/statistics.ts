/** Which fields may go into the file for statistics: what its purpose takes, on the day on which the file is made. Pure. */
import type { Dag } from '../model/ids.ts'
import { VELDEN, type Veld } from '../model/veld.ts'
import type { Policies } from './compile.ts'
import { isWithin, windowOf } from './window.ts'

/** Empty where no policy for statistics is in force: then nothing of a person goes. */
export function statisticsFields(
  { documents }: Pick<Policies, 'documents'>,
  dag: Dag,
): ReadonlySet<Veld> {
  for (const file of documents.doelen.values())
    if (file.doel === 'statistiek' && isWithin(windowOf(file), dag))
      return new Set(VELDEN.filter((veld) => file.velden[veld]?.vorm === 'heel'))
  return new Set()
}
