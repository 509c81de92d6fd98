/** Claims the kenmerken of accepted signals; the earlier version of a correction is erased as its kenmerk moves on. */
import type { Tx } from '../../db/database.ts'
import { keepIdempotentie } from '../../intake/idempotentie.store.ts'
import { claimKenmerken, type Kenmerkregel, moveKenmerk } from '../../intake/kenmerk.store.ts'
import { findSchuldverlopen } from '../../intake/schuldverloop.store.ts'
import { eraseSignaal, type Signaalspoor } from '../../retention/early-end.store.ts'
import type { Accepted, Claimed } from './accepted.ts'
import { type Delivery, Overtaken } from './request.ts'

/** @throws Overtaken when another request claimed one of the kenmerken or idempotency keys */
export async function claimAll(
  tx: Tx,
  { caller: { namens: oin }, at }: Delivery,
  accepted: readonly Accepted[],
): Promise<readonly Claimed[]> {
  const fresh = accepted.filter(({ earlier }) => earlier === undefined)
  if (!(await claimKenmerken(tx, oin, fresh.map(regelOf)))) throw new Overtaken()
  const verlopen = await findSchuldverlopen(
    tx,
    oin,
    accepted.flatMap(({ earlier }) => earlier ?? []),
  )
  const sporen = await eraseEarlier(tx, accepted)
  for (const one of accepted) {
    if (one.earlier !== undefined) await moveKenmerk(tx, oin, regelOf(one))
    const { idempotentiesleutel: sleutel, place, inhoudHmac } = one
    if (sleutel === undefined) continue
    const { id: signaalId, versie, sleutelmaand } = place
    const outcome = { sleutel, signaalId, versie, sleutelmaand, inhoudHmac }
    if (!(await keepIdempotentie(tx, oin, outcome, at))) throw new Overtaken()
  }
  return accepted.map((one) => ({
    ...one,
    spoor: sporen.get(one),
    verloop: verlopen.get(one.place.id),
  }))
}

/** In one order, so that two chunks with corrections never wait for each other. */
async function eraseEarlier(
  tx: Tx,
  accepted: readonly Accepted[],
): Promise<ReadonlyMap<Accepted, Signaalspoor | undefined>> {
  const sporen = new Map<Accepted, Signaalspoor | undefined>()
  const corrections = accepted
    .flatMap((one) => (one.earlier === undefined ? [] : [{ one, earlier: one.earlier }]))
    .sort((a, b) => (placeOf(a.earlier) < placeOf(b.earlier) ? -1 : 1))
  for (const { one, earlier } of corrections)
    sporen.set(one, await eraseSignaal(tx, earlier.gemeentecode, earlier.signaalId))
  return sporen
}

const placeOf = ({ gemeentecode, signaalId }: Kenmerkregel): string =>
  `${gemeentecode}/${signaalId}`

const regelOf = ({ signaal, place, inhoudHmac }: Accepted): Kenmerkregel => {
  const { kenmerk, onderdeel = '' } = signaal
  const { id: signaalId, versie, gemeentecode, sleutelmaand } = place
  return { kenmerk, onderdeel, signaalId, gemeentecode, versie, sleutelmaand, inhoudHmac }
}
