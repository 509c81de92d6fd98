/** A party searches its own events, and the search is an event itself. */
import { appendEvent } from '../audit/audit.store.ts'
import { searchEvents as findEvents } from '../audit/search.store.ts'
import { formatZoekcursor, parseZoekcursor } from '../audit/search-cursor.ts'
import type { Db } from '../db/transaction.ts'
import type { AuditEvent } from '../model/audit-event.ts'
import { type Auditgebeurtenis, type Auditzoekvraag, filtersOf } from '../model/auditgebeurtenis.ts'
import { actorOf, type Caller } from '../model/caller.ts'
import type { Now, RandomBytes } from '../model/ports.ts'

export type SearchEventsDeps = { readonly db: Db; readonly now: Now; readonly random: RandomBytes }

/** Newest first; `volgende` is the cursor of the older ones and absent on the last page. */
export type Auditpagina = {
  readonly auditgebeurtenissen: readonly Auditgebeurtenis[]
  readonly volgende?: string
}

/**
 * A page of the caller's own events. The event of the search commits with it, before the answer; it is not in this page.
 * @throws Problem `verzoek-onjuist` for a cursor that no page gave
 */
export async function searchEvents(
  deps: SearchEventsDeps,
  caller: Caller,
  vraag: Auditzoekvraag,
  page: { readonly limiet: number; readonly cursor?: string },
): Promise<Auditpagina> {
  const { oin, namens, gemeenten } = caller
  const { limiet, cursor } = page
  const vanaf = cursor === undefined ? {} : { vanaf: parseZoekcursor(cursor) }
  return deps.db.transaction({ role: 'gw_toezicht', oin: namens, gemeenten }, async (tx) => {
    // One more than asked tells whether there is a next page.
    const eigenaar = { oin: namens, gemeenten }
    const found = await findEvents(tx, eigenaar, vraag, { limiet: limiet + 1, ...vanaf })
    const auditgebeurtenissen = found.slice(0, limiet)
    const event = searchOf(caller, vraag, auditgebeurtenissen.length)
    await appendEvent(tx, { at: deps.now(), random: deps.random }, event, { oin, namens })
    const last = auditgebeurtenissen.at(-1)
    if (found.length <= limiet || last === undefined) return { auditgebeurtenissen }
    const volgende = formatZoekcursor({ tijdstip: new Date(last.tijdstip), id: last.id })
    return { auditgebeurtenissen, volgende }
  })
}

function searchOf(caller: Caller, vraag: Auditzoekvraag, aantal: number): AuditEvent {
  const { vanafTijdstip, totTijdstip } = vraag
  return {
    soort: 'auditgebeurtenissen-gezocht',
    actor: actorOf(caller),
    filters: [...filtersOf(vraag)],
    ...(vanafTijdstip !== undefined && { vanafTijdstip }),
    ...(totTijdstip !== undefined && { totTijdstip }),
    aantal,
  }
}
