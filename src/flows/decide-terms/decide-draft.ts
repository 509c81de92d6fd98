/** Advice on a drafted decision, its approval or rejection by another person, and its withdrawal. */

import type { Tx } from '../../db/database.ts'
import { type Deed, deedOf } from '../../identity/municipal-deed.ts'
import type {
  Bewaaradvies,
  Bewaarbesluit,
  Bewaargoedkeuring,
  Voorvertoning,
  Voorvertoningsmerk,
} from '../../model/bewaarbesluit.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { Caller } from '../../model/caller.ts'
import { Problem } from '../../model/problem.ts'
import { type Besluitstap, stepBesluit } from '../../retention/bewaarbesluit.store.ts'
import { deleteOwnTerms, insertOwnTerms } from '../../retention/eigen-termijn.store.ts'
import { previewDecision } from './preview.ts'
import { type DecideTermsDeps, getBesluit, recordDeed, scopeOf } from './terms.ts'

/** A preview that somebody saw longer ago says too little of what came in since. */
const PREVIEW_MS = 24 * 60 * 60 * 1000

/** Runs a deed on a decision that is held, and gives the decision after it. */
async function onBesluit(
  deps: DecideTermsDeps,
  caller: Caller,
  id: string,
  work: (tx: Tx, besluit: Bewaarbesluit, deed: Deed) => Promise<void>,
): Promise<Bewaarbesluit> {
  const deed = deedOf(caller, deps.now())
  return deps.db.transaction(scopeOf(deed.gemeentecode), async (tx) => {
    await work(tx, await getBesluit(tx, deed.gemeentecode, id), deed)
    return getBesluit(tx, deed.gemeentecode, id)
  })
}

const step = (tx: Tx, besluit: Bewaarbesluit, stap: Besluitstap, deed: Deed): Promise<void> =>
  stepBesluit(tx, besluit, stap, deed)

/**
 * Puts advice down, once.
 * @throws Problem `niet-gevonden`, `al-besloten`, `tweede-persoon-vereist` (the drafter), `persoon-vereist`
 */
export async function adviseDecision(
  deps: DecideTermsDeps,
  caller: Caller,
  id: string,
  { strekking }: Bewaaradvies,
): Promise<Bewaarbesluit> {
  return onBesluit(deps, caller, id, async (tx, besluit, deed) => {
    if (besluit.toestand !== 'concept') throw new Problem('al-besloten')
    if (deed.door === besluit.opgesteld.door) throw new Problem('tweede-persoon-vereist')
    await step(tx, besluit, { naar: 'geadviseerd', strekking }, deed)
    await recordDeed(deps, tx, deed, {
      soort: 'bewaarbesluit-geadviseerd',
      besluitId: besluit.id,
      strekking,
    })
  })
}

/**
 * Approves a decision, by another person than drafted or advised, on the preview that this person saw; or rejects it.
 * @throws Problem `niet-gevonden`, `al-besloten`, `tweede-persoon-vereist`, `persoon-vereist`, `advies-ontbreekt`, `ingangsdatum-onjuist` (its
 *         day has come), `voorvertoning-verouderd`
 */
export async function approveDecision(
  deps: DecideTermsDeps,
  caller: Caller,
  id: string,
  goedkeuring: Bewaargoedkeuring,
): Promise<Bewaarbesluit> {
  return onBesluit(deps, caller, id, async (tx, besluit, deed) => {
    checkDecider(besluit, deed)
    const event = { soort: 'bewaarbesluit-genomen', besluitId: besluit.id } as const
    if (goedkeuring.besluit === 'verworpen') {
      await step(tx, besluit, { naar: 'verworpen' }, deed)
      await recordDeed(deps, tx, deed, { ...event, besluit: 'verworpen' })
      return
    }
    checkReady(besluit, deed)
    const voorvertoning = await checkPreview(deps, tx, besluit, deed, goedkeuring.voorvertoning)
    await step(tx, besluit, { naar: 'goedgekeurd', voorvertoning }, deed)
    await insertOwnTerms(tx, deed.gemeentecode, {
      besluitId: besluit.id,
      vanaf: besluit.ingangsdatum,
      termijnen: besluit.termijnen,
      wijze: besluit.nieuweWijze,
    })
    await recordDeed(deps, tx, deed, { ...event, besluit: 'goedgekeurd', voorvertoning })
  })
}

const isDraft = ({ toestand }: Bewaarbesluit): boolean =>
  toestand === 'concept' || toestand === 'geadviseerd'

/** @throws Problem `al-besloten`, `tweede-persoon-vereist` */
function checkDecider(besluit: Bewaarbesluit, { door }: Deed): void {
  if (!isDraft(besluit)) throw new Problem('al-besloten')
  if (door === besluit.opgesteld.door || door === besluit.advies?.door)
    throw new Problem('tweede-persoon-vereist')
}

/** @throws Problem `advies-ontbreekt`, `ingangsdatum-onjuist` */
function checkReady({ wijze, advies, ingangsdatum }: Bewaarbesluit, { at }: Deed): void {
  if (wijze === 'fgAdviseert' && advies === undefined) throw new Problem('advies-ontbreekt')
  if (ingangsdatum <= dayInAmsterdam(at)) throw new Problem('ingangsdatum-onjuist')
}

/** The preview that the approver saw, made anew at its instant. @throws Problem `voorvertoning-verouderd` */
async function checkPreview(
  { policies }: DecideTermsDeps,
  tx: Tx,
  besluit: Bewaarbesluit,
  { at }: Deed,
  { peiltijdstip, controlegetal }: Voorvertoningsmerk,
): Promise<Voorvertoning> {
  const peil = new Date(peiltijdstip)
  const age = at.getTime() - peil.getTime()
  if (age < 0 || age > PREVIEW_MS) throw new Problem('voorvertoning-verouderd')
  const now = await previewDecision(tx, policies(), besluit, peil)
  if (now.controlegetal !== controlegetal) throw new Problem('voorvertoning-verouderd')
  return now
}

/**
 * Withdraws a decision: a draft, or what was approved while its day has not come.
 * @throws Problem `niet-gevonden`, `al-besloten`, `persoon-vereist`
 */
export async function withdrawDecision(
  deps: DecideTermsDeps,
  caller: Caller,
  id: string,
): Promise<Bewaarbesluit> {
  return onBesluit(deps, caller, id, async (tx, besluit, deed) => {
    const waits = besluit.ingangsdatum > deed.dag
    if (!isDraft(besluit) && !(besluit.toestand === 'goedgekeurd' && waits))
      throw new Problem('al-besloten')
    await step(tx, besluit, { naar: 'ingetrokken' }, deed)
    await deleteOwnTerms(tx, deed.gemeentecode, besluit.id)
    await recordDeed(deps, tx, deed, {
      soort: 'bewaarbesluit-ingetrokken',
      besluitId: besluit.id,
    })
  })
}
