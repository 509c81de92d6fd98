/** Shows a party the others that it has to do with. */
import type { Db } from '../db/transaction.ts'
import { findDeelnemerkaarten } from '../identity/deelnemerkaart.store.ts'
import { dayInAmsterdam } from '../model/calendar.ts'
import type { Caller } from '../model/caller.ts'
import type { Deelnemerkaart } from '../model/deelnemerstand.ts'
import { Oin } from '../model/ids.ts'
import type { Now } from '../model/ports.ts'
import { Problem } from '../model/problem.ts'

export type ListPartiesDeps = { readonly db: Db; readonly now: Now }

/** By OIN; `volgende` is the cursor of the next page and absent on the last. */
export type Deelnemerspagina = {
  readonly deelnemers: readonly Deelnemerkaart[]
  readonly volgende?: string
}

/**
 * A page of the register as the caller may see it; what takes part today.
 * @throws Problem `verzoek-onjuist` for a cursor that no page gave
 */
export async function listParties(
  deps: ListPartiesDeps,
  { namens: oin, gemeenten }: Caller,
  { limiet, cursor }: { readonly limiet: number; readonly cursor?: string },
): Promise<Deelnemerspagina> {
  const na = cursor === undefined ? '' : parseCursor(cursor)
  const today = dayInAmsterdam(deps.now())
  return deps.db.transaction({ role: 'gw_deelnemer', oin, gemeenten }, async (tx) => {
    // One more than asked tells whether there is a next page.
    const page = { today, na, limiet: limiet + 1 }
    const found = await findDeelnemerkaarten(tx, { oin, gemeenten }, page)
    const deelnemers = found.slice(0, limiet)
    const last = deelnemers.at(-1)
    return {
      deelnemers,
      ...(found.length > limiet && last !== undefined && { volgende: last.oin }),
    }
  })
}

function parseCursor(cursor: string): string {
  if (Oin.safeParse(cursor).success) return cursor
  const detail = 'Neem de cursor ongewijzigd over uit de Link-kop van de vorige pagina.'
  throw new Problem('verzoek-onjuist', {
    errors: [{ pointer: '/cursor', code: 'onjuist', detail }],
  })
}
