/** Records how many inhabitants a municipality has from a day on, as CBS publishes them: the indicators divide by them. */
import type { Db } from '../db/transaction.ts'
import type { AppendEvent } from '../identity/append-event.ts'
import type { Beheerder } from '../model/beheer.ts'
import type { Inwonersopdracht } from '../model/geografie.ts'
import { setInwoners } from '../monitor/inwoners.store.ts'

/** The number of the same day is replaced; months that were read before then read another rate, no other count. */
export async function recordInhabitants(
  deps: { readonly db: Db; readonly appendEvent: AppendEvent },
  beheerder: Beheerder,
  opdracht: Inwonersopdracht,
): Promise<Inwonersopdracht> {
  await deps.db.transaction({ role: 'gw_beheer' }, async (tx) => {
    await setInwoners(tx, opdracht)
    await deps.appendEvent(tx, { soort: 'inwoners-vastgelegd', beheerder, ...opdracht }, {})
  })
  return opdracht
}
