/** Recognises a signal that was accepted before, by its kenmerk or by the idempotency key of the request. */
import { sameBytes } from '../../crypto/hash.ts'
import type { Tx } from '../../db/database.ts'
import { contentHmac, inputHash } from '../../intake/content-hash.ts'
import { findIdempotentie, type Idempotentieregel } from '../../intake/idempotentie.store.ts'
import type { Kenmerkregel } from '../../intake/kenmerk.store.ts'
import { findOntvangstbewijs } from '../../intake/ontvangstbewijs.store.ts'
import { readReceiptClaims } from '../../intake/receipt.ts'
import type { Decision } from '../../legal/decision.ts'
import type { MinimisedSignaal } from '../../legal/minimise.ts'
import type { SignaalAntwoord } from '../../model/ontvangstbewijs.ts'
import { Problem } from '../../model/problem.ts'
import type { RedenCode } from '../../model/reden.ts'
import { REDENEN } from '../../model/reden.ts'
import type { Decided, ReceiveSignalDeps, SignalRequest } from './request.ts'

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
 * The first receipt of the same content under the same kenmerk, or undefined when the content is new or a declaration now speaks against it. The input hash is of the bytes of this request.
 * @throws Problem `idempotentiesleutel-hergebruikt` when the key stands for other content
 */
export async function findRepeat(
  deps: ReceiveSignalDeps,
  tx: Tx,
  request: SignalRequest,
  { decision, offered }: Pick<Decided, 'decision' | 'offered'>,
  earlier: Kenmerkregel | undefined,
): Promise<SignaalAntwoord | undefined> {
  if (!onlyFromWithout(decision)) return undefined
  const { caller, input, at } = request
  const sleutel = input.idempotentiesleutel
  if (sleutel !== undefined) {
    const keyed = await findIdempotentie(tx, caller.namens, sleutel, at)
    if (keyed !== undefined) {
      const same = earlier?.signaalId === keyed.signaalId
      if (!same || !(await isSameContent(deps, request, offered, keyed)))
        throw new Problem('idempotentiesleutel-hergebruikt')
      return firstAnswer(deps, tx, request, keyed)
    }
  }
  if (earlier === undefined || !(await isSameContent(deps, request, offered, earlier)))
    return undefined
  return firstAnswer(deps, tx, request, earlier)
}

async function isSameContent(
  deps: ReceiveSignalDeps,
  { caller, signaal }: SignalRequest,
  offered: MinimisedSignaal,
  known: Known,
): Promise<boolean> {
  const monthKey = await deps.keyring.monthKey(caller.namens, known.sleutelmaand)
  return sameBytes(contentHmac(monthKey, signaal, offered), known.inhoudHmac)
}

async function firstAnswer(
  deps: ReceiveSignalDeps,
  tx: Tx,
  { caller, input }: SignalRequest,
  { signaalId: id, versie, sleutelmaand }: Known,
): Promise<SignaalAntwoord> {
  const bewijs = await findOntvangstbewijs(tx, caller.namens, id, versie)
  if (bewijs === undefined) throw new Error(`signal ${id} has no receipt`)
  const monthKey = await deps.keyring.monthKey(caller.namens, sleutelmaand)
  const { besluit } = readReceiptClaims(bewijs.jws)
  return { id, versie, besluit, ontvangstbewijs: bewijs.jws, ...inputHash(monthKey, id, input.raw) }
}
