/** Shows the operator the register. */
import { findLeverafspraken } from '../../agreements/leverafspraak.store.ts'
import type { Db } from '../../db/transaction.ts'
import { findMandaatstanden, findStanden } from '../../identity/register.store.ts'
import { Beheerweigering } from '../../model/beheer.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { Register } from '../../model/deelnemerstand.ts'
import type { Oin } from '../../model/ids.ts'
import type { Now } from '../../model/ports.ts'

/**
 * Parties, mandates and agreements, those that ended too; of `oin` itself and what it gave, received or agreed.
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
    const gemeentecode = oin === undefined ? undefined : deelnemers[0]?.gemeentecode
    const own = oin === undefined ? {} : gemeentecode === undefined ? { oin } : { gemeentecode }
    return {
      vandaag,
      deelnemers: [...deelnemers],
      mandaten: [...(await findMandaatstanden(tx, oin))],
      leverafspraken: [...(await findLeverafspraken(tx, own))],
    }
  })
}
