/** A named employee refills a decided choice: for each that was chosen and fell out, the next in the same order that still waits. */
import type { Tx } from '../../db/database.ts'
import type { Deed } from '../../identity/municipal-deed.ts'
import type { Caller } from '../../model/caller.ts'
import type { SignaalId } from '../../model/ids.ts'
import { Problem } from '../../model/problem.ts'
import type { Selectie } from '../../model/selectie.ts'
import { listStillChosen, setGekozen } from '../../selection/keuze-vervolg.store.ts'
import { refill } from '../../selection/refill.ts'
import { type Keuzekop, type Keuzeregel, listKeuzeregels } from '../../selection/selectie.store.ts'
import { stepMeldingen } from '../../selection/werkvoorraad.store.ts'
import {
  actOnChoices,
  countsOf,
  getDecided,
  readWorkList,
  recordChoice,
  type SelectingDeps,
  stepFrom,
  toSelectie,
} from './selecting.ts'

/**
 * Refills choice `id` within its own limits. Without a limit, or with nobody who fell out, it adds nobody. May be repeated.
 * @throws Problem `persoon-vereist`; `niet-gevonden`; `selectie-niet-vastgesteld`; `voorstel-verouderd` when somebody acted on one of them
 *         meanwhile
 */
export async function refillSelection(
  deps: SelectingDeps,
  caller: Caller,
  id: string,
): Promise<Selectie> {
  return actOnChoices(deps, caller, async (tx, deed) => {
    const { gemeentecode } = deed
    const kop = await getDecided(tx, gemeentecode, id)
    const before = await listKeuzeregels(tx, gemeentecode, kop.id)
    const added = await choose(deps, tx, deed, kop, before)
    await setGekozen(tx, gemeentecode, kop.id, added, { gekozen: true, reden: null })
    const regels = await listKeuzeregels(tx, gemeentecode, kop.id)
    await recordChoice(deps, tx, deed, {
      soort: 'selectie-aangevuld',
      selectieId: kop.id,
      toegevoegd: added.length,
      aantallen: countsOf(regels),
    })
    return toSelectie(gemeentecode, kop, regels)
  })
}

async function choose(
  deps: SelectingDeps,
  tx: Tx,
  { gemeentecode, dag, at }: Deed,
  { id, rest, grenzen }: Keuzekop,
  regels: readonly Keuzeregel[],
): Promise<readonly SignaalId[]> {
  const still = new Set(await listStillChosen(tx, gemeentecode, id, dag))
  const list = await readWorkList(deps.policies(), tx, gemeentecode, dag)
  const waiting = new Set(list.map((one) => one.id))
  // Those that were to get a letter wait no more, and are chosen in full all the same.
  const lettered = rest === 'brief' ? await listStillChosen(tx, gemeentecode, id, dag, 'licht') : []
  for (const one of lettered) waiting.add(one)
  const added = refill(regels, grenzen, { still, waiting })
  const letters = added.filter((one) => lettered.includes(one))
  await stepMeldingen(tx, gemeentecode, letters, {
    ...stepFrom('geselecteerd', 'terugdraaien'),
    onder: id,
    uitgesteld: 0,
  })
  const done = await stepMeldingen(tx, gemeentecode, added, {
    ...stepFrom('werkvoorraad', 'selecteren'),
    geselecteerd: { selectieId: id, at, aanbod: 'volledig' },
    uitgesteld: rest === 'uitstellen' || rest === 'retour' ? -1 : 0,
  })
  if (done.length !== added.length) throw new Problem('voorstel-verouderd')
  return added
}
