/** A municipality reads what became of its signals: withdrawn, corrected, expired. Ids, kinds and reasons; no data of a person. */
import type { Db } from '../db/transaction.ts'
import { readFeed } from '../delivery/feed.store.ts'
import { formatLeesstand, parseLeesstand } from '../delivery/reading-place.ts'
import type { Caller } from '../model/caller.ts'
import type { Gemeentegebeurtenis } from '../model/gemeentegebeurtenis.ts'

/** `sinds`: what to ask with next time. `meer`: more is waiting already. */
export type Feedpagina = {
  readonly gebeurtenissen: readonly Gemeentegebeurtenis[]
  readonly sinds?: string
  readonly meer: boolean
}

/**
 * The lines after `sinds` (from the oldest that is kept, without it), at most `limiet`.
 * @throws Problem `verzoek-onjuist` when `sinds` was never given out
 */
export async function readMunicipalityFeed(
  deps: { readonly db: Db },
  { namens, gemeenten }: Caller,
  query: { readonly sinds?: string; readonly limiet: number },
): Promise<Feedpagina> {
  const from = query.sinds === undefined ? undefined : parseLeesstand(query.sinds)
  const found = await deps.db.transaction({ role: 'gw_aflevering', oin: namens, gemeenten }, (tx) =>
    readFeed(tx, gemeenten, from ?? new Map(), query.limiet + 1),
  )
  const page = found.slice(0, query.limiet)
  const stand = new Map(from)
  for (const { gemeentecode, volgnummer } of page) stand.set(gemeentecode, volgnummer)
  return {
    gebeurtenissen: page.map(({ gebeurtenis }) => gebeurtenis),
    ...(stand.size === 0 ? {} : { sinds: formatLeesstand(stand) }),
    meer: found.length > page.length,
  }
}
