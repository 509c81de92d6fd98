/** The municipality collects one question with its answer, sealed to its own key; recorded before the answer leaves, like any field. */
import { appendEvent } from '../../audit/audit.store.ts'
import { logIsStale } from '../../audit/log.store.ts'
import { toBase64 } from '../../crypto/bytes.ts'
import type { Tx } from '../../db/database.ts'
import type { Scope } from '../../db/transaction.ts'
import { ownKey } from '../../delivery/own-key.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import { actorOf, type Caller } from '../../model/caller.ts'
import type { SleutelId } from '../../model/ids.ts'
import { answerField, type NavraagId, type NavraagMetAntwoord } from '../../model/navraag.ts'
import { Problem } from '../../model/problem.ts'
import type { Veldzegel } from '../../model/sealed.ts'
import { findNavraag, lockVraagsignaal, type Navraagregel } from '../../questions/navraag.store.ts'
import { lockForDelivery } from '../../sealing/bewaarsleutel.store.ts'
import { findSealed } from '../../sealing/sealed.store.ts'
import { findBox } from '../../sealing/wrap.ts'
import { type AnswerDeps, groundsFor, type QuestionsDeps } from './questions.ts'

type Vraag = { readonly id: NavraagId; readonly sleutelId?: SleutelId }

const scopeOf = ({ namens, gemeenten }: Caller): Scope => ({
  role: 'gw_aflevering',
  oin: namens,
  gemeenten,
  doel: 'hulpaanbod',
})

/** Whether the question is there and the caller's; discloses and records nothing. @throws Problem `niet-gevonden` */
export async function checkQuestion(
  { db }: Pick<QuestionsDeps, 'db'>,
  caller: Caller,
  id: NavraagId,
): Promise<void> {
  const found = await db.transaction(scopeOf(caller), (tx) => findNavraag(tx, caller.gemeenten, id))
  if (found === undefined) throw new Problem('niet-gevonden')
}

/**
 * The question; once answered with the answer, while the policy of today lets it pass and its term lasts.
 * @throws Problem `niet-gevonden`, `sleutel-onbekend`, `signaal-beperkt`; `niet-beschikbaar` while the log is behind
 */
export async function readAnswer(
  deps: AnswerDeps,
  caller: Caller,
  { id, sleutelId }: Vraag,
): Promise<NavraagMetAntwoord> {
  const stale = await deps.db.transaction({ role: 'gw_log' }, (tx) => logIsStale(tx, deps.now()))
  if (stale) throw new Problem('niet-beschikbaar', { retryAfterSeconds: 10 })
  return deps.db.transaction(scopeOf(caller), async (tx) => {
    const regel = await findNavraag(tx, caller.gemeenten, id)
    if (regel === undefined) throw new Problem('niet-gevonden')
    const { navraag, versie } = regel
    if (navraag.toestand !== 'beantwoord') return { ...navraag, versie }
    const antwoord = await openPlace(deps, tx, caller, { regel, sleutelId })
    if (antwoord === undefined) return { ...navraag, versie }
    return { ...navraag, versie, antwoord }
  })
}

async function openPlace(
  deps: AnswerDeps,
  tx: Tx,
  caller: Caller,
  { regel: { navraag }, sleutelId }: { regel: Navraagregel; sleutelId: SleutelId | undefined },
): Promise<Veldzegel | undefined> {
  const { gemeentecode, signaalId, soort } = navraag
  const dag = dayInAmsterdam(deps.now())
  const signaal = await lockVraagsignaal(tx, [gemeentecode], signaalId, dag)
  if (signaal?.isBeperkt === true) throw new Problem('signaal-beperkt')
  const { signaaltype = '' } = signaal ?? {}
  const grondslag = groundsFor(deps.policies(), { signaaltype, soort, dag })
  const { oin, namens } = caller
  const keys = await deps.recipientKeys(tx, gemeentecode, dag)
  const own = ownKey(keys, { oin, namens, gemeentecode, doel: 'hulpaanbod', sleutelId })
  const veld = answerField(soort)
  for (const row of await findSealed(tx, gemeentecode, [signaalId])) {
    const field = row.fields.find((one) => one.veld === veld)
    if (field === undefined || grondslag === undefined) continue
    const [id] = await lockForDelivery(tx, gemeentecode, [row])
    const key = id && (await deps.keyring.retentionKey(id))
    if (id === undefined || key === undefined)
      throw new Problem('niet-beschikbaar', { retryAfterSeconds: 5 })
    const place = { signaalId, versie: row.versie, gemeentecode, veld }
    const sleutel = findBox(deps.fieldBox, place, { id, key }, field.dozen, own)
    key.fill(0)
    if (sleutel === undefined) return undefined
    await record(deps, tx, caller, { navraag, versie: row.versie, sleutelId: own })
    const waarde = toBase64(field.waarde)
    return { veld, waarde, sleutel, grondslag, bewarenTotDatum: field.vervaldatum }
  }
  return undefined
}

async function record(
  { now, random }: AnswerDeps,
  tx: Tx,
  caller: Caller,
  { navraag, versie, sleutelId }: Navraagregel & { readonly sleutelId: SleutelId },
): Promise<void> {
  const { id: navraagId, gemeentecode, signaalId, soort } = navraag
  await appendEvent(
    tx,
    { at: now(), random },
    {
      soort: 'antwoord-verstrekt',
      actor: actorOf(caller),
      gemeentecode,
      signaalId,
      versie,
      navraagId,
      navraag: soort,
      sleutelId,
    },
    { oin: caller.oin, namens: caller.namens, gemeentecode },
  )
}
