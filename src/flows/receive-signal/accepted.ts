/** An accepted signal on its way into the store: its place, and its lawful part. */
import { uuidv7 } from '../../crypto/uuid.ts'
import { contentHmac } from '../../intake/content-hash.ts'
import type { Schuldverloop } from '../../intake/schuldverloop.store.ts'
import { type MinimisedSignaal, minimise } from '../../legal/minimise.ts'
import { type Gemeentecode, SignaalId } from '../../model/ids.ts'
import type { Signaalspoor } from '../../retention/early-end.store.ts'
import type { Decided, Delivery, ReceiveSignalDeps } from './request.ts'

/** The signal under which this content is kept: its id stays over all versions. */
export type Place = {
  readonly id: SignaalId
  readonly versie: number
  readonly gemeentecode: Gemeentecode
  readonly sleutelmaand: string
}

export type Accepted = Decided & {
  readonly lawful: MinimisedSignaal
  readonly place: Place
  readonly inhoudHmac: Uint8Array
}

/**
 * An accepted signal of which the row of its earlier version is gone; `spoor` is what that row told, `verloop` what its sender told of the debt
 * since: a correction changes nothing of that.
 */
export type Claimed = Accepted & {
  readonly spoor: Signaalspoor | undefined
  readonly verloop: Schuldverloop | undefined
}

/** The municipality has nothing to do with it: no field was kept. */
export const TOO_SMALL = 'onder-gemeentelijke-drempel'

export const isTooSmall = ({ decision }: Pick<Decided, 'decision'>): boolean =>
  decision.besluit.redenen.some(({ code }) => code === TOO_SMALL)

/** Gives each signal its place: a new one, or the next version of the one under its kenmerk. */
export async function placeAccepted(
  { keyring, random }: ReceiveSignalDeps,
  { caller, at, dag }: Delivery,
  decided: readonly Decided[],
): Promise<readonly Accepted[]> {
  const sleutelmaand = dag.slice(0, 7)
  const monthKey = await keyring.monthKey(caller.namens, sleutelmaand)
  return decided.map((one) => {
    const { earlier, decision, signaal } = one
    const gemeentecode = decision.besluit.ontvanger?.gemeentecode
    if (gemeentecode === undefined) throw new Error('an accepted signal has no recipient')
    const lawful = minimise(signaal, decision)
    const id = earlier?.signaalId ?? SignaalId.parse(uuidv7(at, random))
    const place = { id, versie: (earlier?.versie ?? 0) + 1, gemeentecode, sleutelmaand }
    return { ...one, lawful, place, inhoudHmac: contentHmac(monthKey, signaal, lawful) }
  })
}
