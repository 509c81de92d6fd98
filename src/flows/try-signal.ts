/** Would this signal pass? The verdict on facts and names of fields; no value of a person comes in, and nothing is stored. */
import type { Tx } from '../db/database.ts'
import type { Db } from '../db/transaction.ts'
import type { Policies } from '../legal/compile.ts'
import { decide } from '../legal/decide.ts'
import { factsOfToetsing } from '../legal/facts.ts'
import { ownFieldFaults, ownNameFaults } from '../legal/own-fields.ts'
import type { Besluit } from '../model/besluit.ts'
import { dayInAmsterdam } from '../model/calendar.ts'
import type { Caller } from '../model/caller.ts'
import type { Dag, Gemeentecode } from '../model/ids.ts'
import type { Now } from '../model/ports.ts'
import { Problem } from '../model/problem.ts'
import type { Ontvangersleutel } from '../model/sealed.ts'
import type { Toetsing } from '../model/toetsing.ts'
import { findOpvolgingen } from '../routing/gemeente.store.ts'
import { findOntvanger } from '../routing/ontvanger.store.ts'
import { successorOf } from '../routing/successor.ts'

export type TrySignalDeps = {
  readonly db: Db
  readonly policies: () => Policies
  readonly now: Now
  readonly recipientKeys: (
    tx: Tx,
    gemeentecode: Gemeentecode,
    dag: Dag,
  ) => Promise<readonly Ontvangersleutel[]>
}

/**
 * Decides on a try-out as `POST /v1/signalen` would on the day of today. A refusal is an answer here, never an error;
 * the role of the responsible party counts, as it would for the signal itself, and a merged municipality's successor receives. Without a person
 * nothing is known of earlier signals.
 * @throws Problem `verzoek-onjuist` when it names a field of a type's own that no policy declares
 */
export async function trySignal(
  deps: TrySignalDeps,
  caller: Caller,
  toetsing: Toetsing,
): Promise<Besluit> {
  const { signaaltype, velden } = toetsing
  const policies = deps.policies()
  const errors = [...ownFieldFaults(policies, toetsing), ...ownNameFaults(policies, velden)]
  if (errors.length > 0) throw new Problem('verzoek-onjuist', { errors })
  const dag = dayInAmsterdam(deps.now())
  const scope = { role: 'gw_aanlevering', oin: caller.namens } as const
  const gemeente = await deps.db.transaction(scope, async (tx) => {
    const gemeentecode = successorOf(toetsing.gemeentecode, await findOpvolgingen(tx), dag)
    return {
      gemeentecode,
      oin: await findOntvanger(tx, gemeentecode, dag),
      sleutels: await deps.recipientKeys(tx, gemeentecode, dag),
    }
  })
  const isMerged = gemeente.gemeentecode !== toetsing.gemeentecode
  return decide(policies, {
    signaaltype,
    velden,
    onbruikbaar: [],
    feiten: factsOfToetsing(toetsing),
    afzenderRol: caller.rol,
    afzenderOin: caller.namens,
    dag,
    gemeente,
    opmerkingen: isMerged ? ['gemeente-opgegaan'] : [],
  }).besluit
}
