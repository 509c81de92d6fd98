/** Loads the keys of a municipality, each proved by the registration that its party signed. */
import { sameBytes } from '../crypto/hash.ts'
import { type KeyRegistration, verifyKeyRegistration } from '../crypto/key-registration.ts'
import type { Tx } from '../db/database.ts'
import { findDeelnemer } from '../identity/deelnemer.store.ts'
import {
  findOntvangersleutels,
  type StoredOntvangersleutel,
} from '../identity/ontvangersleutel.store.ts'
import type { Gemeentecode } from '../model/ids.ts'
import type { Ontvangersleutel } from '../model/sealed.ts'

/** So many proved registrations are remembered; each is known by its whole signed text. */
const PROVED_KEPT = 5_000

export type RecipientKeys = (
  tx: Tx,
  gemeentecode: Gemeentecode,
) => Promise<readonly Ontvangersleutel[]>

/**
 * Gives the municipality's keys, whatever their state, read in the transaction that uses them. A registration that was proved once is not
 * proved again: the same signed text says the same.
 * @param trustAnchorsPem the anchors that the parties' certificates must lead to
 * @throws Error naming the key id when one row is not what its party registered: then none may be used
 */
export function createRecipientKeys(trustAnchorsPem: readonly string[]): RecipientKeys {
  const proved = new Map<string, KeyRegistration>()
  const prove = async (row: StoredOntvangersleutel): Promise<KeyRegistration> => {
    const known = proved.get(row.registratieJws)
    if (known !== undefined) return known
    const registration = await verifyKeyRegistration(row.registratieJws, trustAnchorsPem).catch(
      (cause: unknown) => {
        throw new Error(`recipient key ${row.sleutelId} has no valid registration`, { cause })
      },
    )
    if (proved.size >= PROVED_KEPT) proved.clear()
    proved.set(row.registratieJws, registration)
    return registration
  }
  return async (tx, gemeentecode) => {
    const keys: Ontvangersleutel[] = []
    for (const row of await findOntvangersleutels(tx, gemeentecode)) {
      const party = await findDeelnemer(tx, row.oin)
      if (party?.gemeentecode !== gemeentecode)
        throw new Error(`recipient key ${row.sleutelId} belongs to no party of its municipality`)
      keys.push(checkedKey(row, await prove(row)))
    }
    return keys
  }
}

function checkedKey(row: StoredOntvangersleutel, proved: KeyRegistration): Ontvangersleutel {
  const { oin, registratieJws: _, ...key } = row
  const same =
    proved.oin === oin &&
    proved.gemeentecode === key.gemeentecode &&
    proved.sleutelId === key.sleutelId &&
    sameBytes(proved.publiekeSleutel, key.publiekeSleutel) &&
    [...proved.doelen].sort().join() === [...key.doelen].sort().join()
  if (!same) throw new Error(`recipient key ${row.sleutelId} differs from its registration`)
  return key
}
