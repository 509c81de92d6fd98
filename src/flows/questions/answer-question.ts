/** A VLP answers a question: the policy of today decides on the value, and what passes is sealed to the municipality before anything is kept. */
import { appendEvent } from '../../audit/audit.store.ts'
import type { Tx } from '../../db/database.ts'
import { appendFeed } from '../../delivery/feed.store.ts'
import { dueDate } from '../../legal/compile.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import { actorOf, type Caller } from '../../model/caller.ts'
import type { Dag } from '../../model/ids.ts'
import {
  answerField,
  answerValue,
  type Navraag,
  type Navraagantwoord,
  type NavraagId,
} from '../../model/navraag.ts'
import { Problem } from '../../model/problem.ts'
import type { VerzegeldVeld } from '../../model/sealed.ts'
import {
  endNavraag,
  listNavragenAan,
  lockNavraagAan,
  type Navraagregel,
} from '../../questions/navraag.store.ts'
import { addSealedField, lockAnswered } from '../../sealing/answer.store.ts'
import { lockOpenKey } from '../../sealing/bewaarsleutel.store.ts'
import { sealFields } from '../../sealing/seal.ts'
import { type AnswerDeps, groundsFor, type QuestionsDeps } from './questions.ts'

/** The questions to this VLP, newest first; `volgende` where there are more. */
export async function readOwnQuestions(
  { db }: Pick<QuestionsDeps, 'db'>,
  { namens: oin }: Caller,
  { limiet, voor }: { readonly limiet: number; readonly voor?: NavraagId },
): Promise<{ readonly navragen: readonly Navraag[]; readonly volgende?: NavraagId }> {
  const page = { limiet: limiet + 1, ...(voor === undefined ? {} : { voor }) }
  const found = await db.transaction({ role: 'gw_aanlevering', oin }, (tx) =>
    listNavragenAan(tx, oin, page),
  )
  const navragen = found.slice(0, limiet)
  const last = found.length > limiet ? navragen.at(-1)?.id : undefined
  return { navragen, ...(last === undefined ? {} : { volgende: last }) }
}

/**
 * Answers an open question. An answer of another kind than was asked, or one that may not be told today, is refused, and nothing of it is kept.
 * @throws Problem `niet-gevonden`; `navraag-gesloten` when it was answered, its days are over or its signal ended; `navraag-niet-mogelijk`;
 *         `niet-beschikbaar` while the key of that day is being ended
 */
export async function answerQuestion(
  deps: AnswerDeps,
  caller: Caller,
  { id, antwoord }: { readonly id: NavraagId; readonly antwoord: Navraagantwoord },
): Promise<Navraag> {
  const { namens: oin } = caller
  const at = deps.now()
  return deps.db.transaction({ role: 'gw_aanlevering', oin }, async (tx) => {
    const dag = dayInAmsterdam(at)
    const regel = await lockNavraagAan(tx, oin, id)
    if (regel === undefined) throw new Problem('niet-gevonden')
    const { navraag } = regel
    if (navraag.toestand !== 'open' || navraag.uiterlijkDatum < dag)
      throw new Problem('navraag-gesloten')
    if (antwoord.soort !== navraag.soort) throw new Problem('navraag-niet-mogelijk')
    await sealAnswer(deps, tx, caller, { regel, antwoord, dag })
    await endNavraag(tx, navraag, 'beantwoord', at)
    await tell(deps, tx, caller, regel, at)
    return { ...navraag, toestand: 'beantwoord', afgerondTijdstip: at.toISOString() }
  })
}

type Answering = {
  readonly regel: Navraagregel
  readonly antwoord: Navraagantwoord
  readonly dag: Dag
}

async function sealAnswer(
  deps: AnswerDeps,
  tx: Tx,
  { namens: oin }: Caller,
  { regel: { navraag }, antwoord, dag }: Answering,
): Promise<void> {
  const { gemeentecode, signaalId, soort } = navraag
  const signaal = await lockAnswered(tx, gemeentecode, oin, signaalId)
  if (signaal === undefined || signaal.ingetrokken || signaal.vervaldatum <= dag)
    throw new Problem('navraag-gesloten')
  const { versie, signaaltype, vervaldatum } = signaal
  if (groundsFor(deps.policies(), { signaaltype, soort, dag }) === undefined)
    throw new Problem('navraag-niet-mogelijk')
  const { volgnummer } = await lockOpenKey(tx, gemeentecode, vervaldatum)
  const key = await deps.keyring.ensureRetentionKey({ gemeentecode, vervaldatum, volgnummer })
  const sender = deps.fieldBox.createSender()
  try {
    const value = answerValue(antwoord)
    const field = { value, doelen: ['hulpaanbod'] as const, vervaldatum }
    const [sealed] = sealFields(deps.fieldBox, {
      signaalId,
      versie,
      gemeentecode,
      fields: new Map([[answerField(soort), field]]),
      recipients: await deps.recipientKeys(tx, gemeentecode, dag),
      retentionKeys: () => ({ volgnummer, key }),
      sender,
    })
    await keep(tx, { gemeentecode, signaalId, versie, oin, volgnummer }, sealed)
  } finally {
    sender.forget()
    key.fill(0)
  }
}

/** Fields of that day that hang on a key which is ending are moved within seconds: the VLP tries again. */
async function keep(
  tx: Tx,
  place: Parameters<typeof addSealedField>[1],
  sealed: VerzegeldVeld | undefined,
): Promise<void> {
  if (sealed === undefined) throw new Error('an answer was not sealed')
  if (!(await addSealedField(tx, place, sealed)))
    throw new Problem('niet-beschikbaar', { retryAfterSeconds: 5 })
}

async function tell(
  deps: AnswerDeps,
  tx: Tx,
  caller: Caller,
  { navraag, versie }: Navraagregel,
  at: Date,
): Promise<void> {
  const { id: navraagId, gemeentecode, signaalId, soort } = navraag
  const { oin, namens } = caller
  await appendEvent(
    tx,
    { at, random: deps.random },
    {
      soort: 'navraag-beantwoord',
      actor: actorOf(caller),
      gemeentecode,
      signaalId,
      versie,
      navraagId,
      navraag: soort,
    },
    { oin, namens, gemeentecode },
  )
  const line = {
    soort: 'antwoord',
    signaalId,
    versie,
    reden: 'beantwoord',
    tijdstip: at.toISOString(),
  } as const
  const vervaldatum = dueDate(deps.policies(), 'gemeenteGebeurtenis', dayInAmsterdam(at))
  await appendFeed(tx, gemeentecode, [line], vervaldatum)
}
