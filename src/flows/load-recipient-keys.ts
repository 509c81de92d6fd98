/** Loads the keys of a municipality, each proved by the registration that its party signed. */

import { sameBytes } from '../crypto/hash.ts'
import { verifyKeyRegistration } from '../crypto/key-registration.ts'
import type { Db } from '../db/transaction.ts'
import { findDeelnemer } from '../identity/deelnemer.store.ts'
import {
  findOntvangersleutels,
  type StoredOntvangersleutel,
} from '../identity/ontvangersleutel.store.ts'
import type { Gemeentecode } from '../model/ids.ts'
import type { Ontvangersleutel } from '../model/sealed.ts'

export type LoadRecipientKeysDeps = {
  readonly db: Db
  /** The anchors that clients' certificates must lead to. */
  readonly trustAnchorsPem: readonly string[]
}

/**
 * The municipality's keys, whatever their state.
 * @throws Error naming the key id when one row is not what its party registered: then none may be used
 */
export async function loadRecipientKeys(
  deps: LoadRecipientKeysDeps,
  gemeentecode: Gemeentecode,
): Promise<readonly Ontvangersleutel[]> {
  const rows = await deps.db.transaction({ role: 'gw_identiteit' }, async (tx) => {
    const found = []
    for (const key of await findOntvangersleutels(tx, gemeentecode))
      found.push({ key, party: await findDeelnemer(tx, key.oin) })
    return found
  })
  return Promise.all(
    rows.map(async ({ key, party }) => {
      if (party?.gemeentecode !== gemeentecode)
        throw new Error(`recipient key ${key.sleutelId} belongs to no party of its municipality`)
      return proveKey(key, deps.trustAnchorsPem)
    }),
  )
}

async function proveKey(
  row: StoredOntvangersleutel,
  trustAnchorsPem: readonly string[],
): Promise<Ontvangersleutel> {
  const { oin, registratieJws, ...key } = row
  const proved = await verifyKeyRegistration(registratieJws, trustAnchorsPem).catch(
    (cause: unknown) => {
      throw new Error(`recipient key ${row.sleutelId} has no valid registration`, { cause })
    },
  )
  const same =
    proved.oin === oin &&
    proved.gemeentecode === key.gemeentecode &&
    proved.sleutelId === key.sleutelId &&
    sameBytes(proved.publiekeSleutel, key.publiekeSleutel) &&
    [...proved.doelen].sort().join() === [...key.doelen].sort().join()
  if (!same) throw new Error(`recipient key ${row.sleutelId} differs from its registration`)
  return key
}
