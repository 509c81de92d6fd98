/** A municipality reads its work list: who waits to be chosen, without name, address or amount. */
import { appendEvent } from '../../audit/audit.store.ts'
import { formatCursor, parseCursor } from '../../delivery/cursor.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import { actorOf, type Caller } from '../../model/caller.ts'
import { Problem } from '../../model/problem.ts'
import type { Werkvoorraadfilters, Werkvoorraadregel } from '../../model/werkvoorraad.ts'
import type { Lijstregel } from '../../selection/candidates.ts'
import { filterList } from '../../selection/filter.ts'
import { markShown } from '../../selection/werkvoorraad.store.ts'
import { readWorkList, refuseWhenLogIsBehind, type SelectingDeps, scopeOf } from './selecting.ts'

export type WorkListQuery = {
  readonly filters: Werkvoorraadfilters
  readonly cursor?: string
  readonly limiet: number
}

export type WorkListPage = {
  readonly werkvoorraad: Werkvoorraadregel[]
  readonly totaal: number
  readonly volgende?: string
}

/**
 * A page by id; what waits gets its melding first. Everything that is there counts as shown from now on, whatever was asked, so that a
 * sender learns of the list and of nobody in it. One event a reading.
 * @throws Problem `rol-niet-toegestaan`, `verzoek-onjuist` (cursor), `niet-beschikbaar` while the log is behind
 */
export async function showWorkList(
  deps: SelectingDeps,
  caller: Caller,
  { filters, cursor, limiet }: WorkListQuery,
): Promise<WorkListPage> {
  const [gemeentecode] = caller.gemeenten
  if (gemeentecode === undefined) throw new Problem('rol-niet-toegestaan')
  const from = cursor === undefined ? undefined : parseCursor(cursor)
  await refuseWhenLogIsBehind(deps)
  await deps.group([gemeentecode])
  const at = deps.now()
  return deps.db.transaction(scopeOf(gemeentecode), async (tx) => {
    await markShown(tx, gemeentecode, at)
    const all = await readWorkList(deps.policies(), tx, gemeentecode, dayInAmsterdam(at))
    const asked = filterList(all, filters)
    const rest = from === undefined ? asked : asked.filter(({ id }) => id > from.id)
    const page = rest.slice(0, limiet)
    const last = rest.length > limiet ? page.at(-1) : undefined
    const { oin, namens } = caller
    await appendEvent(
      tx,
      { at, random: deps.random },
      {
        soort: 'werkvoorraad-getoond',
        actor: actorOf(caller),
        gemeentecode,
        filters: Object.keys(filters).toSorted(),
        aantal: page.length,
      },
      { oin, namens, gemeentecode },
    )
    return {
      werkvoorraad: page.map((one) => toRegel(one, at)),
      totaal: asked.length,
      ...(last === undefined ? {} : { volgende: formatCursor({ gemeentecode, id: last.id }) }),
    }
  })
}

const toRegel = (one: Lijstregel, at: Date): Werkvoorraadregel => ({
  id: one.id,
  soort: one.soort,
  signaaltypen: [...one.soorten],
  ...(one.bedragklasse === undefined ? {} : { bedragklasse: one.bedragklasse }),
  ...(one.leeftijdsklasse === undefined ? {} : { leeftijdsklasse: one.leeftijdsklasse }),
  ...(one.wijk === undefined ? {} : { wijk: one.wijk }),
  ...(one.crisis ? { crisis: true as const } : {}),
  uitgesteld: one.uitgesteld,
  beschikbaarTijdstip: (one.beschikbaar ?? at).toISOString(),
})
