/** What every change of a subscription has in common: whose it is, which feeds it follows, and whether its destination may be called. */
import type { Tx } from '../../db/database.ts'
import type { Db } from '../../db/transaction.ts'
import type { AppendEvent } from '../../identity/append-event.ts'
import { coversDay, worksForOthers } from '../../identity/authorise.ts'
import { findMandaten } from '../../identity/deelnemer.store.ts'
import type { Abonnementsvraag } from '../../model/abonnement.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { Caller } from '../../model/caller.ts'
import { DOELEN_VAN_ROL } from '../../model/deelnemer.ts'
import type { Doel } from '../../model/doel.ts'
import type { Now, RandomBytes } from '../../model/ports.ts'
import { Problem } from '../../model/problem.ts'
import { SEINSOORTEN, type Stroom } from '../../model/seintje.ts'
import { type Eigenaar, findHosts } from '../../nudging/abonnement.store.ts'
import { isOnHost, parseDestination } from '../../nudging/destination.ts'

export type SubscriptionDeps = {
  readonly db: Db
  readonly now: Now
  readonly random: RandomBytes
  readonly appendEvent: AppendEvent
}

/** A party manages all that is subscribed in its name; who receives for it only what it made itself. */
export const eigenaarOf = ({ oin, namens }: Caller): Eigenaar =>
  oin === namens ? { oin } : { oin: namens, ontvanger: oin }

/** Whom an event of the caller's subscription belongs to. */
export function partiesOf({ oin, namens, gemeenten }: Caller): Parameters<AppendEvent>[2] {
  const [gemeentecode] = gemeenten
  return { oin, namens, ...(gemeentecode !== undefined && { gemeentecode }) }
}

/** A feed of the caller: `sleutel` says whose it is. */
export type EigenStroom = { readonly stroom: Stroom; readonly sleutel: string }

/**
 * The feeds of a municipality, or of who delivers signals.
 * @throws Problem `rol-niet-toegestaan` for who has no feed: a supervisor, or a body or supplier in its own name
 */
export function feedsOf({ gemeenten, namens, rol }: Caller): readonly EigenStroom[] {
  if (gemeenten.length > 0)
    return gemeenten.map((sleutel) => ({ stroom: 'gebeurtenissen', sleutel }))
  const doelen: readonly Doel[] = DOELEN_VAN_ROL[rol]
  if (worksForOthers({ rol }) || !doelen.includes('aanleveren'))
    throw new Problem('rol-niet-toegestaan')
  return [{ stroom: 'terugkoppelingen', sleutel: namens }]
}

/** The purpose for which the caller's feeds are read. */
const purposeOf = ({ gemeenten }: Caller): Doel =>
  gemeenten.length > 0 ? 'hulpaanbod' : 'aanleveren'

/**
 * A token of any purpose manages subscriptions, a nudge only goes to who may read the feed.
 * @throws Problem `mandaat-ontbreekt`
 */
export async function checkMayRead(deps: SubscriptionDeps, caller: Caller): Promise<void> {
  const { oin, namens } = caller
  if (oin === namens) return
  const today = dayInAmsterdam(deps.now())
  const given = await deps.db.transaction({ role: 'gw_identiteit' }, (tx) =>
    findMandaten(tx, oin, namens),
  )
  if (!given.some((one) => one.doel === purposeOf(caller) && coversDay(one, today)))
    throw new Problem('mandaat-ontbreekt')
}

/**
 * The destination, on a host that the operator recorded for the party.
 * @throws Problem `bestemming-niet-toegestaan`; `verzoek-onjuist` for a kind that none of the feeds has
 */
export async function checkAsked(
  tx: Tx,
  deps: SubscriptionDeps,
  caller: Caller,
  { bestemming, soorten = [] }: Abonnementsvraag,
): Promise<URL> {
  const known: readonly string[] = feedsOf(caller).flatMap(({ stroom }) => SEINSOORTEN[stroom])
  const errors = soorten.flatMap((soort, index) =>
    known.includes(soort)
      ? []
      : [{ pointer: `/soorten/${index}`, code: 'onbekend', detail: 'Deze soort heeft u niet.' }],
  )
  if (errors.length > 0) throw new Problem('verzoek-onjuist', { errors })
  const url = parseDestination(bestemming)
  const hosts = await findHosts(tx, caller.namens, dayInAmsterdam(deps.now()))
  if (url === undefined || !isOnHost(url, hosts)) throw new Problem('bestemming-niet-toegestaan')
  return url
}
