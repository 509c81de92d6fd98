/** Was this verdict right by the policies of then? The receipt's own event and the policies under its hash decide again. */
import { findAcceptances } from '../audit/acceptance.store.ts'
import { leafOfDetail } from '../audit/leaf.ts'
import { toHex } from '../crypto/bytes.ts'
import { canonicalJson } from '../crypto/canonical-json.ts'
import type { Db } from '../db/transaction.ts'
import type { Policies } from '../legal/compile.ts'
import { replayDecision } from '../legal/replay.ts'
import { AuditEvent } from '../model/audit-event.ts'
import { dayInAmsterdam } from '../model/calendar.ts'
import { Ontvangstbewijs } from '../model/ontvangstbewijs.ts'

export type ReplayDeps = {
  readonly db: Db
  /** Checks the signature and answers the claims; throws when it does not hold. */
  readonly openReceipt: (jws: string) => Promise<unknown>
  /** The policies under a hash; undefined when they were never kept here. */
  readonly policiesOf: (hash: string) => Policies | undefined
}

/** How a replay ended. `gelijk`: the same bytes. */
export type Replayed =
  | { readonly soort: 'geen-bewijs' }
  | {
      readonly soort:
        | 'gelijk'
        | 'anders'
        | 'geen-vastlegging'
        | 'vastlegging-gewijzigd'
        | 'geen-beleid'
      readonly bewijs: Ontvangstbewijs
    }

/** Replays the verdict of a receipt (JWS compact). Changes nothing. */
export async function replayReceipt(deps: ReplayDeps, jws: string): Promise<Replayed> {
  const bewijs = await open(deps, jws)
  if (bewijs === undefined) return { soort: 'geen-bewijs' }
  const details = await deps.db.transaction({ role: 'gw_log' }, (tx) =>
    findAcceptances(tx, bewijs.id),
  )
  const parsed = details.map((detail) => ({
    event: AuditEvent.safeParse(detail.gebeurtenis).data,
    leaf: toHex(leafOfDetail(detail)),
  }))
  const accepted = parsed.flatMap(({ event, leaf }) =>
    event?.soort === 'signaal-aanvaard' && event.versie === bewijs.versie ? [{ event, leaf }] : [],
  )
  const found = accepted.find(({ leaf }) => leaf === bewijs.bladHash)
  if (found === undefined)
    return { soort: accepted.length === 0 ? 'geen-vastlegging' : 'vastlegging-gewijzigd', bewijs }
  const policies = deps.policiesOf(bewijs.besluit.beleid.hash)
  if (policies === undefined) return { soort: 'geen-beleid', bewijs }
  const { signaaltype, voorwaarden } = found.event
  const { besluit, aangeleverdTijdstip } = bewijs
  const dag = dayInAmsterdam(new Date(aangeleverdTijdstip))
  const again = replayDecision(policies, { signaaltype, dag, voorwaarden, besluit })
  const same = again !== undefined && canonicalJson(again) === canonicalJson(besluit)
  return { soort: same ? 'gelijk' : 'anders', bewijs }
}

async function open(deps: ReplayDeps, jws: string): Promise<Ontvangstbewijs | undefined> {
  try {
    return Ontvangstbewijs.parse(await deps.openReceipt(jws))
  } catch {
    return undefined
  }
}
