/** Recognises a signal that was accepted before, by its kenmerk or by the idempotency key of the request. */
import { sameBytes } from '../../crypto/hash.ts'
import type { Tx } from '../../db/database.ts'
import { contentHmac, inputHash } from '../../intake/content-hash.ts'
import { findIdempotentie, type Idempotentieregel } from '../../intake/idempotentie.store.ts'
import { findKenmerkOfSignaal, type Kenmerkregel } from '../../intake/kenmerk.store.ts'
import { findOntvangstbewijs } from '../../intake/ontvangstbewijs.store.ts'
import { readReceiptClaims } from '../../intake/receipt.ts'
import type { MinimisedSignaal } from '../../legal/minimise.ts'
import type { SignaalAntwoord } from '../../model/ontvangstbewijs.ts'
import { Problem } from '../../model/problem.ts'
import { type ReceiveSignalDeps, refusesSharing, type SignalRequest } from './request.ts'

type Known = Pick<Idempotentieregel, 'signaalId' | 'versie' | 'sleutelmaand' | 'inhoudHmac'>

/**
 * The first receipt of the same content, or undefined when the content is new. The input hash is of the bytes of this request.
 * A person's refusal is news, though the efforts are no part of the content: it must reach the signal that lies here.
 * @throws Problem `idempotentiesleutel-hergebruikt` when the key stands for other content
 */
export async function findRepeat(
  deps: ReceiveSignalDeps,
  tx: Tx,
  request: SignalRequest,
  offered: MinimisedSignaal,
  earlier: Kenmerkregel | undefined,
): Promise<SignaalAntwoord | undefined> {
  if (refusesSharing(request)) return undefined
  const { caller, input, at } = request
  const sleutel = input.idempotentiesleutel
  if (sleutel !== undefined) {
    const keyed = await findIdempotentie(tx, caller.namens, sleutel, at)
    if (keyed !== undefined) {
      const same =
        (await hasSameName(tx, request, keyed)) &&
        (await isSameContent(deps, request, offered, keyed))
      if (!same) throw new Problem('idempotentiesleutel-hergebruikt')
      return firstAnswer(deps, tx, request, keyed)
    }
  }
  if (earlier === undefined || !(await isSameContent(deps, request, offered, earlier)))
    return undefined
  return firstAnswer(deps, tx, request, earlier)
}

/** The name is content too: another kenmerk is another signal, though all its fields are the same. */
async function hasSameName(
  tx: Tx,
  { caller, signaal }: SignalRequest,
  { signaalId }: Known,
): Promise<boolean> {
  const regel = await findKenmerkOfSignaal(tx, caller.namens, signaalId)
  return regel?.kenmerk === signaal.kenmerk && regel.onderdeel === (signaal.onderdeel ?? '')
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
