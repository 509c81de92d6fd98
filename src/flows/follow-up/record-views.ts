/** A case system tells who looked at which melding, why and when: an event each, once, however often it is sent. */
import { findOwnMeldingen, insertRaadplegingen } from '../../followup/raadpleging.store.ts'
import type { Caller } from '../../model/caller.ts'
import { Problem } from '../../model/problem.ts'
import type { Raadpleging } from '../../model/raadpleging.ts'
import { type FollowUpDeps, recordDeeds, scopeOf } from './follow-up.ts'

/** A clock of another machine may be so far ahead. */
const AHEAD_MS = 5 * 60_000

/**
 * Records all of these views or none.
 * @returns how many were new
 * @throws Problem `niet-gevonden` when a melding is not there or not this municipality's; `verzoek-onjuist` for a view of the future;
 *         `rol-niet-toegestaan`
 */
export async function recordViews(
  deps: Pick<FollowUpDeps, 'db' | 'now' | 'random'>,
  caller: Caller,
  list: readonly Raadpleging[],
): Promise<number> {
  const [gemeentecode] = caller.gemeenten
  if (gemeentecode === undefined) throw new Problem('rol-niet-toegestaan')
  const at = deps.now()
  checkMoments(list, at)
  return deps.db.transaction(scopeOf(gemeentecode), async (tx) => {
    const ids = [...new Set(list.map(({ meldingId }) => meldingId))]
    const own = await findOwnMeldingen(tx, gemeentecode, ids)
    if (own.size < ids.length) throw new Problem('niet-gevonden')
    const fresh = await insertRaadplegingen(tx, gemeentecode, list)
    const views = [...new Map(list.map((one) => [one.id, one])).values()].filter(({ id }) =>
      fresh.has(id),
    )
    await recordDeeds(
      deps,
      tx,
      { caller, gemeentecode, at },
      views.map(({ meldingId, medewerker, reden, tijdstip }) => {
        const event = { soort: 'melding-geraadpleegd', meldingId, reden } as const
        return { ...event, geraadpleegdDoor: medewerker, geraadpleegdTijdstip: tijdstip }
      }),
    )
    return views.length
  })
}

function checkMoments(list: readonly Raadpleging[], at: Date): void {
  const errors = list.flatMap(({ tijdstip }, i) => {
    const detail = 'Dit tijdstip moet nog komen.'
    return Date.parse(tijdstip) <= at.getTime() + AHEAD_MS
      ? []
      : [{ pointer: `/raadplegingen/${i}/tijdstip`, code: 'buiten-bereik', detail }]
  })
  if (errors.length > 0) throw new Problem('verzoek-onjuist', { errors })
}
