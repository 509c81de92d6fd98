/** A named employee decides on a proposal: who is chosen opens from now on, and the others are postponed or get a letter. */
import type { Tx } from '../../db/database.ts'
import { type Deed, deedOf } from '../../identity/municipal-deed.ts'
import type { Caller } from '../../model/caller.ts'
import type { SignaalId } from '../../model/ids.ts'
import { Problem } from '../../model/problem.ts'
import type { Selectie, Selectiebesluit } from '../../model/selectie.ts'
import type { Rest } from '../../model/werkwijze.ts'
import {
  decideKeuze,
  type Keuzekop,
  type Keuzeregel,
  listKeuzeregels,
} from '../../selection/selectie.store.ts'
import { lockKeuze, type Stapgevolg, stepMeldingen } from '../../selection/werkvoorraad.store.ts'
import {
  countsOf,
  getKeuze,
  readWorkList,
  recordChoice,
  type SelectingDeps,
  scopeOf,
  stepFrom,
  toSelectie,
} from './selecting.ts'

/**
 * Decides. Of two who decide at once one wins: the other finds meldingen that no longer wait.
 * @throws Problem `persoon-vereist`; `niet-gevonden`; `al-besloten`; `voorstel-verouderd` when a signal joined, left or was corrected since
 *         the proposal, or somebody else chose; `retour-niet-aanvaard`
 */
export async function decideSelection(
  deps: SelectingDeps,
  caller: Caller,
  id: string,
  besluit: Selectiebesluit,
): Promise<Selectie> {
  const deed = deedOf(caller, deps.now())
  const { gemeentecode } = deed
  return deps.db.transaction(scopeOf(gemeentecode), async (tx) => {
    await lockKeuze(tx, gemeentecode)
    const kop = await getKeuze(tx, gemeentecode, id)
    if (kop.toestand !== 'voorgesteld') throw new Problem('al-besloten')
    const rest = besluit.rest ?? kop.rest
    checkRest(rest)
    const regels = await upToDate(deps, tx, deed, await listKeuzeregels(tx, gemeentecode, kop.id))
    await carryOut(tx, deed, { ...kop, rest }, regels)
    await decideKeuze(tx, gemeentecode, kop.id, { ...deed, rest })
    await recordChoice(deps, tx, deed, {
      soort: 'selectie-vastgesteld',
      selectieId: kop.id,
      ...(kop.grenzen.capaciteit === undefined ? {} : { capaciteit: kop.grenzen.capaciteit }),
      ...(rest === undefined ? {} : { rest }),
      aantallen: countsOf(regels),
    })
    return toSelectie(gemeentecode, await getKeuze(tx, gemeentecode, kop.id), regels)
  })
}

/** Giving back is not built yet, and refused as such wherever it is asked. @throws Problem `retour-niet-aanvaard` */
function checkRest(rest: Rest | undefined): void {
  if (rest === 'retour') throw new Problem('retour-niet-aanvaard')
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

async function carryOut(
  tx: Tx,
  { gemeentecode, at }: Deed,
  { id, rest }: Keuzekop,
  regels: readonly Keuzeregel[],
): Promise<void> {
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
}
