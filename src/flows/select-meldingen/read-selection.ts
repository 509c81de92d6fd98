/** A municipality reads a choice of its own: the proposal, or what was decided of it and since undone or added. */
import type { Caller } from '../../model/caller.ts'
import { Problem } from '../../model/problem.ts'
import type { Selectie } from '../../model/selectie.ts'
import { listKeuzeregels } from '../../selection/selectie.store.ts'
import {
  getKeuze,
  recordChoice,
  refuseWhenLogIsBehind,
  type SelectingDeps,
  scopeOf,
  toSelectie,
} from './selecting.ts'

/**
 * The choice `id` with the meldingen that are still there. One event a reading.
 * @throws Problem `niet-gevonden` when it is not there or not this municipality's; `niet-beschikbaar` while the log is behind
 */
export async function readSelection(
  deps: SelectingDeps,
  caller: Caller,
  id: string,
): Promise<Selectie> {
  const [gemeentecode] = caller.gemeenten
  if (gemeentecode === undefined) throw new Problem('rol-niet-toegestaan')
  await refuseWhenLogIsBehind(deps)
  const at = deps.now()
  return deps.db.transaction(scopeOf(gemeentecode), async (tx) => {
    const kop = await getKeuze(tx, gemeentecode, id)
    const regels = await listKeuzeregels(tx, gemeentecode, kop.id)
    const event = { soort: 'selectie-getoond', selectieId: kop.id, aantal: regels.length } as const
    await recordChoice(deps, tx, { caller, gemeentecode, at }, event)
    return toSelectie(gemeentecode, kop, regels)
  })
}

/** What `HEAD` asks: it shows and marks nothing. @throws Problem `niet-gevonden` */
export async function checkSelection(
  { db }: Pick<SelectingDeps, 'db'>,
  caller: Caller,
  id: string,
): Promise<void> {
  const [gemeentecode] = caller.gemeenten
  if (gemeentecode === undefined) throw new Problem('rol-niet-toegestaan')
  await db.transaction(scopeOf(gemeentecode), (tx) => getKeuze(tx, gemeentecode, id))
}
