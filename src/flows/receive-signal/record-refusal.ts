/** Records a refusal: rule, codes and names of fields; no value is kept. */
import { appendEvent } from '../../audit/audit.store.ts'
import type { Tx } from '../../db/database.ts'
import { type Kenmerkregel, releaseKenmerk } from '../../intake/kenmerk.store.ts'
import { deleteSignaal } from '../../intake/signaal.store.ts'
import type { Decision } from '../../legal/decision.ts'
import { actorOf } from '../../model/caller.ts'
import { type ReceiveSignalDeps, refusesSharing, type SignalRequest } from './request.ts'

/**
 * A refused correction leaves the earlier version as it is, unless the person refused sharing: then that goes too, at once.
 */
export async function recordRefusal(
  deps: ReceiveSignalDeps,
  tx: Tx,
  request: SignalRequest,
  { besluit, voorwaarden }: Decision,
  gemeentecode: Kenmerkregel['gemeentecode'] | undefined,
  earlier: Kenmerkregel | undefined,
): Promise<void> {
  const { caller, signaal, at } = request
  const { oin, namens } = caller
  const actor = actorOf(caller)
  const append = { at, random: deps.random }
  const redenen = besluit.redenen.map((reden) => reden.code)
  await appendEvent(
    tx,
    append,
    {
      soort: 'signaal-geweigerd',
      actor,
      signaaltype: knownType(deps, signaal),
      ...(gemeentecode === undefined ? {} : { gemeentecode }),
      beleid: besluit.beleid,
      redenen,
      voorwaarden,
      velden: besluit.velden.map((veld) => veld.veld),
    },
    { oin, namens },
  )
  if (earlier === undefined || !refusesSharing(request)) return
  const { signaalId, versie } = earlier
  await deleteSignaal(tx, earlier.gemeentecode, signaalId)
  await releaseKenmerk(tx, namens, signaalId)
  await appendEvent(
    tx,
    append,
    {
      soort: 'signaal-gewist',
      actor,
      signaalId,
      versie,
      gemeentecode: earlier.gemeentecode,
      reden: 'gegevensdeling-geweigerd',
    },
    { oin, namens, gemeentecode: earlier.gemeentecode },
  )
}

/** A type that no policy has is text of the sender's own, in which anything could stand: it is not kept. */
function knownType(
  { policies }: ReceiveSignalDeps,
  { signaaltype }: SignalRequest['signaal'],
): string {
  return policies().regels.has(signaaltype) ? signaaltype : 'onbekend'
}
