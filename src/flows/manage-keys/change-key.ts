/** A key gets another state, only forward, and its party hears at once what that touches. */
import type { Tx } from '../../db/database.ts'
import { countDark } from '../../delivery/affected.store.ts'
import {
  listSleutels,
  lockSleutel,
  setSleuteltoestand,
} from '../../identity/ontvangersleutel.store.ts'
import { OPENINGSDOELEN } from '../../model/doel.ts'
import type { Gemeentecode, Oin, SleutelId } from '../../model/ids.ts'
import { Problem } from '../../model/problem.ts'
import {
  SLEUTELTOESTANDEN,
  type Sleutel,
  type Sleutelgevolg,
  type Sleutelwijziging,
} from '../../model/sleutel.ts'
import { insertVerlies } from '../../retention/unreadable.store.ts'
import { type KeyManager, type ManageKeysDeps, recordKeyEvent } from './keys.ts'
import { readAffected } from './list-affected.ts'

/** A key by its party (where the request names it), its id and the municipalities that may be meant. */
export type KeyPlace = {
  readonly oin?: Oin | undefined
  readonly sleutelId: SleutelId
  readonly gemeenten: readonly Gemeentecode[]
}

/** A consequence with the cursor of the rest of what is touched. */
export type KeyChange = { readonly gevolg: Sleutelgevolg; readonly volgende?: string }

/** Signals that the answer names; the rest comes page by page. */
const FIRST = 500

/**
 * Changes the state of a key. When it returns, nobody is sealing to it and no page with its boxes is still being made: whoever was has
 * committed and stands in what is told. May be repeated.
 * @throws Problem `niet-gevonden` when it is not there or not theirs to change; `sleuteltoestand-onjuist` for a way back
 */
export async function changeKey(
  deps: ManageKeysDeps,
  by: KeyManager,
  place: KeyPlace,
  wijziging: Sleutelwijziging,
): Promise<KeyChange> {
  const { sleutelId, gemeenten } = place
  const scope = { role: 'gw_sleutels', gemeenten } as const
  const done = await deps.db.transaction(scope, async (tx) => {
    const key = await lockSleutel(tx, gemeenten, sleutelId)
    if (key === undefined || !isTheirs(by, key, place.oin)) throw new Problem('niet-gevonden')
    await move(deps, tx, by, key, wijziging)
    const keys = await listSleutels(tx, [key.gemeentecode])
    const sleutel = keys.find((one) => one.sleutelId === sleutelId) ?? key
    return { sleutel, zonderSleutel: purposesWithout(keys) }
  })
  const { gemeentecode } = done.sleutel
  const { getroffen, volgende } = await readAffected(
    deps,
    { gemeentecode, sleutelId },
    { limiet: FIRST },
  )
  const onleesbaar = await deps.db.transaction(
    { role: 'gw_aflevering', doel: 'sleutels', gemeenten: [gemeentecode] },
    (tx) => countDark(tx, { gemeentecode, sleutelId }),
  )
  return {
    gevolg: { ...done, onleesbaar, getroffen },
    ...(volgende === undefined ? {} : { volgende }),
  }
}

/** A party changes its own keys; a college those of the bodies that act for it too, a body never those of the college. */
export function isTheirs(by: KeyManager, { deelnemer }: Sleutel, oin: Oin | undefined): boolean {
  if (oin !== undefined && oin !== deelnemer) return false
  if ('beheerder' in by) return true
  const { caller } = by
  return caller.oin === deelnemer || caller.oin === caller.namens
}

async function move(
  deps: ManageKeysDeps,
  tx: Tx,
  by: KeyManager,
  { deelnemer: oin, gemeentecode, sleutelId, toestand: van }: Sleutel,
  wijziging: Sleutelwijziging,
): Promise<void> {
  const { toestand: naar } = wijziging
  if (naar === van) return
  if (SLEUTELTOESTANDEN.indexOf(naar) < SLEUTELTOESTANDEN.indexOf(van))
    throw new Problem('sleuteltoestand-onjuist')
  await setSleuteltoestand(tx, { gemeentecode, sleutelId }, naar, deps.now())
  if (naar === 'gecompromitteerd') await insertVerlies(tx, { gemeentecode, sleutelId }, deps.now())
  await recordKeyEvent(deps, tx, by, {
    soort: 'sleuteltoestand-gewijzigd',
    oin,
    gemeentecode,
    sleutelId,
    van,
    naar,
    ...('reden' in wijziging ? { reden: wijziging.reden } : {}),
  })
}

/** Mandates are not looked at: an active key of a body whose mandate is over counts here. */
function purposesWithout(keys: readonly Sleutel[]): Sleutelgevolg['zonderSleutel'] {
  const active = keys.filter(({ toestand }) => toestand === 'actief')
  return OPENINGSDOELEN.filter((doel) => !active.some(({ doelen }) => doelen.includes(doel)))
}
