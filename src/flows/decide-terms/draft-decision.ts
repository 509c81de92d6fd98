/** A person of a municipality drafts a decision on its own terms. */

import { canonicalJson } from '../../crypto/canonical-json.ts'
import { uuidv7 } from '../../crypto/uuid.ts'
import { deedOf } from '../../identity/municipal-deed.ts'
import { addMonths } from '../../legal/calendar.ts'
import { dueDate, type Policies } from '../../legal/compile.ts'
import { type TermFault, termFault } from '../../legal/own-terms.ts'
import { BesluitId, type Bewaarbesluit, type Bewaarontwerp } from '../../model/bewaarbesluit.ts'
import type { Caller } from '../../model/caller.ts'
import type { Dag } from '../../model/ids.ts'
import { type Invoerfout, Problem } from '../../model/problem.ts'
import { findBesluitByKey, insertBesluit } from '../../retention/bewaarbesluit.store.ts'
import { findWijze } from '../../retention/eigen-termijn.store.ts'
import { previewDecision } from './preview.ts'
import { type DecideTermsDeps, getBesluit, recordDeed, scopeOf } from './terms.ts'

/** Further ahead a preview says too little of the day itself. */
const MOST_MONTHS_AHEAD = 3

const KEY_LIFETIME_MS = 24 * 60 * 60 * 1000

/**
 * Drafts a decision and answers with its preview of now. The same idempotency key and content within 24 hours gives the first draft.
 * @throws Problem `bewaartermijn-buiten-grenzen` (each fault names the bound and its source), `ingangsdatum-onjuist`, `persoon-vereist`,
 *         `rol-niet-toegestaan`, `bewaarbesluit-loopt`, `idempotentiesleutel-hergebruikt`
 */
export async function draftDecision(
  deps: DecideTermsDeps,
  caller: Caller,
  input: { readonly ontwerp: Bewaarontwerp; readonly idempotentiesleutel?: string },
): Promise<{ readonly herhaald: boolean; readonly besluit: Bewaarbesluit }> {
  const deed = deedOf(caller, deps.now())
  const { gemeentecode, door, at, dag } = deed
  const { ontwerp, idempotentiesleutel: sleutel } = input
  const policies = deps.policies()
  return deps.db.transaction(scopeOf(gemeentecode), async (tx) => {
    const sinds = new Date(at.getTime() - KEY_LIFETIME_MS)
    const findFirst = async (): Promise<Bewaarbesluit | undefined> =>
      sleutel === undefined ? undefined : findBesluitByKey(tx, gemeentecode, sleutel, sinds)
    const first = await findFirst()
    if (first !== undefined) return { herhaald: true, besluit: checkSame(first, ontwerp) }
    checkTerms(policies, ontwerp)
    checkDay(ontwerp.ingangsdatum, dag)
    const id = BesluitId.parse(uuidv7(at, deps.random))
    const wijze = await findWijze(tx, gemeentecode, dag)
    const vervaldatum = dueDate(policies, 'gebeurtenisMedewerker', ontwerp.ingangsdatum)
    const nieuw = { id, gemeentecode, ontwerp, wijze, door, at, sleutel, vervaldatum }
    if (!(await insertBesluit(tx, nieuw))) {
      const winner = await findFirst()
      if (winner === undefined) throw new Problem('bewaarbesluit-loopt')
      return { herhaald: true, besluit: checkSame(winner, ontwerp) }
    }
    const { termijnen, wijze: nieuweWijze, ingangsdatum } = ontwerp
    await recordDeed(deps, tx, deed, {
      soort: 'bewaarbesluit-opgesteld',
      besluitId: id,
      termijnen,
      ...(nieuweWijze === undefined ? {} : { nieuweWijze }),
      ingangsdatum,
    })
    const besluit = await getBesluit(tx, gemeentecode, id)
    const voorvertoning = await previewDecision(tx, policies, besluit, at)
    return { herhaald: false, besluit: { ...besluit, voorvertoning } }
  })
}

/** @throws Problem `ingangsdatum-onjuist` */
function checkDay(ingangsdatum: Dag, dag: Dag): void {
  if (ingangsdatum > dag && ingangsdatum <= addMonths(dag, MOST_MONTHS_AHEAD)) return
  const detail = `Een besluit gaat in vanaf morgen, en uiterlijk op ${addMonths(dag, MOST_MONTHS_AHEAD)}.`
  throw new Problem('ingangsdatum-onjuist', {
    errors: [{ pointer: '/ingangsdatum', code: 'buiten-bereik', detail }],
  })
}

/** @throws Problem `bewaartermijn-buiten-grenzen` with every fault */
function checkTerms(policies: Policies, { termijnen }: Bewaarontwerp): void {
  const errors = termijnen.flatMap(({ categorie, termijn }, index): Invoerfout[] => {
    const fault = termFault(policies, categorie, termijn)
    return fault === undefined ? [] : [faultOf(index, fault)]
  })
  if (errors.length > 0) throw new Problem('bewaartermijn-buiten-grenzen', { errors })
}

function faultOf(index: number, fault: TermFault): Invoerfout {
  if (fault.waarom === 'niet-door-gemeente')
    return {
      pointer: `/termijnen/${index}/categorie`,
      code: fault.waarom,
      detail: 'Over deze categorie beslist een gemeente niet, of zij bestaat niet.',
    }
  const side = fault.waarom === 'korter-dan-minstens' ? 'Minstens' : 'Hoogstens'
  return {
    pointer: `/termijnen/${index}/termijn`,
    code: fault.waarom,
    detail: `${side} ${fault.grens} (${fault.bron}).`,
  }
}

/** @throws Problem `idempotentiesleutel-hergebruikt` when the first draft was another */
function checkSame(first: Bewaarbesluit, ontwerp: Bewaarontwerp): Bewaarbesluit {
  const { termijnen, nieuweWijze: wijze, ingangsdatum, kenmerk } = first
  const drafted = JSON.stringify({ termijnen, wijze, ingangsdatum, kenmerk })
  const same = canonicalJson(JSON.parse(drafted)) === canonicalJson(ontwerp)
  if (!same) throw new Problem('idempotentiesleutel-hergebruikt')
  return first
}
