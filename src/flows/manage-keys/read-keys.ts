/** A party reads its keys, and which signals one of them can open. */
import { listSleutels } from '../../identity/ontvangersleutel.store.ts'
import type { Caller } from '../../model/caller.ts'
import type { Gemeentecode, Oin, SleutelId } from '../../model/ids.ts'
import { Problem } from '../../model/problem.ts'
import type { Sleutel } from '../../model/sleutel.ts'
import { isTheirs } from './change-key.ts'
import type { ManageKeysDeps } from './keys.ts'
import { type AffectedPage, readAffected } from './list-affected.ts'

/**
 * The keys of `oin` for the caller's municipality, whatever their state: a party its own, a college those of its bodies too.
 * @throws Problem `niet-gevonden` for another party's
 */
export async function readKeys(
  deps: Pick<ManageKeysDeps, 'db'>,
  caller: Caller,
  oin: Oin,
): Promise<readonly Sleutel[]> {
  const { gemeenten } = caller
  const keys = await deps.db.transaction({ role: 'gw_sleutels', gemeenten }, (tx) =>
    listSleutels(tx, gemeenten, oin),
  )
  const own = keys.filter((key) => isTheirs({ caller }, key, oin))
  if (own.length === 0 && oin !== caller.oin && oin !== caller.namens)
    throw new Problem('niet-gevonden')
  return own
}

/** The keys of a municipality, whoever registered them: for the operator. */
export async function listGemeenteKeys(
  deps: Pick<ManageKeysDeps, 'db'>,
  gemeentecode: Gemeentecode,
): Promise<readonly Sleutel[]> {
  const gemeenten = [gemeentecode]
  return deps.db.transaction({ role: 'gw_sleutels', gemeenten }, (tx) =>
    listSleutels(tx, gemeenten),
  )
}

/**
 * A page of the signals that a key can open or could have opened.
 * @throws Problem `niet-gevonden` when the key is not the caller's; `verzoek-onjuist` (cursor)
 */
export async function readKeySignals(
  deps: Pick<ManageKeysDeps, 'db'>,
  caller: Caller,
  { oin, sleutelId }: { readonly oin: Oin; readonly sleutelId: SleutelId },
  page: { readonly limiet: number; readonly cursor?: string },
): Promise<AffectedPage> {
  const key = (await readKeys(deps, caller, oin)).find((one) => one.sleutelId === sleutelId)
  if (key === undefined) throw new Problem('niet-gevonden')
  return readAffected(deps, key, page)
}
