/** Shows the operator the register. */
import type { Db } from '../../db/transaction.ts'
import { findMandaatstanden, findStanden } from '../../identity/register.store.ts'
import { Beheerweigering } from '../../model/beheer.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { Register } from '../../model/deelnemerstand.ts'
import type { Oin } from '../../model/ids.ts'
import type { Now } from '../../model/ports.ts'

/**
 * Parties and mandates, those that ended too; of `oin` itself and what it gave or received.
 * @throws Beheerweigering when there is no party of that OIN
 */
export async function showRegister(
  deps: { readonly db: Db; readonly now: Now },
  oin: Oin | undefined,
): Promise<Register> {
  const vandaag = dayInAmsterdam(deps.now())
  return deps.db.transaction({ role: 'gw_beheer' }, async (tx) => {
    const deelnemers = await findStanden(tx, vandaag, oin)
    if (oin !== undefined && deelnemers.length === 0)
      throw new Beheerweigering(
        `deelnemer ${oin} bestaat niet; "signaalpoort deelnemer toon" noemt ze alle`,
      )
    return {
      vandaag,
      deelnemers: [...deelnemers],
      mandaten: [...(await findMandaatstanden(tx, oin))],
    }
  })
}
