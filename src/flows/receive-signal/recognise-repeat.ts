/** Recognises a signal that was accepted before, by its kenmerk or by the idempotency key of the request. */
import { sameBytes } from '../../crypto/hash.ts'
import type { Tx } from '../../db/database.ts'
import { contentHmac, inputHash } from '../../intake/content-hash.ts'
import { findIdempotentie, type Idempotentieregel } from '../../intake/idempotentie.store.ts'
import { findKenmerkOfSignaal, type Kenmerkregel } from '../../intake/kenmerk.store.ts'
import { findOntvangstbewijs } from '../../intake/ontvangstbewijs.store.ts'
import { readReceiptClaims } from '../../intake/receipt.ts'
import type { Decision } from '../../legal/decision.ts'
import { type MinimisedSignaal, minimise } from '../../legal/minimise.ts'
import { type Besluit, sentFields } from '../../model/besluit.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { SignaalAntwoord } from '../../model/ontvangstbewijs.ts'
import { Problem } from '../../model/problem.ts'
import type { RedenCode } from '../../model/reden.ts'
import { REDENEN } from '../../model/reden.ts'
import {
  type Decided,
  type ReceiveSignalDeps,
  refusesSharing,
  type SignalRequest,
} from './request.ts'

type Known = Pick<Idempotentieregel, 'signaalId' | 'versie' | 'sleutelmaand' | 'inhoudHmac'>

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
type Recalled = SignaalAntwoord | 'other' | 'contradicted'

/**
 * The first receipt of the same content under the same kenmerk, or undefined when the content is new or a declaration now speaks
 * against it; a law that changed meanwhile does not. The input hash is of the bytes of this request.
 * @throws Problem `idempotentiesleutel-hergebruikt` when the key stands for other content
 */
export async function findRepeat(
  deps: ReceiveSignalDeps,
  tx: Tx,
  request: SignalRequest,
  decided: Decided,
  earlier: Kenmerkregel | undefined,
): Promise<SignaalAntwoord | undefined> {
  // A person's refusal is never a repeat, not even where no rule is left that could say so.
  if (refusesSharing(request)) return undefined
  const { caller, input, at } = request
  const sleutel = input.idempotentiesleutel
  const keyed =
    sleutel === undefined ? undefined : await findIdempotentie(tx, caller.namens, sleutel, at)
  if (keyed !== undefined) {
    const recalled = (await hasSameName(tx, request, keyed))
      ? await recall(deps, tx, request, decided, keyed)
      : 'other'
    if (recalled === 'other') throw new Problem('idempotentiesleutel-hergebruikt')
    return recalled === 'contradicted' ? undefined : recalled
  }
  const recalled =
    earlier === undefined ? 'other' : await recall(deps, tx, request, decided, earlier)
  return typeof recalled === 'string' ? undefined : recalled
}

/**
 * The name is content too: another kenmerk is another signal, though all its fields are the same. Looked up by the id under the key,
 * since a request with the same kenmerk may have committed after this one looked for it.
 */
async function hasSameName(
  tx: Tx,
  { caller, signaal }: SignalRequest,
  { signaalId }: Known,
): Promise<boolean> {
  const regel = await findKenmerkOfSignaal(tx, caller.namens, signaalId)
  return regel?.kenmerk === signaal.kenmerk && regel.onderdeel === (signaal.onderdeel ?? '')
}

async function recall(
  deps: ReceiveSignalDeps,
  tx: Tx,
  { caller, signaal, input }: SignalRequest,
  { offered, decision, decisionOn }: Decided,
  { signaalId: id, versie, sleutelmaand, inhoudHmac }: Known,
): Promise<Recalled> {
  const bewijs = await findOntvangstbewijs(tx, caller.namens, id, versie)
  if (bewijs === undefined) throw new Error(`signal ${id} has no receipt`)
  const { besluit, aangeleverdTijdstip } = readReceiptClaims(bewijs.jws)
  const monthKey = await deps.keyring.monthKey(caller.namens, sleutelmaand)
  const content = contentHmac(monthKey, signaal, comparable(signaal, offered, besluit))
  if (!sameBytes(content, inhoudHmac)) return 'other'
  const then = dayInAmsterdam(new Date(aangeleverdTijdstip))
  if (!onlyFromWithout(decision) && !onlyFromWithout(decisionOn(then))) return 'contradicted'
  return { id, versie, besluit, ontvangstbewijs: bewijs.jws, ...inputHash(monthKey, id, input.raw) }
}

/** What passed then and what would pass today: a field that lost its basis or its key meanwhile does not make the content another. */
function comparable(
  signaal: SignalRequest['signaal'],
  offered: MinimisedSignaal,
  { velden }: Besluit,
): MinimisedSignaal {
  const passed = sentFields(velden).filter(({ uitkomst }) => uitkomst === 'doorgegeven')
  const regels = new Set([...offered.keys(), ...passed.map(({ veld }) => veld)])
  return minimise(signaal, { regels })
}
