/** Ends a party, and with it every mandate that it gave or received and every agreement on its lists. */
import { findLeverafspraken } from '../../agreements/leverafspraak.store.ts'
import { findMandaatstanden, updateDeelnemer } from '../../identity/register.store.ts'
import { type Beheerder, Beheerweigering } from '../../model/beheer.ts'
import type { Einde, Registeruitkomst } from '../../model/deelnemerstand.ts'
import type { Oin } from '../../model/ids.ts'
import { endAgreements } from './agreements.ts'
import { changeRegister, isEnded, type ManageRegisterDeps, needParty } from './change-register.ts'
import { endMandaten } from './mandates.ts'

/**
 * Its last day is the one before `per` (today unless it says otherwise): from then on it is refused. A planned end may be moved.
 * @throws Beheerweigering: no such party, or it ended before
 */
export function endParty(
  deps: ManageRegisterDeps,
  medewerker: Beheerder,
  oin: Oin,
  einde: Einde,
): Promise<Registeruitkomst> {
  return changeRegister(deps, medewerker, async (change) => {
    const { tx, today, append } = change
    const party = await needParty(change, oin)
    if (isEnded(party, today))
      throw new Beheerweigering(`deelnemer ${oin} is al beëindigd (per ${party.tot})`)
    const asked = einde.per ?? today
    const per = asked > party.vanaf ? asked : party.vanaf
    await updateDeelnemer(tx, oin, { tot: per })
    await append(
      { soort: 'deelnemer-beeindigd', oin, per, medewerker },
      { oin, namens: oin, gemeentecode: party.gemeentecode },
    )
    const open = (await findMandaatstanden(tx, oin)).filter((one) => !isEnded(one, per))
    await endMandaten(change, open, per)
    const agreed = (await findLeverafspraken(tx, { oin })).filter((one) => !isEnded(one, per))
    await endAgreements(change, agreed, per)
    return { mandaten: open.length, per }
  })
}
