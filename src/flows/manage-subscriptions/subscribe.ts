/** A party subscribes: from the last line of its feeds on it is told of every new one. */
import { uuidv7 } from '../../crypto/uuid.ts'
import { type Abonnement, AbonnementId, type Abonnementsvraag } from '../../model/abonnement.ts'
import { actorOf, type Caller } from '../../model/caller.ts'
import { Problem } from '../../model/problem.ts'
import {
  findByKey,
  findFeedHead,
  insertAbonnement,
  listAbonnementen,
  lockSubscriber,
} from '../../nudging/abonnement.store.ts'
import {
  checkAsked,
  checkMayRead,
  eigenaarOf,
  feedsOf,
  partiesOf,
  type SubscriptionDeps,
} from './subscriptions.ts'

const KEY_LIFETIME_MS = 24 * 60 * 60 * 1000
/** A nudge goes to each of them: more are a mistake. */
const MOST = 20

/** The subscriptions in the caller's name; of who receives for another those that it made. */
export function readSubscriptions(
  { db }: Pick<SubscriptionDeps, 'db'>,
  caller: Caller,
): Promise<readonly Abonnement[]> {
  return db.transaction({ role: 'gw_deelnemer', oin: caller.namens }, (tx) =>
    listAbonnementen(tx, eigenaarOf(caller)),
  )
}

/** @throws Problem `niet-gevonden` */
export async function readSubscription(
  deps: Pick<SubscriptionDeps, 'db'>,
  caller: Caller,
  id: AbonnementId,
): Promise<Abonnement> {
  const found = (await readSubscriptions(deps, caller)).find((one) => one.id === id)
  if (found === undefined) throw new Problem('niet-gevonden')
  return found
}

/**
 * Makes one. The same idempotency key and content within 24 hours gives the first.
 * @throws Problem `bestemming-niet-toegestaan`, `rol-niet-toegestaan`, `mandaat-ontbreekt`, `idempotentiesleutel-hergebruikt`,
 *         `te-veel-abonnementen`
 */
export async function subscribe(
  deps: SubscriptionDeps,
  caller: Caller,
  input: { readonly vraag: Abonnementsvraag; readonly idempotentiesleutel?: string },
): Promise<{ readonly herhaald: boolean; readonly abonnement: Abonnement }> {
  const { vraag, idempotentiesleutel: sleutel } = input
  const { oin: ontvanger, namens: oin, gemeenten } = caller
  await checkMayRead(deps, caller)
  const at = deps.now()
  return deps.db.transaction({ role: 'gw_deelnemer', oin, gemeenten }, async (tx) => {
    await lockSubscriber(tx, oin)
    const sinds = new Date(at.getTime() - KEY_LIFETIME_MS)
    const first = sleutel === undefined ? undefined : await findByKey(tx, oin, sleutel, sinds)
    if (first !== undefined) return { herhaald: true, abonnement: checkSame(first, vraag) }
    const { host } = await checkAsked(tx, deps, caller, vraag)
    if ((await listAbonnementen(tx, { oin })).length >= MOST)
      throw new Problem('te-veel-abonnementen')
    const id = AbonnementId.parse(uuidv7(at, deps.random))
    const standen = []
    for (const feed of feedsOf(caller))
      standen.push({ ...feed, volgnummer: await findFeedHead(tx, feed.stroom, feed.sleutel) })
    await insertAbonnement(tx, { oin, id, ontvanger, vraag, at, sleutel, standen })
    const event = { soort: 'abonnement-gemaakt', actor: actorOf(caller), abonnementId: id } as const
    await deps.appendEvent(tx, { ...event, host }, partiesOf(caller))
    const abonnement: Abonnement = {
      ...vraag,
      id,
      toestand: 'actief',
      aangemaaktTijdstip: at.toISOString(),
    }
    return { herhaald: false, abonnement }
  })
}

/** @throws Problem `idempotentiesleutel-hergebruikt` when the first was another */
function checkSame(first: Abonnement, vraag: Abonnementsvraag): Abonnement {
  const same =
    first.bestemming === vraag.bestemming && first.soorten?.join() === vraag.soorten?.join()
  if (!same) throw new Problem('idempotentiesleutel-hergebruikt')
  return first
}
