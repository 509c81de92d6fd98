/** An accepted signal on its way into the store: its place, and its lawful part. */
import { uuidv7 } from '../../crypto/uuid.ts'
import { contentHmac } from '../../intake/content-hash.ts'
import type { Schuldverloop } from '../../intake/schuldverloop.store.ts'
import type { Sluiting } from '../../intake/signaal.store.ts'
import { type Derived, derive, NOTHING_DERIVED } from '../../legal/derive.ts'
import { findRule } from '../../legal/judge.ts'
import { type MinimisedSignaal, minimise } from '../../legal/minimise.ts'
import { type Dag, type Gemeentecode, SignaalId } from '../../model/ids.ts'
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
  /** What is derived of the fields that pass. */
  readonly afgeleid: Derived
  /** Why its municipality has nothing to do with it: no field was kept. */
  readonly sluiting: Sluiting | undefined
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

const SLUITINGEN: readonly Sluiting[] = ['onder-gemeentelijke-drempel', 'herhaalde-melding']

const sluitingOf = ({ decision }: Pick<Decided, 'decision'>): Sluiting | undefined =>
  SLUITINGEN.find((sluiting) => decision.besluit.redenen.some(({ code }) => code === sluiting))

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
    const afgeleid = deriveValues(one, lawful, dag)
    const place = { id, versie: (earlier?.versie ?? 0) + 1, gemeentecode, sleutelmaand }
    // Of a repeat nothing is kept, and its content is compared all the same.
    const inhoudHmac = contentHmac(monthKey, signaal, one.offered)
    return { ...one, lawful, place, afgeleid, sluiting: sluitingOf(one), inhoudHmac }
  })
}

/** Of the minimised signal only: what is withheld is not in it. */
function deriveValues(
  { signaal, policies, decision, wijkcode }: Decided,
  lawful: MinimisedSignaal,
  dag: Dag,
): Derived {
  const rule = findRule(policies, signaal.signaaltype, dag)
  if (typeof rule === 'string') return NOTHING_DERIVED
  return derive(policies, decision.afgeleid, lawful, { rule, dag, wijkcode })
}
