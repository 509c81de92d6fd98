/**
 * A machine of the municipality says what it found of a melding before anyone opens it: nobody to approach, to be protected, or in order. What each
 * finding does is policy. Nothing of the person is said, kept or answered.
 */
import { appendEvent } from '../audit/audit.store.ts'
import {
  emptyDerived,
  endFieldsBy,
  hasSealed,
  lockStand,
  type Meldingstand,
  saveStand,
} from '../checks/melding-stand.store.ts'
import { nextStand, type Vervolg } from '../checks/next-stand.ts'
import type { Tx } from '../db/database.ts'
import type { Db } from '../db/transaction.ts'
import { type Afleverregel, findMeldingen, holdMeldingen } from '../delivery/collect.store.ts'
import { forgetFeedback } from '../feedback/forget.store.ts'
import { queueFeedback } from '../feedback/terugkoppeling.store.ts'
import type { Policies } from '../legal/compile.ts'
import { type Bevinding, findingOf } from '../legal/controle.ts'
import { feedbackFor } from '../legal/feedback.ts'
import { confirmedDue, termsToday } from '../legal/own-terms.ts'
import { werkwijzeOf } from '../legal/werkwijze.ts'
import { deleteIndexes } from '../matching/wachtrij.store.ts'
import { dayInAmsterdam } from '../model/calendar.ts'
import { actorOf, type Caller } from '../model/caller.ts'
import type { Controlebevinding, Controlestand } from '../model/controle.ts'
import type { Dag, SignaalId } from '../model/ids.ts'
import { possibleSteps } from '../model/melding-life.ts'
import type { Now, RandomBytes } from '../model/ports.ts'
import { Problem } from '../model/problem.ts'
import { RESULTATEN, type Resultaat } from '../model/terugkoppeling.ts'
import { eraseFields, lockSignaal } from '../retention/early-end.store.ts'
import { findOwnTerms } from '../retention/eigen-termijn.store.ts'

export type RecordCheckDeps = {
  readonly db: Db
  readonly policies: () => Policies
  readonly now: Now
  readonly random: RandomBytes
}

/** One finding on one melding, whose signals and row are held. */
type Check = {
  readonly caller: Caller
  readonly bevinding: Controlebevinding
  readonly at: Date
  readonly dag: Dag
  readonly gevolg: Bevinding
  readonly stand: Meldingstand
  readonly signalen: readonly Afleverregel[]
}

/**
 * Records what was found of a melding, called by its own id or that of one of its signals. May be repeated: what fell out falls out once.
 * @throws Problem `niet-gevonden`; `signaal-beperkt`; `signaal-bevroren` when a hold forbids to erase; `stap-niet-mogelijk` with what is possible
 */
export async function recordCheck(
  deps: RecordCheckDeps,
  caller: Caller,
  { id, bevinding }: { readonly id: SignaalId; readonly bevinding: Controlebevinding },
): Promise<Controlestand> {
  const { namens: oin, gemeenten } = caller
  return deps.db.transaction({ role: 'gw_controle', oin, gemeenten }, async (tx) => {
    const check = await hold(deps, tx, caller, { id, bevinding })
    const next = await nextOf(tx, check)
    await saveStand(
      tx,
      { ...check.stand, ...standOf(next) },
      { at: check.at, ...endOf(check, next) },
    )
    const gewist = check.gevolg.gevolg === 'wissen' ? await erase(tx, check) : []
    if (next.eindigt) await end(deps, tx, check)
    if (next.hersteld) await forgetFeedback(tx, check.stand.gemeentecode, idsOf(check.signalen))
    await record(deps, tx, check, next, gewist)
    const { toestand, versie } = next
    return { id: check.stand.id, versie, toestand, gevolg: check.gevolg.gevolg }
  })
}

const idsOf = (regels: readonly Afleverregel[]): readonly SignaalId[] => regels.map(({ id }) => id)

const standOf = ({ toestand, versie, uitkomstgroep, geheim }: Vervolg) => ({
  toestand,
  versie,
  uitkomstgroep,
  geheim,
})

const endOf = ({ at }: Check, { eindigt, hersteld }: Vervolg) => {
  if (eindigt) return { afgesloten: at }
  return hersteld ? { afgesloten: null } : {}
}

/** The melding first, then its signals: whoever takes both does so in this order, as collecting does. */
async function hold(
  { policies, now }: RecordCheckDeps,
  tx: Tx,
  caller: Caller,
  { id, bevinding }: { readonly id: SignaalId; readonly bevinding: Controlebevinding },
): Promise<Check> {
  const at = now()
  const dag = dayInAmsterdam(at)
  const plaats = (await findMeldingen(tx, caller.gemeenten, [id])).get(id)
  if (plaats === undefined) throw new Problem('niet-gevonden')
  const stand = await lockStand(tx, plaats.gemeentecode, plaats.id)
  const held = await holdMeldingen(tx, [plaats.gemeentecode], [plaats.id])
  const signalen = held.filter(({ ingetrokken }) => !ingetrokken)
  if (signalen.length === 0 || stand === undefined) throw new Problem('niet-gevonden')
  const gevolg = findingOf(policies(), bevinding.uitkomst, dag)
  const isRestricted = ({ beperktTot }: Afleverregel): boolean =>
    beperktTot !== null && dag < beperktTot
  // An objection touches every signal: one that may only be kept is not erased.
  const stops =
    gevolg.gevolg === 'wissen' ? signalen.some(isRestricted) : signalen.every(isRestricted)
  if (stops) throw new Problem('signaal-beperkt')
  return { caller, bevinding, at, dag, gevolg, stand, signalen }
}

