/** Registers rows of the dated table of addresses, for a first run; what is there already stays as it is. */
import type { Db } from '../db/transaction.ts'
import { insertAdressen } from '../routing/adres.store.ts'
import { findLastAdresbestand } from '../routing/adresbestand.store.ts'
import type { Adresrij } from '../routing/route.ts'

/** Does nothing once a file was read in: from then on the file says which addresses there are. */
export async function registerAddresses(
  deps: { readonly db: Db },
  rows: readonly Adresrij[],
): Promise<void> {
  await deps.db.transaction({ role: 'gw_beheer' }, async (tx) => {
    if ((await findLastAdresbestand(tx)) === undefined) await insertAdressen(tx, rows)
  })
}
