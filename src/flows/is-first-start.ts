/** Whether anything was ever sealed in this store: only then may a keyring that is not there be begun. */
import type { Db } from '../db/transaction.ts'
import { hasAnyKey } from '../sealing/bewaarsleutel.store.ts'

/** True while no retention key was ever made: a keyring that was lost later must not come back empty. */
export async function isFirstStart(deps: { readonly db: Db }): Promise<boolean> {
  return !(await deps.db.transaction({ role: 'gw_aanlevering' }, hasAnyKey))
}