/** @throws Problem `stap-niet-mogelijk` */
async function nextOf(tx: Tx, { bevinding, gevolg, stand, signalen }: Check): Promise<Vervolg> {
  const { resultaat } = gevolg
  const groep = resultaat === undefined ? {} : { groep: RESULTATEN[resultaat].groep }
  const next = nextStand(stand, { gevolg: gevolg.gevolg, ...groep }, bevinding)
  if (next === undefined) throw notPossible(stand)
  if (next.hersteld && !(await hasSealed(tx, stand.gemeentecode, idsOf(signalen))))
    throw notPossible(stand)
  return next
}

function notPossible({ toestand }: Meldingstand): Problem {
  const steps = possibleSteps(toestand).filter(
    (stap) => stap === 'uitvallen' || stap === 'herstellen',
  )
  const can =
    steps.length === 0
      ? 'Een controle verandert daar niets meer aan.'
      : `Een controle kan dan: ${steps.join(', ')}, zolang er nog velden zijn.`
  return new Problem('stap-niet-mogelijk', {
    errors: [{ pointer: '/uitkomst', code: toestand, detail: `De melding is ${toestand}. ${can}` }],
  })
}

/** Nothing sealed, derived or indexed stays of a person who objected. @returns the signals of which fields went */
async function erase(
  tx: Tx,
  { stand: { gemeentecode }, signalen, dag }: Check,
): Promise<readonly SignaalId[]> {
  const erased: SignaalId[] = []
  for (const { id, oin } of signalen) {
    const spoor = await lockSignaal(tx, gemeentecode, id)
    if (spoor !== undefined && spoor.bevrorenTot !== null && dag < spoor.bevrorenTot)
      throw new Problem('signaal-bevroren')
    await deleteIndexes(tx, oin, id)
    await emptyDerived(tx, gemeentecode, [id])
    if ((await eraseFields(tx, gemeentecode, [id])) > 0) erased.push(id)
  }
  return erased
}

/** Its VLPs hear, and what may still be needed to mend a wrong finding goes when fields go after a confirmed receipt. */
async function end({ policies }: RecordCheckDeps, tx: Tx, check: Check): Promise<void> {
  const { stand, signalen, gevolg, dag, at } = check
  const { gemeentecode, geheim } = stand
  const own = termsToday(policies(), await findOwnTerms(tx, gemeentecode, dag))
  await endFieldsBy(tx, gemeentecode, idsOf(signalen), confirmedDue(policies(), own, dag))
  const told = feedbackFor(policies(), resultOf(gevolg), { geheim, dag })
  if (told === undefined) return
  await queueFeedback(
    tx,
    signalen.map(({ oin, id: signaalId }) => ({
      gemeentecode,
      oin,
      signaalId,
      code: told.code,
      dag,
      soort: 'eind',
    })),
    { zichtbaar: whenVisible(policies(), check), at },
  )
}

function resultOf({ resultaat }: Bevinding): Resultaat {
  if (resultaat === undefined) throw new Error('a finding that ends a melding has no result')
  return resultaat
}

/**
 * At once only where everyone is checked before anyone chooses: then it says nothing of a choice. Where the chosen ones are checked, an answer before
 * the month closes would tell a VLP that its signal was chosen.
 */
function whenVisible(policies: Policies, { stand, dag }: Check): 'direct' | 'sluiting' {
  const { controle, terugkoppeling } = werkwijzeOf(policies, stand.gemeentecode, dag)
  const beforeChoice = controle === 'vooraf' && stand.toestand === 'werkvoorraad'
  return beforeChoice && terugkoppeling === 'direct' ? 'direct' : 'sluiting'
}

async function record(
  { random }: RecordCheckDeps,
  tx: Tx,
  { caller, at, gevolg: { gevolg }, stand: { gemeentecode, id: meldingId } }: Check,
  { eindigt, hersteld, uitkomstgroep }: Vervolg,
  gewist: readonly SignaalId[],
): Promise<void> {
  const { oin, namens } = caller
  await appendEvent(
    tx,
    { at, random },
    {
      soort: 'controle-vastgelegd',
      actor: actorOf(caller),
      gemeentecode,
      meldingId,
      gevolg,
      hersteld,
      ...(eindigt && uitkomstgroep !== undefined ? { uitkomstgroep } : {}),
      gewisteSignalen: [...gewist],
    },
    { oin, namens, gemeentecode },
  )
}
