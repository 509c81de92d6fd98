/** A municipality finds, after opening, that two meldingen are of one household or person, or that one is of two: its own act, recorded, and undone by the other. */
import { uuidv7 } from '../../crypto/uuid.ts'
import type { Tx } from '../../db/database.ts'
import { findSignalen, type Meldingrij, saveMelding } from '../../followup/melding.store.ts'
import { takeDetail } from '../../followup/resultaat-detail.store.ts'
import { ensureMelding, moveAttempts, moveSignals } from '../../followup/samenvoeging.store.ts'
import { deedOf } from '../../identity/municipal-deed.ts'
import type { Caller } from '../../model/caller.ts'
import { type Gemeentecode, SignaalId } from '../../model/ids.ts'
import { Problem } from '../../model/problem.ts'
import { putDownKeys } from '../../retention/early-end.store.ts'
import { type FollowUpDeps, getMelding, recordDeeds, scopeOf } from './follow-up.ts'

/** The meldingen as they are called now. */
export type Samenstelling = { readonly melding: SignaalId; readonly andere: SignaalId }

/** Held, and opened by its municipality and not ended. @throws Problem `niet-gevonden`, `melding-niet-geopend` */
async function getOpened(tx: Tx, gemeentecode: Gemeentecode, id: SignaalId): Promise<Meldingrij> {
  const melding = await getMelding(tx, gemeentecode, id)
  if (melding.toestand !== 'opgepakt') throw new Problem('melding-niet-geopend')
  return melding
}

/**
 * Everything of melding `andere` goes to melding `id`: its signals, and the attempts to reach the person.
 * @throws Problem `niet-gevonden`; `melding-niet-geopend` unless both are worked on; `verzoek-onjuist` for a melding with itself;
 *         `persoon-vereist`, `rol-niet-toegestaan`
 */
export async function joinMeldingen(
  deps: FollowUpDeps,
  caller: Caller,
  id: SignaalId,
  andere: SignaalId,
): Promise<Samenstelling> {
  const deed = deedOf(caller, deps.now())
  const { gemeentecode } = deed
  return deps.db.transaction(scopeOf(gemeentecode), async (tx) => {
    // In one order, so that two who join the same pair never wait for each other.
    const held = new Map<SignaalId, Meldingrij>()
    for (const one of [id, andere].toSorted()) held.set(one, await getOpened(tx, gemeentecode, one))
    const [to, from] = [held.get(id), held.get(andere)]
    if (to === undefined || from === undefined || to.id === from.id) throw withItself()
    const ids = (await findSignalen(tx, gemeentecode, from.id)).map((one) => one.id)
    const way = { van: from.id, naar: to.id }
    await moveSignals(tx, gemeentecode, way, ids)
    await moveAttempts(tx, gemeentecode, way)
    const detail = await takeDetail(tx, gemeentecode, from.id)
    if (detail !== undefined) await putDownKeys(tx, gemeentecode, [detail])
    for (const one of [to, from])
      await saveMelding(tx, gemeentecode, one, { toestand: one.toestand })
    const event = { soort: 'meldingen-samengevoegd', meldingId: to.id } as const
    await recordDeeds(deps, tx, deed, [{ ...event, andereMeldingId: from.id, signalen: ids }])
    return { melding: to.id, andere: from.id }
  })
}

const withItself = (): Problem => {
  const detail = 'Noem twee verschillende meldingen.'
  return new Problem('verzoek-onjuist', {
    errors: [{ pointer: '/melding', code: 'onjuist', detail }],
  })
}

/**
 * Some signals of melding `id`, and not all, become a melding of their own, called by the first of them where that name is free. The attempts stay.
 * @throws Problem `niet-gevonden` (also for a signal that is not of it); `melding-niet-geopend`; `verzoek-onjuist` when none would be left;
 *         `persoon-vereist`, `rol-niet-toegestaan`
 */
export async function splitMelding(
  deps: FollowUpDeps,
  caller: Caller,
  id: SignaalId,
  signalen: readonly SignaalId[],
): Promise<Samenstelling> {
  const deed = deedOf(caller, deps.now())
  const { gemeentecode, at } = deed
  return deps.db.transaction(scopeOf(gemeentecode), async (tx) => {
    const melding = await getOpened(tx, gemeentecode, id)
    const all = (await findSignalen(tx, gemeentecode, melding.id)).map((one) => one.id)
    const leaving = all.filter((one) => signalen.includes(one))
    const [first] = leaving
    if (first === undefined || leaving.length < new Set(signalen).size)
      throw new Problem('niet-gevonden')
    if (leaving.length === all.length) throw noneLeft()
    const free = await ensureMelding(tx, gemeentecode, first, melding.id)
    const other = free ? first : SignaalId.parse(uuidv7(at, deps.random))
    if (!free) await ensureMelding(tx, gemeentecode, other, melding.id)
    await moveSignals(tx, gemeentecode, { van: melding.id, naar: other }, leaving)
    await saveMelding(tx, gemeentecode, melding, { toestand: melding.toestand })
    const event = { soort: 'melding-gesplitst', meldingId: melding.id } as const
    await recordDeeds(deps, tx, deed, [{ ...event, andereMeldingId: other, signalen: leaving }])
    return { melding: melding.id, andere: other }
  })
}

const noneLeft = (): Problem => {
  const detail = 'Ten minste één signaal blijft in de melding.'
  return new Problem('verzoek-onjuist', {
    errors: [{ pointer: '/signalen', code: 'onjuist', detail }],
  })
}
