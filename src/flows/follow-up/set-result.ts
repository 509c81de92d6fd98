/** A municipality gives a melding its result, or another one: group and code in the clear, the detail sealed to itself; feedback follows by policy. */
import type { Tx } from '../../db/database.ts'
import { queueFeedback } from '../../feedback/terugkoppeling.store.ts'
import {
  findSignalen,
  type Meldingrij,
  type Meldingsignaalrij,
  saveMelding,
  setRowTerm,
} from '../../followup/melding.store.ts'
import { type Deed, deedOf } from '../../identity/municipal-deed.ts'
import { dueDate, type Policies } from '../../legal/compile.ts'
import { type Feedback, feedbackOf } from '../../legal/feedback.ts'
import { termsToday } from '../../legal/own-terms.ts'
import { rowCategory, rowDue } from '../../legal/result-terms.ts'
import { werkwijzeOf } from '../../legal/werkwijze.ts'
import type { Caller } from '../../model/caller.ts'
import type { Dag, SignaalId } from '../../model/ids.ts'
import { Problem } from '../../model/problem.ts'
import type { Resultaatinvoer } from '../../model/resultaat.ts'
import { findOwnTerms } from '../../retention/eigen-termijn.store.ts'
import { type FollowUpDeps, getMelding, recordDeeds, scopeOf, takeStep } from './follow-up.ts'
import { replaceDetail } from './keep-detail.ts'
import { setClock } from './set-clock.ts'

/** `versie`: what the next `If-Match` must name. */
export type Resultaatgevolg = { readonly melding: SignaalId; readonly versie: number }

/**
 * Sets the result of melding `id`. Help that is accepted after another result reopens it.
 * @param ifMatch the header; the version that the caller read
 * @throws Problem `niet-gevonden`; `voorwaarde-ontbreekt`, `versie-verouderd`; `stap-onmogelijk`; `terugkoppeling-niet-toegestaan` naming what
 *         is allowed; `sleutel-onbekend` (the detail); `persoon-vereist`, `rol-niet-toegestaan`
 */
export async function setResult(
  deps: FollowUpDeps,
  caller: Caller,
  id: SignaalId,
  { ifMatch, invoer }: { readonly ifMatch: string | undefined; readonly invoer: Resultaatinvoer },
): Promise<Resultaatgevolg> {
  const deed = deedOf(caller, deps.now())
  const { gemeentecode, dag, at } = deed
  return deps.db.transaction(scopeOf(gemeentecode), async (tx) => {
    const melding = await getMelding(tx, gemeentecode, id)
    checkVersion(melding, ifMatch)
    const { uitkomstgroep: groep, terugkoppelcode: code } = invoer
    const late = groep === 'hulp-aanvaard' && melding.groep !== 'hulp-aanvaard'
    const stap = melding.toestand === 'afgesloten' && late ? 'heropenen' : 'afsluiten'
    const toestand = takeStep(melding, stap)
    const feedback = checkFeedback(deps.policies(), melding, invoer, dag)
    const versie = melding.versie + 1
    const afgesloten = stap === 'heropenen' ? null : at
    const resultaat = { groep, code, datum: dag, afgesloten }
    await saveMelding(tx, gemeentecode, melding, { toestand, opgepakt: at, resultaat })
    const vervaldatum = await keepRows(deps, tx, deed, melding, invoer)
    const plek = { gemeentecode, melding: melding.id, versie }
    await replaceDetail(deps, tx, plek, invoer.detail, { dag, vervaldatum })
    const signalen = await findSignalen(tx, gemeentecode, melding.id)
    await setClock(deps.policies(), tx, deed, { melding, groep, signalen })
    await tellVlps(deps.policies(), tx, deed, signalen, feedback)
    await recordDeeds(deps, tx, deed, [
      {
        soort: 'resultaat-vastgelegd',
        meldingId: melding.id,
        versie,
        stap,
        uitkomstgroep: groep,
        terugkoppelcode: code,
        metDetail: invoer.detail !== undefined,
      },
    ])
    return { melding: melding.id, versie }
  })
}

/** @throws Problem `voorwaarde-ontbreekt` without the header, `versie-verouderd` when it names another version */
function checkVersion({ versie }: Meldingrij, ifMatch: string | undefined): void {
  if (ifMatch === undefined) throw new Problem('voorwaarde-ontbreekt')
  if (ifMatch !== `"${versie}"`) throw new Problem('versie-verouderd')
}

/** What the VLPs read with this code; undefined when no rules of feedback are in force. @throws Problem `terugkoppeling-niet-toegestaan` */
function checkFeedback(
  policies: Policies,
  { geheim }: Meldingrij,
  { uitkomstgroep, terugkoppelcode }: Resultaatinvoer,
  dag: Dag,
): Feedback | undefined {
  const allowed = feedbackOf(policies, uitkomstgroep, { geheim, dag })
  const found = allowed.find(({ code }) => code === terugkoppelcode)
  if (found !== undefined || allowed.length === 0) return found
  const detail = `Bij ${uitkomstgroep} mag: ${allowed.map(({ code }) => code).join(', ')}.`
  throw new Problem('terugkoppeling-niet-toegestaan', {
    errors: [{ pointer: '/terugkoppelcode', code: 'niet-toegestaan', detail }],
  })
}

/** The coded rows get a term of their own. @returns the day on which what hangs on this result ends */
async function keepRows(
  deps: FollowUpDeps,
  tx: Tx,
  { gemeentecode, dag }: Deed,
  { id }: Meldingrij,
  { uitkomstgroep }: Resultaatinvoer,
): Promise<Dag> {
  const policies = deps.policies()
  const categorie = rowCategory(uitkomstgroep)
  if (categorie === undefined) return dueDate(policies, 'gecodeerdAfgesloten', dag)
  const own = termsToday(policies, await findOwnTerms(tx, gemeentecode, dag))
  const vervaldatum = rowDue(policies, own, categorie, dag)
  await setRowTerm(tx, gemeentecode, id, { categorie, vanaf: dag, vervaldatum })
  return vervaldatum
}

/** Every VLP whose signal lives hears the same code: at once, or at the closing, as the municipality works. */
async function tellVlps(
  policies: Policies,
  tx: Tx,
  { gemeentecode, dag, at }: Deed,
  signalen: readonly Meldingsignaalrij[],
  feedback: Feedback | undefined,
): Promise<void> {
  if (feedback === undefined) return
  const { code, opschortenTotDatum } = feedback
  const { terugkoppeling } = werkwijzeOf(policies, gemeentecode, dag)
  await queueFeedback(
    tx,
    signalen
      .filter(({ ingetrokken }) => ingetrokken === null)
      .map(({ id: signaalId, oin }) => {
        const line = { gemeentecode, oin, signaalId, code, dag, opschortenTotDatum } as const
        return { ...line, soort: 'eind' }
      }),
    { zichtbaar: terugkoppeling === 'direct' ? 'direct' : 'sluiting', at },
  )
}
