/** What every change of the register has in common: one at a time, with its events, all of it or nothing. */
import type { Tx } from '../../db/database.ts'
import type { Db } from '../../db/transaction.ts'
import type { AppendEvent } from '../../identity/append-event.ts'
import { findStanden, lockRegister } from '../../identity/register.store.ts'
import type { AuditEvent } from '../../model/audit-event.ts'
import { type Beheerder, Beheerweigering } from '../../model/beheer.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { Deelnemerstand } from '../../model/deelnemerstand.ts'
import type { Dag, Gemeentecode, Oin } from '../../model/ids.ts'
import type { Omgeving } from '../../model/oin-form.ts'
import type { Now } from '../../model/ports.ts'

/** `now` is the clock of law. */
export type ManageRegisterDeps = {
  readonly db: Db
  readonly now: Now
  readonly omgeving: Omgeving
  readonly appendEvent: AppendEvent
}

/** A change under way; `append` writes the event that `oin` and its municipality read back. */
export type Change = {
  readonly tx: Tx
  readonly today: Dag
  readonly omgeving: Omgeving
  readonly medewerker: Beheerder
  append(event: AuditEvent, parties: EventParties): Promise<void>
}

type EventParties = {
  readonly oin: Oin
  readonly namens: Oin
  readonly gemeentecode?: Gemeentecode | undefined
}

/**
 * Runs one change in one transaction, while no other changes the register.
 * @throws what `work` throws: then nothing changed
 */
export function changeRegister<T>(
  deps: ManageRegisterDeps,
  medewerker: Beheerder,
  work: (change: Change) => Promise<T>,
): Promise<T> {
  const today = dayInAmsterdam(deps.now())
  return deps.db.transaction({ role: 'gw_beheer' }, async (tx) => {
    await lockRegister(tx)
    const append: Change['append'] = async (event, { gemeentecode, ...parties }) => {
      await deps.appendEvent(tx, event, {
        ...parties,
        ...(gemeentecode !== undefined && { gemeentecode }),
      })
    }
    return work({ tx, today, omgeving: deps.omgeving, medewerker, append })
  })
}

/**
 * The party of this OIN.
 * @throws Beheerweigering when there is none
 */
export async function needParty({ tx, today }: Change, oin: Oin): Promise<Deelnemerstand> {
  const [found] = await findStanden(tx, today, oin)
  if (found !== undefined) return found
  throw new Beheerweigering(
    `deelnemer ${oin} bestaat niet; "signaalpoort deelnemer toon" noemt ze alle`,
  )
}

/** Whether a term is over on `day`. */
export const isEnded = ({ tot }: { readonly tot?: Dag | undefined }, day: Dag): boolean =>
  tot !== undefined && tot <= day
