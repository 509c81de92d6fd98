/** A named employee decides on a proposal: who is chosen opens from now on; the others are postponed, get a letter, or go back. */
import type { Tx } from '../../db/database.ts'
import type { Deed } from '../../identity/municipal-deed.ts'
import { werkwijzeOf } from '../../legal/werkwijze.ts'
import { lockGroepering } from '../../matching/groepering.store.ts'
import type { Caller } from '../../model/caller.ts'
import type { SignaalId } from '../../model/ids.ts'
import { Problem } from '../../model/problem.ts'
import type { Selectie, Selectiebesluit, Teruggegeven } from '../../model/selectie.ts'
import {
  decideKeuze,
  type Keuzekop,
  type Keuzeregel,
  listKeuzeregels,
} from '../../selection/selectie.store.ts'
import { type Stapgevolg, stepMeldingen } from '../../selection/werkvoorraad.store.ts'
import { giveBack } from './give-back.ts'
import {
  actOnChoices,
  countsOf,
  getKeuze,
  readWorkList,
  recordChoice,
  type SelectingDeps,
  stepFrom,
  toSelectie,
} from './selecting.ts'

/**
 * Decides. Of two who decide at once one wins: the other finds meldingen that no longer wait.
 * @throws Problem `persoon-vereist`; `niet-gevonden`; `al-besloten`; `voorstel-verouderd` when a signal joined, left or was corrected since
 *         the proposal, or somebody else chose; `retour-niet-aanvaard` where the college did not accept giving back
 */
export async function decideSelection(
  deps: SelectingDeps,
  caller: Caller,
  id: string,
  besluit: Selectiebesluit,
): Promise<Selectie> {
  return actOnChoices(deps, caller, async (tx, deed) => {
    const { gemeentecode } = deed
    const kop = await getKeuze(tx, gemeentecode, id)
    if (kop.toestand !== 'voorgesteld') throw new Problem('al-besloten')
    const rest = besluit.rest ?? kop.rest
    if (rest === 'retour') await prepareGivingBack(deps, tx, deed)
    const regels = await upToDate(deps, tx, deed, await listKeuzeregels(tx, gemeentecode, kop.id))
    const teruggegeven = await carryOut(deps, tx, deed, { ...kop, rest }, regels)
    await decideKeuze(tx, gemeentecode, kop.id, { ...deed, rest })
    const back = teruggegeven === undefined ? {} : { teruggegeven }
    await recordChoice(deps, tx, deed, { ...eventOf({ ...kop, rest }, regels), ...back })
    const decided = await getKeuze(tx, gemeentecode, kop.id)
    return { ...toSelectie(gemeentecode, decided, regels), ...back }
  })
}

const eventOf = ({ id, grenzen: { capaciteit }, rest }: Keuzekop, regels: readonly Keuzeregel[]) =>
  ({
    soort: 'selectie-vastgesteld',
    selectieId: id,
    ...(capaciteit === undefined ? {} : { capaciteit }),
    ...(rest === undefined ? {} : { rest }),
    aantallen: countsOf(regels),
  }) as const

/**
 * Only where the college accepted it, on the day of the decision. Nothing joins a melding from here until commit: a signal that came in meanwhile
 * would go back unseen.
 * @throws Problem `retour-niet-aanvaard`
 */
async function prepareGivingBack(
  { policies }: SelectingDeps,
  tx: Tx,
  { gemeentecode, dag }: Deed,
): Promise<void> {
  if (werkwijzeOf(policies(), gemeentecode, dag).rest !== 'retour')
    throw new Problem('retour-niet-aanvaard')
  await lockGroepering(tx, gemeentecode)
}

/**
 * The meldingen of a proposal as they still wait. Who is not chosen and left meanwhile is out of it; anything else that changed outdates it.
 * @throws Problem `voorstel-verouderd`
 */
async function upToDate(
  deps: SelectingDeps,
  tx: Tx,
  { gemeentecode, dag }: Deed,
  regels: readonly Keuzeregel[],
): Promise<readonly Keuzeregel[]> {
  const list = await readWorkList(deps.policies(), tx, gemeentecode, dag)
  const stands = new Map(list.map(({ id, stand }) => [id, stand]))
  const isChanged = ({ id, stand, gekozen }: Keuzeregel): boolean => {
    const now = stands.get(id)
    return now === undefined ? gekozen : now !== stand
  }
  if (regels.some(isChanged)) throw new Problem('voorstel-verouderd')
  return regels.filter(({ id }) => stands.has(id))
}

const idsOf = (regels: readonly Keuzeregel[]): readonly SignaalId[] => regels.map(({ id }) => id)

/** @returns how many went back, where that was decided */
async function carryOut(
  deps: SelectingDeps,
  tx: Tx,
  deed: Deed,
  { id, rest }: Keuzekop,
  regels: readonly Keuzeregel[],
): Promise<Teruggegeven | undefined> {
  const { gemeentecode, at } = deed
  const chosen = regels.filter(({ gekozen }) => gekozen)
  const others = regels.filter(({ gekozen }) => !gekozen)
  const selecting = (aanbod: 'volledig' | 'licht'): Stapgevolg => ({
    ...stepFrom('werkvoorraad', 'selecteren'),
    geselecteerd: { selectieId: id, at, aanbod },
    uitgesteld: 0,
  })
  const done = await stepMeldingen(tx, gemeentecode, idsOf(chosen), selecting('volledig'))
  if (done.length !== chosen.length) throw new Problem('voorstel-verouderd')
  if (rest === 'brief') await stepMeldingen(tx, gemeentecode, idsOf(others), selecting('licht'))
  if (rest === 'uitstellen')
    await stepMeldingen(tx, gemeentecode, idsOf(others), {
      ...stepFrom('werkvoorraad', 'uitstellen'),
      uitgesteld: 1,
    })
  return rest === 'retour'
    ? giveBack(deps, tx, deed, { selectieId: id, ids: idsOf(others) })
    : undefined
}
