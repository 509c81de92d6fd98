/** Recognises signals that were accepted before, by their kenmerk or by the idempotency key of the request. */
import { sameBytes } from '../../crypto/hash.ts'
import type { Tx } from '../../db/database.ts'
import { contentHmac } from '../../intake/content-hash.ts'
import { findIdempotentie, type Idempotentieregel } from '../../intake/idempotentie.store.ts'
import { findKenmerkOfSignaal } from '../../intake/kenmerk.store.ts'
import { type Bewijsregel, findOntvangstbewijzen } from '../../intake/ontvangstbewijs.store.ts'
import { readReceiptClaims } from '../../intake/receipt.ts'
import type { Decision } from '../../legal/decision.ts'
import { type MinimisedSignaal, minimise } from '../../legal/minimise.ts'
import { type Besluit, sentFields } from '../../model/besluit.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { SignaalId } from '../../model/ids.ts'
import { Problem } from '../../model/problem.ts'
import type { RedenCode } from '../../model/reden.ts'
import { REDENEN } from '../../model/reden.ts'
import type { Signaal } from '../../model/signaal.ts'
import {
  type Decided,
  type Delivery,
  type Kept,
  type ReceiveSignalDeps,
  refusesSharing,
} from './request.ts'

type Candidate = Pick<Idempotentieregel, 'signaalId' | 'versie' | 'sleutelmaand' | 'inhoudHmac'>

/** Reasons that come from the calendar or from others: they can arise for a signal that its sender did not change. */
const FROM_WITHOUT: ReadonlySet<RedenCode> = new Set<RedenCode>([
  'signaaldatum-buiten-bereik',
  'gemeente-niet-aangewezen',
  'gemeente-niet-aangesloten',
  'afspraak-ontbreekt',
  'postcode-onbekend',
])

/** Whether no rule is in force, or nothing that the sender declares speaks against the signal. */
const onlyFromWithout = ({ besluit, voorwaarden }: Decision): boolean => {
  const without = (code: RedenCode): boolean =>
    FROM_WITHOUT.has(code) ||
    (voorwaarden['grondslagInWerking'] === false && code !== 'kenmerk-beeindigd')
  return besluit.redenen.every(({ code }) => !REDENEN[code].weigert || without(code))
}

/** `contradicted`: the same content, but what is declared with it now would not have been accepted even on the day of the first. */
type Recalled = Kept | 'other' | 'contradicted'

/**
 * The first receipt of each signal whose content is known under the same kenmerk; none where the content is new or a declaration now speaks
 * against it; a law that changed meanwhile does not.
 * @throws Problem `idempotentiesleutel-hergebruikt` when the key of one stands for other content
 */
export async function findRepeats(
  deps: ReceiveSignalDeps,
  tx: Tx,
  delivery: Delivery,
  decided: readonly Decided[],
): Promise<ReadonlyMap<Decided, Kept>> {
  const repeats = new Map<Decided, Kept>()
  // A person's refusal is never a repeat, not even where no rule is left that could say so.
  const asked = decided.filter((one) => !refusesSharing(one))
  const keyed = new Map<Decided, Candidate>()
  for (const one of asked) {
    const regel = await findKeyed(tx, delivery, one)
    if (regel !== undefined) keyed.set(one, regel)
  }
  const candidates = asked.flatMap((one) => keyed.get(one) ?? one.earlier ?? [])
  const bewijzen = await findOntvangstbewijzen(tx, delivery.caller.namens, candidates)
  for (const one of asked) {
    const candidate = keyed.get(one) ?? one.earlier
    if (candidate === undefined) continue
    const recalled = await recall(deps, delivery, one, candidate, bewijzen)
    if (recalled === 'other' && keyed.has(one)) throw new Problem('idempotentiesleutel-hergebruikt')
    if (typeof recalled !== 'string') repeats.set(one, recalled)
  }
  return repeats
}

/**
 * What the idempotency key of this request stands for. The name is content too: another kenmerk is another signal, though all its fields are
 * the same. Looked up by the id under the key, since a request with the same kenmerk may have committed after this one looked for it.
 */
async function findKeyed(
  tx: Tx,
  { caller, at }: Delivery,
  { signaal, idempotentiesleutel }: Decided,
): Promise<Candidate | undefined> {
  if (idempotentiesleutel === undefined) return undefined
  const keyed = await findIdempotentie(tx, caller.namens, idempotentiesleutel, at)
  if (keyed === undefined) return undefined
  const regel = await findKenmerkOfSignaal(tx, caller.namens, keyed.signaalId)
  if (regel?.kenmerk !== signaal.kenmerk || regel.onderdeel !== (signaal.onderdeel ?? ''))
    throw new Problem('idempotentiesleutel-hergebruikt')
  return keyed
}

async function recall(
  deps: ReceiveSignalDeps,
  { caller }: Delivery,
  { signaal, offered, decision, decisionOn }: Decided,
  { signaalId: id, versie, sleutelmaand, inhoudHmac }: Candidate,
  bewijzen: ReadonlyMap<SignaalId, Bewijsregel>,
): Promise<Recalled> {
  const bewijs = bewijzen.get(id)
  if (bewijs === undefined) throw new Error(`signal ${id} has no receipt`)
  const { besluit, aangeleverdTijdstip } = readReceiptClaims(bewijs.jws)
  const monthKey = await deps.keyring.monthKey(caller.namens, sleutelmaand)
  const content = contentHmac(monthKey, signaal, comparable(signaal, offered, besluit))
  if (!sameBytes(content, inhoudHmac)) return 'other'
  const then = dayInAmsterdam(new Date(aangeleverdTijdstip))
  if (!onlyFromWithout(decision) && !onlyFromWithout(decisionOn(then))) return 'contradicted'
  return { id, versie, besluit, ontvangstbewijs: bewijs.jws, sleutelmaand }
}

/** What passed then and what would pass today: a field that lost its basis or its key meanwhile does not make the content another. */
function comparable(
  signaal: Signaal,
  offered: MinimisedSignaal,
  { velden }: Besluit,
): MinimisedSignaal {
  const passed = sentFields(velden).filter(({ uitkomst }) => uitkomst === 'doorgegeven')
  const regels = new Set([...offered.keys(), ...passed.map(({ veld }) => veld)])
  return minimise(signaal, { regels })
}
