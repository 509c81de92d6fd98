/** Records and ends agreements on when a VLP's list for a municipality is there. */

import {
  endLeverafspraak,
  findLeverafspraken,
  hasLeverafspraak,
  insertLeverafspraak,
} from '../../agreements/leverafspraak.store.ts'
import { worksForOthers } from '../../identity/authorise.ts'
import { findOtherCollege } from '../../identity/register.store.ts'
import { firstMonth, missedFrom } from '../../legal/delivery-day.ts'
import { type Beheerder, Beheerweigering } from '../../model/beheer.ts'
import { DOELEN_VAN_ROL } from '../../model/deelnemer.ts'
import type { Deelnemerstand, Registeruitkomst } from '../../model/deelnemerstand.ts'
import type { Doel } from '../../model/doel.ts'
import type { Dag } from '../../model/ids.ts'
import type {
  Leverafspraak,
  Leverafspraakeinde,
  NieuweLeverafspraak,
} from '../../model/leverafspraak.ts'
import {
  type Change,
  changeRegister,
  isEnded,
  type ManageRegisterDeps,
  needParty,
} from './change-register.ts'

/**
 * Records an agreement of a VLP with a municipality; the first list that can be missed is that of a day which still comes.
 * @throws Beheerweigering: a party that is not there, ended or delivers nothing, a municipality without a college, a second agreement on the same days
 */
export function recordAgreement(
  deps: ManageRegisterDeps,
  medewerker: Beheerder,
  nieuw: NieuweLeverafspraak,
): Promise<Registeruitkomst> {
  return changeRegister(deps, medewerker, async (change) => {
    const { tx, today } = change
    const { gemeentecode, deelnemer: oin, tot, dag } = nieuw
    const vanaf = nieuw.vanaf ?? today
    if (tot !== undefined && tot <= vanaf)
      throw new Beheerweigering(`het einde (${tot}) moet na het begin (${vanaf}) liggen`)
    const party = await needParty(change, oin)
    checkDelivers(party, vanaf)
    if ((await findOtherCollege(tx, gemeentecode, { oin, vanaf, tot })) === undefined)
      throw new Beheerweigering(
        `gemeente ${gemeentecode} heeft in die tijd geen college: voeg dat eerst toe met "signaalpoort deelnemer voegtoe"`,
      )
    if (await hasLeverafspraak(tx, { gemeentecode, oin, vanaf }, tot))
      throw new Beheerweigering(
        `${oin} heeft met gemeente ${gemeentecode} in die tijd al een leverafspraak: beëindig die eerst, of kies een latere --vanaf`,
      )
    const maand = firstMonth(vanaf > today ? vanaf : today, dag)
    const kijkdatum = missedFrom(maand, dag)
    await insertLeverafspraak(tx, { ...nieuw, vanaf }, { maand, kijkdatum })
    await change.append(
      {
        soort: 'leverafspraak-vastgelegd',
        ...{ gemeentecode, deelnemer: oin, dag, vanaf },
        ...(tot !== undefined && { tot }),
        medewerker,
      },
      { oin, namens: oin, gemeentecode },
    )
    return { mandaten: 0, per: vanaf }
  })
}

function checkDelivers(party: Deelnemerstand, vanaf: Dag): void {
  const doelen: readonly Doel[] = DOELEN_VAN_ROL[party.rol]
  if (worksForOthers(party) || !doelen.includes('aanleveren'))
    throw new Beheerweigering(
      `een ${party.rol} levert niet zelf aan: leg de afspraak vast met de partij waarvoor hij werkt`,
    )
  if (isEnded(party, vanaf))
    throw new Beheerweigering(
      `deelnemer ${party.oin} is op ${vanaf} al beëindigd (per ${party.tot})`,
    )
}

/**
 * Ends the agreement of the two that is still open on `per` (today unless it says otherwise): a list of that day or later is not missed.
 * @throws Beheerweigering when there is none
 */
export function endAgreement(
  deps: ManageRegisterDeps,
  medewerker: Beheerder,
  { gemeentecode, deelnemer, per: asked }: Leverafspraakeinde,
): Promise<Registeruitkomst> {
  return changeRegister(deps, medewerker, async (change) => {
    const per = asked ?? change.today
    const found = await findLeverafspraken(change.tx, { oin: deelnemer, gemeentecode })
    const open = found.filter((one) => !isEnded(one, per) && !isEnded(one, change.today))
    if (open.length === 0)
      throw new Beheerweigering(
        `${deelnemer} heeft met gemeente ${gemeentecode} geen leverafspraak die nog loopt; zie "signaalpoort leverafspraak toon"`,
      )
    await endAgreements(change, open, per)
    return { mandaten: 0, per }
  })
}

/** Ends each of `open` on `per`, with its event. */
export async function endAgreements(
  change: Change,
  open: readonly Leverafspraak[],
  per: Dag,
): Promise<void> {
  for (const { gemeentecode, deelnemer: oin, vanaf } of open) {
    await endLeverafspraak(change.tx, { gemeentecode, oin, vanaf }, per)
    await change.append(
      {
        soort: 'leverafspraak-beeindigd',
        ...{ gemeentecode, deelnemer: oin, per },
        medewerker: change.medewerker,
      },
      { oin, namens: oin, gemeentecode },
    )
  }
}
