/** A VLP reads what municipalities told it of its own signals, with how to reach them. */
import type { Db } from '../../db/transaction.ts'
import { readFeedback } from '../../feedback/feed.store.ts'
import { findCollegeContacten } from '../../identity/deelnemerkaart.store.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { Caller } from '../../model/caller.ts'
import type { Now } from '../../model/ports.ts'
import { Problem } from '../../model/problem.ts'
import type { Terugkoppeling } from '../../model/terugkoppelregel.ts'

/** `sinds`: what to ask with next time. `meer`: more is waiting already. */
export type Terugkoppelpagina = {
  readonly terugkoppelingen: readonly Terugkoppeling[]
  readonly sinds?: string
  readonly meer: boolean
}

/**
 * The lines after `sinds` (from the oldest that is kept, without it), at most `limiet`.
 * @throws Problem `verzoek-onjuist` when `sinds` was never given out
 */
export async function readOwnFeedback(
  deps: { readonly db: Db; readonly now: Now },
  { namens: oin }: Caller,
  query: { readonly sinds?: string; readonly limiet: number },
): Promise<Terugkoppelpagina> {
  const from = query.sinds === undefined ? 0 : parseSinds(query.sinds)
  const found = await deps.db.transaction({ role: 'gw_aanlevering', oin }, (tx) =>
    readFeedback(tx, oin, from, query.limiet + 1),
  )
  const page = found.slice(0, query.limiet)
  const codes = [...new Set(page.map(({ gemeentecode }) => gemeentecode))]
  const today = dayInAmsterdam(deps.now())
  const contacten = await deps.db.transaction({ role: 'gw_deelnemer', oin }, (tx) =>
    findCollegeContacten(tx, codes, today),
  )
  const sinds = page.at(-1)?.volgnummer ?? from
  return {
    terugkoppelingen: page.map((line) => {
      const contact = contacten.get(line.gemeentecode)
      return { ...line, ...(contact === undefined ? {} : { contact }) }
    }),
    ...(sinds === 0 ? {} : { sinds: String(sinds) }),
    meer: found.length > page.length,
  }
}

function parseSinds(sinds: string): number {
  if (/^[1-9]\d{0,14}$/.test(sinds)) return Number(sinds)
  const detail = 'Neem sinds ongewijzigd over uit het vorige antwoord.'
  throw new Problem('verzoek-onjuist', {
    errors: [{ pointer: '/sinds', code: 'onjuist', detail }],
  })
}
