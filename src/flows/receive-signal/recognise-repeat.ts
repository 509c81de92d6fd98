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
import type { Besluit } from '../../model/besluit.ts'
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
  'geen-grondslag',
  'grondslag-verlopen',
  'gemeente-niet-aangewezen',
  'gemeente-niet-aangesloten',
  'afspraak-ontbreekt',
  'postcode-onbekend',
])

/** Whether a refusal may still be a repeat: nothing that the sender declares speaks against the signal today. */
const onlyFromWithout = ({ besluit }: Decision): boolean =>
  besluit.redenen.every(({ code }) => !REDENEN[code].weigert || FROM_WITHOUT.has(code))

/**
 * The first receipt of the same content under the same kenmerk, or undefined when the content is new or a declaration now speaks
 * against it. The input hash is of the bytes of this request.
 * @throws Problem `idempotentiesleutel-hergebruikt` when the key stands for other content
 */
export async function findRepeat(
  deps: ReceiveSignalDeps,
  tx: Tx,
  request: SignalRequest,
  { decision, offered }: Pick<Decided, 'decision' | 'offered'>,
  earlier: Kenmerkregel | undefined,
): Promise<SignaalAntwoord | undefined> {
  // A person's refusal is never a repeat, not even where no rule is left that could say so.
  if (refusesSharing(request) || !onlyFromWithout(decision)) return undefined
  const { caller, input, at } = request
  const sleutel = input.idempotentiesleutel
  if (sleutel !== undefined) {
    const keyed = await findIdempotentie(tx, caller.namens, sleutel, at)
    if (keyed !== undefined) {
      const named = await hasSameName(tx, request, keyed)
      const repeat = named ? await answerIfSame(deps, tx, request, offered, keyed) : undefined
      if (repeat === undefined) throw new Problem('idempotentiesleutel-hergebruikt')
      return repeat
    }
  }
  return earlier === undefined ? undefined : answerIfSame(deps, tx, request, offered, earlier)
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

async function answerIfSame(
  deps: ReceiveSignalDeps,
  tx: Tx,
  { caller, signaal, input }: SignalRequest,
  offered: MinimisedSignaal,
  { signaalId: id, versie, sleutelmaand, inhoudHmac }: Known,
): Promise<SignaalAntwoord | undefined> {
  const bewijs = await findOntvangstbewijs(tx, caller.namens, id, versie)
  if (bewijs === undefined) throw new Error(`signal ${id} has no receipt`)
  const { besluit } = readReceiptClaims(bewijs.jws)
  const monthKey = await deps.keyring.monthKey(caller.namens, sleutelmaand)
  const content = contentHmac(monthKey, signaal, comparable(signaal, offered, besluit))
  if (!sameBytes(content, inhoudHmac)) return undefined
  return { id, versie, besluit, ontvangstbewijs: bewijs.jws, ...inputHash(monthKey, id, input.raw) }
}

/** What passed then and what would pass today: a field that lost its basis or its key meanwhile does not make the content another. */
function comparable(
  signaal: SignalRequest['signaal'],
  offered: MinimisedSignaal,
  { velden }: Besluit,
): MinimisedSignaal {
  const passed = velden.filter(({ uitkomst }) => uitkomst === 'doorgegeven')
  const regels = new Set([...offered.keys(), ...passed.map(({ veld }) => veld)])
  return minimise(signaal, { regels })
}
