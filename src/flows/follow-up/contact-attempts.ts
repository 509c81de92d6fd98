/** A municipality records how it tried to reach the person of a melding, and says it when such an attempt does not count after all. */
import { canonicalJson } from '../../crypto/canonical-json.ts'
import { uuidv7 } from '../../crypto/uuid.ts'
import type { Tx } from '../../db/database.ts'
import {
  findByKey,
  insertContactpoging,
  listContactpogingen,
  voidContactpoging,
} from '../../followup/contactpoging.store.ts'
import { type Meldingrij, saveMelding } from '../../followup/melding.store.ts'
import { setTermijn, settleTermijnen } from '../../followup/termijn.store.ts'
import { type Deed, deedOf } from '../../identity/municipal-deed.ts'
import { afterCard, endOfAttempts } from '../../legal/clocks.ts'
import type { Caller } from '../../model/caller.ts'
import {
  type Contactpoging,
  ContactpogingId,
  isGesprek,
  type NieuweContactpoging,
  type Vervalreden,
} from '../../model/contactpoging.ts'
import type { SignaalId } from '../../model/ids.ts'
import { Problem } from '../../model/problem.ts'
import { type FollowUpDeps, getMelding, recordDeeds, scopeOf, takeStep } from './follow-up.ts'
import { stopConversationClock } from './set-clock.ts'

const KEY_LIFETIME_MS = 24 * 60 * 60 * 1000

/**
 * Records an attempt at melding `id`, which is worked on from then on. The same idempotency key and content within 24 hours gives the first.
 * @throws Problem `niet-gevonden`; `verzoek-onjuist` for a day that has not come; `stap-onmogelijk`; `idempotentiesleutel-hergebruikt`;
 *         `persoon-vereist`, `rol-niet-toegestaan`
 */
export async function recordAttempt(
  deps: FollowUpDeps,
  caller: Caller,
  id: SignaalId,
  input: { readonly poging: NieuweContactpoging; readonly idempotentiesleutel?: string },
): Promise<{ readonly herhaald: boolean; readonly poging: Contactpoging }> {
  const deed = deedOf(caller, deps.now())
  const { gemeentecode, door, at, dag } = deed
  const { poging: nieuw, idempotentiesleutel: sleutel } = input
  if (nieuw.datum > dag) throw futureDay()
  return deps.db.transaction(scopeOf(gemeentecode), async (tx) => {
    const melding = await getMelding(tx, gemeentecode, id)
    const first = await findFirst(tx, deed, sleutel, melding, nieuw)
    if (first !== undefined) return { herhaald: true, poging: first }
    const toestand = takeStep(melding, 'contact')
    const poging = { id: ContactpogingId.parse(uuidv7(at, deps.random)), ...nieuw }
    await insertContactpoging(tx, gemeentecode, melding.id, poging, { door, at, sleutel })
    if (toestand !== melding.toestand)
      await saveMelding(tx, gemeentecode, melding, { toestand, opgepakt: at })
    await moveReminders(tx, deed, melding, poging)
    const { soort: contactsoort, bereikt, id: pogingId } = poging
    const event = { soort: 'contactpoging-vastgelegd', meldingId: melding.id } as const
    await recordDeeds(deps, tx, deed, [{ ...event, pogingId, contactsoort, bereikt }])
    return { herhaald: false, poging }
  })
}

const futureDay = (): Problem => {
  const detail = 'Deze dag moet nog komen.'
  return new Problem('verzoek-onjuist', {
    errors: [{ pointer: '/datum', code: 'buiten-bereik', detail }],
  })
}

/** What the same key recorded before. @throws Problem `idempotentiesleutel-hergebruikt` when that was another attempt */
async function findFirst(
  tx: Tx,
  { gemeentecode, at }: Deed,
  sleutel: string | undefined,
  { id }: Meldingrij,
  nieuw: NieuweContactpoging,
): Promise<Contactpoging | undefined> {
  if (sleutel === undefined) return undefined
  const sinds = new Date(at.getTime() - KEY_LIFETIME_MS)
  const first = await findByKey(tx, gemeentecode, sleutel, sinds)
  if (first === undefined) return undefined
  const { id: _, vervallen: __, ...poging } = first.poging
  if (first.melding !== id || canonicalJson(poging) !== canonicalJson(nieuw))
    throw new Problem('idempotentiesleutel-hergebruikt')
  return first.poging
}

/** A card asks for another visit, whoever was reached for none; attempts end three weeks after the first. */
async function moveReminders(
  tx: Tx,
  deed: Deed,
  melding: Meldingrij,
  { soort, bereikt, datum }: Contactpoging,
): Promise<void> {
  const { gemeentecode, at } = deed
  if (isGesprek({ soort, bereikt })) await stopConversationClock(tx, deed, melding)
  if (bereikt)
    return settleTermijnen(tx, gemeentecode, melding.id, ['na-kaartje', 'einde-pogingen'], at)
  const counted = (await listContactpogingen(tx, gemeentecode, melding.id)).filter(
    ({ vervallen }) => vervallen === undefined,
  )
  if (counted.some((one) => one.bereikt)) return undefined
  const first = counted.map((one) => one.datum).sort()[0] ?? datum
  await setTermijn(tx, gemeentecode, melding.id, 'einde-pogingen', endOfAttempts(first))
  if (soort === 'kaartje')
    await setTermijn(tx, gemeentecode, melding.id, 'na-kaartje', afterCard(datum))
  else await settleTermijnen(tx, gemeentecode, melding.id, ['na-kaartje'], at)
}

/**
 * An attempt does not count any more: it stays, with the reason, until its melding goes. May be repeated.
 * @throws Problem `niet-gevonden`; `persoon-vereist`, `rol-niet-toegestaan`
 */
export async function voidAttempt(
  deps: FollowUpDeps,
  caller: Caller,
  place: { readonly melding: SignaalId; readonly poging: ContactpogingId },
  reden: Vervalreden,
): Promise<Contactpoging> {
  const deed = deedOf(caller, deps.now())
  const { gemeentecode, door, at } = deed
  return deps.db.transaction(scopeOf(gemeentecode), async (tx) => {
    const melding = await getMelding(tx, gemeentecode, place.melding)
    const id = place.poging
    const voided = await voidContactpoging(
      tx,
      gemeentecode,
      { melding: melding.id, id },
      { reden, door, at },
    )
    const all = await listContactpogingen(tx, gemeentecode, melding.id)
    const found = all.find((one) => one.id === id)
    if (found === undefined) throw new Problem('niet-gevonden')
    if (voided)
      await recordDeeds(deps, tx, deed, [
        { soort: 'contactpoging-vervallen', meldingId: melding.id, pogingId: id, reden },
      ])
    return found
  })
}
