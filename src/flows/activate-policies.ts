/** A set of policies is put in force: the record that every process goes by, and its event, in one transaction. */
import type { Db } from '../db/transaction.ts'
import type { AppendEvent } from '../identity/append-event.ts'
import { findActivering, insertActivering } from '../legal/activering.store.ts'
import type { Beheerder } from '../model/beheer.ts'
import type { Activering, Ondertekenaar } from '../model/beleid.ts'
import type { CrashPoint } from '../model/ports.ts'

export type ActivatePoliciesDeps = {
  readonly db: Db
  readonly appendEvent: AppendEvent
  readonly crashPoint: CrashPoint
}

/** Who gives the order, and who approved. */
export type Approval = {
  readonly medewerker: Beheerder
  readonly ondertekenaars: readonly Ondertekenaar[]
}

/** The activation that is in force for all processes on this store; undefined before the first. */
export function readActivation({
  db,
}: Pick<ActivatePoliciesDeps, 'db'>): Promise<Activering | undefined> {
  return db.transaction({ role: 'gw_beheer' }, findActivering)
}

/**
 * Records that this set is in force from now on. Its signatures were verified and its files kept before.
 * @returns false when another process activated a set meanwhile: then nothing was recorded
 */
export async function activatePolicies(
  { db, appendEvent, crashPoint }: ActivatePoliciesDeps,
  activering: Activering,
  { medewerker, ondertekenaars }: Approval,
): Promise<boolean> {
  const { nummer, hash, vorige } = activering
  crashPoint('beleid-bewaard')
  const done = await db.transaction({ role: 'gw_beheer' }, async (tx) => {
    if (!(await insertActivering(tx, activering))) return false
    await appendEvent(
      tx,
      {
        soort: 'beleid-geactiveerd',
        nummer,
        hash,
        ...(vorige !== undefined && { vorige }),
        ondertekenaars: [...ondertekenaars],
        medewerker,
      },
      {},
    )
    crashPoint('beleid-gedaan')
    return true
  })
  if (done) crashPoint('beleid-vastgelegd')
  return done
}
