/** How long the coded rows of a melding stay after its result. Pure. */
import type { Dag } from '../model/ids.ts'
import type { Uitkomstgroep } from '../model/terugkoppeling.ts'
import { addTermijn } from './calendar.ts'
import { dueDate, type Policies } from './compile.ts'
import type { OwnTerms } from './own-terms.ts'

/** The category of the rows after a result of this group; undefined where nobody was approached: then they end as if there were none. */
export function rowCategory(groep: Uitkomstgroep): string | undefined {
  if (groep === 'niet-opgepakt') return undefined
  return groep === 'hulp-aanvaard' ? 'gecodeerdHulp' : 'gecodeerdAfgesloten'
}

/** The day on which rows of `categorie` end that had their result on `vanaf`. */
export function rowDue(policies: Policies, own: OwnTerms, categorie: string, vanaf: Dag): Dag {
  const term = own.get(categorie)
  return term === undefined ? dueDate(policies, categorie, vanaf) : addTermijn(vanaf, term)
}
