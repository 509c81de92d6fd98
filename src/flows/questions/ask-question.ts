/** An employee of a municipality asks the VLP of a chosen signal one thing, in a closed code. The VLP learns by it that its signal was chosen. */
import { appendEvent } from '../../audit/audit.store.ts'
import { uuidv7 } from '../../crypto/uuid.ts'
import type { Tx } from '../../db/database.ts'
import { addWorkingDays } from '../../legal/working-days.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import { actorOf, type Caller } from '../../model/caller.ts'
import { type Navraag, NavraagId, type NieuweNavraag } from '../../model/navraag.ts'
import { Problem } from '../../model/problem.ts'
import { ANSWER_WORKING_DAYS, mayAskAbout } from '../../questions/may-ask.ts'
import {
  findNavraag,
  findNavraagByKey,
  insertNavraag,
  lockVraagsignaal,
  type Vraagsignaal,
} from '../../questions/navraag.store.ts'
import { groundsFor, type QuestionsDeps, requireQuestions } from './questions.ts'

const KEY_LIFETIME_MS = 24 * 60 * 60 * 1000

type Asked = { readonly navraag: NieuweNavraag; readonly idempotentiesleutel?: string }

/**
 * Asks. The same idempotency key and content within 24 hours gives the first question.
 * @throws Problem `navraag-staat-uit`, `persoon-vereist`; `niet-gevonden` when the signal is not there or not the caller's; `navraag-niet-mogelijk` when it
 *         was not chosen and collected, was withdrawn or restricted, or when this is no lawful field of its type; `navraag-loopt`
 */
export async function askQuestion(
  deps: QuestionsDeps,
  caller: Caller,
  asked: Asked,
): Promise<{ readonly herhaald: boolean; readonly navraag: Navraag }> {
  requireQuestions(deps.policies())
  const { medewerker: door, namens, gemeenten } = caller
  if (door === undefined || door === 'systeem') throw new Problem('persoon-vereist')
  const { signaalId, soort } = asked.navraag
  const at = deps.now()
  const dag = dayInAmsterdam(at)
  const scope = { role: 'gw_aflevering', oin: namens, gemeenten } as const
  return deps.db.transaction(scope, async (tx) => {
    const signaal = await lockVraagsignaal(tx, gemeenten, signaalId, dag)
    if (signaal === undefined) throw new Problem('niet-gevonden')
    const first = await findFirst(tx, signaal, asked, at)
    if (first !== undefined) return { herhaald: true, navraag: first }
    const { signaaltype, gemeentecode, versie } = signaal
    const isLawful = groundsFor(deps.policies(), { signaaltype, soort, dag }) !== undefined
    if (!mayAskAbout(signaal) || !isLawful) throw new Problem('navraag-niet-mogelijk')
    const id = NavraagId.parse(uuidv7(at, deps.random))
    const uiterlijk = addWorkingDays(dag, ANSWER_WORKING_DAYS)
    const sleutel = asked.idempotentiesleutel
    const given = { ...signaal, id, signaalId, soort, door, at, uiterlijk, sleutel }
    if (!(await insertNavraag(tx, given))) throw new Problem('navraag-loopt')
    await appendEvent(
      tx,
      { at, random: deps.random },
      {
        soort: 'navraag-gesteld',
        actor: actorOf(caller),
        gemeentecode,
        signaalId,
        versie,
        navraagId: id,
        navraag: soort,
        deelnemer: signaal.oin,
      },
      { oin: caller.oin, namens, gemeentecode },
    )
    const found = await findNavraag(tx, gemeenten, id)
    if (found === undefined) throw new Error('a question that was asked is not there')
    return { herhaald: false, navraag: found.navraag }
  })
}

/** @throws Problem `idempotentiesleutel-hergebruikt` when the first question was another */
async function findFirst(
  tx: Tx,
  { gemeentecode }: Vraagsignaal,
  { navraag, idempotentiesleutel: sleutel }: Asked,
  at: Date,
): Promise<Navraag | undefined> {
  if (sleutel === undefined) return undefined
  const sinds = new Date(at.getTime() - KEY_LIFETIME_MS)
  const first = await findNavraagByKey(tx, gemeentecode, sleutel, sinds)
  if (first === undefined) return undefined
  if (first.signaalId !== navraag.signaalId || first.soort !== navraag.soort)
    throw new Problem('idempotentiesleutel-hergebruikt')
  return first
}
