/** Gives and ends mandates: who acts for whom, for which purposes, from and until when. */
import { hasOtherBody, insertMandaat } from '../../identity/deelnemer.store.ts'
import { endMandaat, findMandaatstanden, hasSameMandate } from '../../identity/register.store.ts'
import { type Beheerder, Beheerweigering } from '../../model/beheer.ts'
import { DOELEN_VAN_ROL } from '../../model/deelnemer.ts'
import type {
  Deelnemerstand,
  Mandaateinde,
  Mandaatstand,
  NieuwMandaat,
  Registeruitkomst,
} from '../../model/deelnemerstand.ts'
import type { Doel } from '../../model/doel.ts'
import type { Dag } from '../../model/ids.ts'
import {
  type Change,
  changeRegister,
  isEnded,
  type ManageRegisterDeps,
  needParty,
} from './change-register.ts'

/**
 * Gives a mandate for each of the purposes, all or none.
 * @throws Beheerweigering: a party that is not there or ended, a purpose that the role of either does not have, a capacity without its
 *         decision, the same mandate on the same days, or two bodies that would decide for one college at once
 */
export function grantMandate(
  deps: ManageRegisterDeps,
  medewerker: Beheerder,
  { doelen, ...nieuw }: NieuwMandaat,
): Promise<Registeruitkomst> {
  return changeRegister(deps, medewerker, async (change) => {
    const given = { ...nieuw, vanaf: nieuw.vanaf ?? change.today }
    const gever = await needParty(change, given.gever)
    const gemachtigde = await needParty(change, given.gemachtigde)
    checkTerm(given)
    for (const party of [gever, gemachtigde]) checkTakesPart(party, given.vanaf)
    checkCapacity(given)
    for (const doel of new Set(doelen)) {
      checkRoles(gever, gemachtigde, doel)
      await addOne(change, { ...given, doel })
    }
    const { hoedanigheid, vanaf, tot } = given
    await change.append(
      {
        soort: 'mandaat-verleend',
        gemachtigde: given.gemachtigde,
        gever: given.gever,
        doelen: [...new Set(doelen)],
        vanaf,
        ...(tot !== undefined && { tot }),
        hoedanigheid,
        medewerker: change.medewerker,
      },
      { oin: given.gemachtigde, namens: given.gever, gemeentecode: gever.gemeentecode },
    )
    return { mandaten: new Set(doelen).size, per: vanaf }
  })
}

function checkTerm({ vanaf, tot }: { readonly vanaf: Dag; readonly tot?: Dag | undefined }): void {
  if (tot !== undefined && tot <= vanaf)
    throw new Beheerweigering(`het einde (${tot}) moet na het begin (${vanaf}) liggen`)
}

function checkTakesPart(party: Deelnemerstand, vanaf: Dag): void {
  if (isEnded(party, vanaf))
    throw new Beheerweigering(
      `deelnemer ${party.oin} is op ${vanaf} al beëindigd (per ${party.tot})`,
    )
}

function checkCapacity({
  gever,
  gemachtigde,
  hoedanigheid,
  besluit,
}: Omit<NieuwMandaat, 'doelen'>): void {
  if (gever === gemachtigde)
    throw new Beheerweigering('wie voor zichzelf werkt, heeft geen mandaat nodig')
  if (hoedanigheid !== 'verwerker' && besluit === undefined)
    throw new Beheerweigering(
      `wie ${hoedanigheid === 'mandaat' ? 'in mandaat' : 'gedelegeerd'} werkt, doet dat bij besluit: geef --besluit KENMERK`,
    )
}

function checkRoles(gever: Deelnemerstand, gemachtigde: Deelnemerstand, doel: Doel): void {
  if (gever.rol === 'softwareleverancier' || gever.rol === 'uitvoerder')
    throw new Beheerweigering(
      `een ${gever.rol} werkt zelf voor anderen en verleent geen mandaat: draai --gever en --gemachtigde om?`,
    )
  for (const { rol } of [gever, gemachtigde]) {
    const allowed: readonly Doel[] = DOELEN_VAN_ROL[rol]
    if (!allowed.includes(doel))
      throw new Beheerweigering(
        `het doel ${doel} hoort niet bij de rol ${rol}; die heeft: ${allowed.join(', ')}`,
      )
  }
}

async function addOne({ tx }: Change, mandaat: Mandaatstand): Promise<void> {
  const { doel, gever, gemachtigde } = mandaat
  if (await hasSameMandate(tx, mandaat))
    throw new Beheerweigering(
      `${gemachtigde} heeft van ${gever} in die tijd al een mandaat voor ${doel}: beëindig dat eerst, of kies een latere --vanaf`,
    )
  const { besluit, tot, ...rest } = mandaat
  const row = {
    ...rest,
    ...(tot !== undefined && { tot }),
    ...(besluit !== undefined && { besluit }),
  }
  if (await hasOtherBody(tx, row))
    throw new Beheerweigering(
      `voor ${gever} beslist in die tijd al een ander over ${doel}: beëindig dat mandaat eerst`,
    )
  await insertMandaat(tx, row)
}

/**
 * Ends the mandates of these two that are still open on `per` (today unless it says otherwise).
 * @throws Beheerweigering when there is none
 */
export function endMandate(
  deps: ManageRegisterDeps,
  medewerker: Beheerder,
  { gemachtigde, gever, doelen, per: asked }: Mandaateinde,
): Promise<Registeruitkomst> {
  return changeRegister(deps, medewerker, async (change) => {
    const per = asked ?? change.today
    await needParty(change, gever)
    await needParty(change, gemachtigde)
    const open = (await findMandaatstanden(change.tx, gever)).filter(
      (one) =>
        one.gever === gever &&
        one.gemachtigde === gemachtigde &&
        (doelen?.includes(one.doel) ?? true) &&
        !isEnded(one, per) &&
        !isEnded(one, change.today),
    )
    const missing = doelen?.find((doel) => !open.some((one) => one.doel === doel))
    if (open.length === 0 || missing !== undefined)
      throw new Beheerweigering(
        `${gemachtigde} heeft van ${gever} geen mandaat${missing === undefined ? '' : ` voor ${missing}`} dat nog loopt; zie "signaalpoort mandaat toon"`,
      )
    await endMandaten(change, open, per)
    return { mandaten: open.length, per }
  })
}

/** Ends each of `open` on `per`, with one event for each pair of parties. */
export async function endMandaten(
  change: Change,
  open: readonly Mandaatstand[],
  per: Dag,
): Promise<void> {
  for (const mandaat of open) await endMandaat(change.tx, mandaat, per)
  const pairs = Map.groupBy(open, ({ gever, gemachtigde }) => `${gever} ${gemachtigde}`)
  for (const [first, ...more] of pairs.values()) {
    if (first === undefined) continue
    const { gever, gemachtigde } = first
    const { gemeentecode } = await needParty(change, gever)
    await change.append(
      {
        soort: 'mandaat-beeindigd',
        gemachtigde,
        gever,
        doelen: [...new Set([first, ...more].map(({ doel }) => doel))],
        per,
        medewerker: change.medewerker,
      },
      { oin: gemachtigde, namens: gever, gemeentecode },
    )
  }
}
