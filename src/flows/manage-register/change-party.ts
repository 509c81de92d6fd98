/** Changes what the register says of a party. */
import {
  addBestemmingen,
  addOnderdelen,
  type Deelnemerkolommen,
  endBestemmingen,
  endOnderdelen,
  findMandaatstanden,
  hasOntvangersleutel,
  putBenadering,
  putContact,
  updateDeelnemer,
} from '../../identity/register.store.ts'
import type { Deelnemergegeven } from '../../model/audit-events/register-events.ts'
import { type Beheerder, Beheerweigering } from '../../model/beheer.ts'
import type {
  Deelnemerstand,
  Deelnemerwijziging,
  Registeruitkomst,
} from '../../model/deelnemerstand.ts'
import type { Oin } from '../../model/ids.ts'
import {
  type Change,
  changeRegister,
  isEnded,
  type ManageRegisterDeps,
  needParty,
} from './change-register.ts'
import { checkKeys, checkParty } from './check-party.ts'

/**
 * Changes what `wijziging` names and nothing else.
 * @throws Beheerweigering: no such party, nothing to change, another role while mandates or recipient keys hang on it, and as `addParty`
 */
export async function changeParty(
  deps: ManageRegisterDeps,
  medewerker: Beheerder,
  oin: Oin,
  wijziging: Deelnemerwijziging,
): Promise<Registeruitkomst> {
  const gegevens = changedBy(wijziging)
  if (gegevens.length === 0)
    throw new Beheerweigering('er is niets te wijzigen: zie "signaalpoort deelnemer --help"')
  const { clientsleutels } = wijziging
  const thumbprints = clientsleutels === undefined ? undefined : await checkKeys(clientsleutels)
  return changeRegister(deps, medewerker, async (change) => {
    const party = await needParty(change, oin)
    const after = { ...party, ...columnsAsParty(party, wijziging) }
    await checkParty(change, after)
    if (after.rol !== party.rol || after.gemeentecode !== party.gemeentecode)
      await checkNothingHangsOn(change, oin)
    await updateDeelnemer(change.tx, oin, columnsOf(after.gemeentecode, wijziging))
    await changeBeside(change, oin, wijziging)
    await change.append(
      {
        soort: 'deelnemer-gewijzigd',
        oin,
        gegevens: [...gegevens],
        ...(thumbprints !== undefined && { clientsleutels: [...thumbprints] }),
        medewerker,
      },
      { oin, namens: oin, gemeentecode: after.gemeentecode },
    )
    return { mandaten: 0 }
  })
}

function changedBy(wijziging: Deelnemerwijziging): readonly Deelnemergegeven[] {
  const {
    onderdelenErbij = [],
    onderdelenEraf = [],
    bestemmingenErbij = [],
    bestemmingenEraf = [],
    ...rest
  } = wijziging
  const names = Object.entries(rest).flatMap(([name, value]) =>
    value === undefined ? [] : [name as keyof typeof rest],
  )
  return [
    ...names,
    ...(onderdelenErbij.length + onderdelenEraf.length === 0 ? [] : (['onderdelen'] as const)),
    ...(bestemmingenErbij.length + bestemmingenEraf.length === 0
      ? []
      : (['bestemmingen'] as const)),
  ]
}

/** The party as it will be: a role other than college takes the municipality with it, an end that is taken away is gone. */
function columnsAsParty(
  party: Deelnemerstand,
  { naam, rol, gemeentecode, tot }: Deelnemerwijziging,
): Pick<Deelnemerstand, 'naam' | 'rol' | 'gemeentecode' | 'tot'> {
  const newRol = rol ?? party.rol
  const kept = newRol === 'college' ? party.gemeentecode : undefined
  return {
    naam: naam ?? party.naam,
    rol: newRol,
    gemeentecode: gemeentecode ?? kept,
    tot: tot === null ? undefined : party.tot,
  }
}

function columnsOf(
  gemeentecode: Deelnemerstand['gemeentecode'],
  { naam, rol, tot, clientsleutels, verwerkersovereenkomst }: Deelnemerwijziging,
): Deelnemerkolommen {
  return {
    gemeentecode: gemeentecode ?? null,
    ...(naam !== undefined && { naam }),
    ...(rol !== undefined && { rol }),
    ...(tot === null && { tot }),
    ...(clientsleutels !== undefined && { client_jwks: JSON.stringify(clientsleutels) }),
    ...(verwerkersovereenkomst !== undefined && { verwerkersovereenkomst }),
  }
}

/** Mandates and recipient keys were given to a party of this role: they would be read as something else. */
async function checkNothingHangsOn({ tx, today }: Change, oin: Oin): Promise<void> {
  const mandaten = (await findMandaatstanden(tx, oin)).filter((one) => !isEnded(one, today))
  if (mandaten.length > 0 || (await hasOntvangersleutel(tx, oin)))
    throw new Beheerweigering(
      `rol of gemeente van ${oin} kan niet meer wijzigen: er hangen mandaten of ontvangersleutels aan; beëindig de mandaten, of beëindig de deelnemer en voeg een nieuwe toe`,
    )
}

async function changeBeside(
  { tx, today }: Change,
  oin: Oin,
  wijziging: Deelnemerwijziging,
): Promise<void> {
  const { contact, benadering, onderdelenErbij = [], onderdelenEraf = [] } = wijziging
  const { bestemmingenErbij = [], bestemmingenEraf = [] } = wijziging
  if (contact !== undefined) await putContact(tx, oin, contact)
  if (benadering !== undefined) await putBenadering(tx, oin, benadering)
  await endOnderdelen(tx, oin, onderdelenEraf, today)
  await addOnderdelen(tx, oin, onderdelenErbij, today)
  await endBestemmingen(tx, oin, bestemmingenEraf, today)
  await addBestemmingen(tx, oin, bestemmingenErbij, today)
}
