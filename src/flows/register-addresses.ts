/** Registers rows of the dated table of addresses; what is there already stays as it is. */
import type { Db } from '../db/transaction.ts'
import { insertAdressen } from '../routing/adres.store.ts'
import type { Adresrij } from '../routing/route.ts'

export async function registerAddresses(
  deps: { readonly db: Db },
  rows: readonly Adresrij[],
): Promise<void> {
  await deps.db.transaction({ role: 'gw_beheer' }, (tx) => insertAdressen(tx, rows))
}
