/** A party changes where and of what it is told, or ends a subscription. */
import type { Abonnement, AbonnementId, Abonnementsvraag } from '../../model/abonnement.ts'
import { actorOf, type Caller } from '../../model/caller.ts'
import { Problem } from '../../model/problem.ts'
import {
  deleteAbonnement,
  listAbonnementen,
  replaceAbonnement,
} from '../../nudging/abonnement.store.ts'
import {
  checkAsked,
  checkMayRead,
  eigenaarOf,
  partiesOf,
  type SubscriptionDeps,
} from './subscriptions.ts'

/**
 * Replaces destination and kinds, and starts anew whatever was disturbed or ended: what waits is tried at once, nothing is skipped.
 * @throws Problem `niet-gevonden` also for another's; and as `subscribe`
 */
export async function changeSubscription(
  deps: SubscriptionDeps,
  caller: Caller,
  id: AbonnementId,
  vraag: Abonnementsvraag,
): Promise<Abonnement> {
  const eigenaar = eigenaarOf(caller)
  await checkMayRead(deps, caller)
  return deps.db.transaction({ role: 'gw_deelnemer', oin: caller.namens }, async (tx) => {
    const { host } = await checkAsked(tx, deps, caller, vraag)
    if (!(await replaceAbonnement(tx, eigenaar, id, vraag, deps.now())))
      throw new Problem('niet-gevonden')
    const actor = actorOf(caller)
    const event = { soort: 'abonnement-gewijzigd', actor, abonnementId: id, host } as const
    await deps.appendEvent(tx, event, partiesOf(caller))
    const changed = (await listAbonnementen(tx, eigenaar)).find((one) => one.id === id)
    if (changed === undefined) throw new Error('a changed subscription is gone')
    return changed
  })
}

/**
 * Ends one: nothing of it stays but its events.
 * @throws Problem `niet-gevonden` also for another's
 */
export async function unsubscribe(
  deps: SubscriptionDeps,
  caller: Caller,
  id: AbonnementId,
): Promise<void> {
  await deps.db.transaction({ role: 'gw_deelnemer', oin: caller.namens }, async (tx) => {
    if (!(await deleteAbonnement(tx, eigenaarOf(caller), id))) throw new Problem('niet-gevonden')
    const actor = actorOf(caller)
    const event = { soort: 'abonnement-beeindigd', actor, abonnementId: id } as const
    await deps.appendEvent(tx, event, partiesOf(caller))
  })
}
