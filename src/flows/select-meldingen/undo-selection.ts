/** A named employee undoes a decision: who was chosen and not yet collected waits again, and who was postponed is so no more. */
import type { Tx } from '../../db/database.ts'
import type { Caller } from '../../model/caller.ts'
import type { Gemeentecode, SignaalId } from '../../model/ids.ts'
import type { Selectie } from '../../model/selectie.ts'
import { setGekozen, undoKeuze } from '../../selection/keuze-vervolg.store.ts'
import { type Keuzekop, type Keuzeregel, listKeuzeregels } from '../../selection/selectie.store.ts'
import { stepMeldingen } from '../../selection/werkvoorraad.store.ts'
import {
  actOnChoices,
  countsOf,
  getDecided,
  getKeuze,
  recordChoice,
  type SelectingDeps,
  stepFrom,
  toSelectie,
} from './selecting.ts'

/**
 * Undoes choice `id` as far as nobody acted on it: what was collected stays chosen, and what was given back stays so.
 * @throws Problem `persoon-vereist`; `niet-gevonden`; `selectie-niet-vastgesteld` when nothing was decided, or it was undone before
 */
export async function undoSelection(
  deps: SelectingDeps,
  caller: Caller,
  id: string,
): Promise<Selectie> {
  return actOnChoices(deps, caller, async (tx, deed) => {
    const { gemeentecode } = deed
    const kop = await getDecided(tx, gemeentecode, id)
    const before = await listKeuzeregels(tx, gemeentecode, kop.id)
    const undone = await undoChosen(tx, gemeentecode, kop, before)
    await undoPostponed(tx, gemeentecode, kop, before)
    await setGekozen(tx, gemeentecode, kop.id, undone, { gekozen: false, reden: 'teruggedraaid' })
    await undoKeuze(tx, gemeentecode, kop.id, deed)
    const regels = await listKeuzeregels(tx, gemeentecode, kop.id)
    await recordChoice(deps, tx, deed, {
      soort: 'selectie-teruggedraaid',
      selectieId: kop.id,
      teruggedraaid: undone.length,
      aantallen: countsOf(regels),
    })
    return toSelectie(gemeentecode, await getKeuze(tx, gemeentecode, kop.id), regels)
  })
}

/** Also those that were to get a letter: they were chosen by the same decision. @returns those that wait again */
function undoChosen(
  tx: Tx,
  gemeentecode: Gemeentecode,
  { id, rest }: Keuzekop,
  regels: readonly Keuzeregel[],
): Promise<readonly SignaalId[]> {
  const ids = regels.filter(({ gekozen }) => gekozen || rest === 'brief').map((one) => one.id)
  const step = { ...stepFrom('geselecteerd', 'terugdraaien'), onder: id, uitgesteld: 0 }
  return stepMeldingen(tx, gemeentecode, ids, step)
}

/** Those that the decision postponed and still wait; where others went back, those that could not be erased. */
async function undoPostponed(
  tx: Tx,
  gemeentecode: Gemeentecode,
  { rest }: Keuzekop,
  regels: readonly Keuzeregel[],
): Promise<void> {
  if (rest !== 'uitstellen' && rest !== 'retour') return
  const ids = regels.filter(({ gekozen }) => !gekozen).map((one) => one.id)
  const step = { ...stepFrom('werkvoorraad', 'uitstellen'), uitgesteld: -1 }
  await stepMeldingen(tx, gemeentecode, ids, step)
}
