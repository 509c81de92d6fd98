/** Records refusals: rule, codes and names of fields; no value is kept. */
import { appendEvent, appendEvents } from '../../audit/audit.store.ts'
import type { Tx } from '../../db/database.ts'
import { appendFeed } from '../../delivery/feed.store.ts'
import { type Kenmerkregel, withdrawKenmerk } from '../../intake/kenmerk.store.ts'
import { dueDate } from '../../legal/compile.ts'
import { deleteIndexes } from '../../matching/wachtrij.store.ts'
import type { AuditEvent } from '../../model/audit-event.ts'
import { sentFields } from '../../model/besluit.ts'
import { actorOf } from '../../model/caller.ts'
import {
  eraseDerived,
  eraseFields,
  eraseSignaal,
  lockSignaal,
  markIngetrokken,
} from '../../retention/early-end.store.ts'
import { type Decided, type Delivery, type ReceiveSignalDeps, refusesSharing } from './request.ts'

/**
 * A refused correction leaves the earlier version as it is, unless the person refused sharing: then that goes too, at once.
 */
export async function recordRefusals(
  deps: ReceiveSignalDeps,
  tx: Tx,
  delivery: Delivery,
  refused: readonly Decided[],
): Promise<void> {
  const { caller, at } = delivery
  const { oin, namens } = caller
  const events = refused.map((one) => ({
    event: eventOf(deps, delivery, one),
    parties: { oin, namens },
  }))
  await appendEvents(tx, { at, random: deps.random }, events)
  for (const one of refused)
    if (one.earlier !== undefined && refusesSharing(one))
      await eraseEarlier(deps, tx, delivery, one.earlier)
}

function eventOf(
  deps: ReceiveSignalDeps,
  { caller }: Delivery,
  { signaal, decision, gemeentecode }: Decided,
): AuditEvent {
  const { besluit, voorwaarden } = decision
  return {
    soort: 'signaal-geweigerd',
    actor: actorOf(caller),
    signaaltype: knownType(deps, signaal),
    ...(gemeentecode === undefined ? {} : { gemeentecode }),
    beleid: besluit.beleid,
    redenen: besluit.redenen.map((reden) => reden.code),
    voorwaarden,
    velden: sentFields(besluit.velden).map(({ veld }) => veld),
  }
}

/** What was collected keeps its coded row until its term, so that the municipality can still confirm and close it. */
async function eraseEarlier(
  deps: ReceiveSignalDeps,
  tx: Tx,
  { caller, at, dag }: Delivery,
  { signaalId, versie, gemeentecode }: Kenmerkregel,
): Promise<void> {
  const { oin, namens } = caller
  const reden = 'gegevensdeling-geweigerd'
  const spoor = await lockSignaal(tx, gemeentecode, signaalId)
  if (spoor?.verstrektTijdstip instanceof Date) {
    await eraseFields(tx, gemeentecode, [signaalId])
    await eraseDerived(tx, gemeentecode, signaalId)
    await markIngetrokken(tx, gemeentecode, signaalId, at)
    await deleteIndexes(tx, namens, signaalId)
  } else await eraseSignaal(tx, gemeentecode, signaalId)
  const policies = deps.policies()
  const vervaldatum = dueDate(policies, 'kenmerkBeeindigd', dag)
  await withdrawKenmerk(tx, namens, signaalId, { at, vervaldatum })
  await appendEvent(
    tx,
    { at, random: deps.random },
    { soort: 'signaal-gewist', actor: actorOf(caller), signaalId, versie, gemeentecode, reden },
    { oin, namens, ...(spoor?.vastgehouden === true ? {} : { gemeentecode }) },
  )
  if (spoor?.gesloten === true || spoor?.vastgehouden === true) return
  await appendFeed(
    tx,
    gemeentecode,
    [{ soort: 'ingetrokken', signaalId, versie, reden, tijdstip: at.toISOString() }],
    dueDate(policies, 'gemeenteGebeurtenis', dag),
  )
}

/** A type that no policy has is text of the sender's own, in which anything could stand: it is not kept. */
function knownType({ policies }: ReceiveSignalDeps, { signaaltype }: Decided['signaal']): string {
  const { regels, geweigerd } = policies()
  return regels.has(signaaltype) || geweigerd?.soorten.has(signaaltype) === true
    ? signaaltype
    : 'onbekend'
}
