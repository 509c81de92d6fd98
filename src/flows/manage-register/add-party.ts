/** Adds a party to the register. */
import { insertDeelnemer } from '../../identity/deelnemer.store.ts'
import {
  addOnderdelen,
  putBenadering,
  putContact,
  updateDeelnemer,
} from '../../identity/register.store.ts'
import { type Beheerder, Beheerweigering } from '../../model/beheer.ts'
import type { NieuweDeelnemer, Registeruitkomst } from '../../model/deelnemerstand.ts'
import { changeRegister, type ManageRegisterDeps } from './change-register.ts'
import { checkKeys, checkParty } from './check-party.ts'

/**
 * Adds it from `vanaf` (today unless it says otherwise), with its keys, brands and contact; recipient keys come later.
 * @throws Beheerweigering: an OIN of another form or already there, a second college of a municipality, keys that are none
 */
export async function addParty(
  deps: ManageRegisterDeps,
  medewerker: Beheerder,
  {
    clientsleutels,
    verwerkersovereenkomst,
    contact,
    benadering,
    onderdelen = [],
    ...given
  }: NieuweDeelnemer,
): Promise<Registeruitkomst> {
  await checkKeys(clientsleutels)
  return changeRegister(deps, medewerker, async (change) => {
    const { tx, today, append } = change
    const deelnemer = { ...given, vanaf: given.vanaf ?? today }
    const { oin, gemeentecode, vanaf } = deelnemer
    await checkParty(change, deelnemer)
    if (!(await insertDeelnemer(tx, deelnemer, clientsleutels)))
      throw new Beheerweigering(
        `deelnemer ${oin} staat al in het register: wijzig hem met "signaalpoort deelnemer wijzig"`,
      )
    if (verwerkersovereenkomst !== undefined)
      await updateDeelnemer(tx, oin, { verwerkersovereenkomst })
    if (contact !== undefined) await putContact(tx, oin, contact)
    if (benadering !== undefined) await putBenadering(tx, oin, benadering)
    await addOnderdelen(tx, oin, onderdelen, vanaf)
    await append(
      { soort: 'deelnemer-geregistreerd', oin, sleutelIds: [], door: 'beheer', medewerker },
      { oin, namens: oin, gemeentecode },
    )
    return { mandaten: 0, per: vanaf }
  })
}
