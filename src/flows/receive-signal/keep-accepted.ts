/** Keeps accepted signals: sealed fields, coded rows, kenmerken, events and receipts, all in the transaction of their chunk. */
import { type Appended, appendEvents } from '../../audit/audit.store.ts'
import { toHex } from '../../crypto/bytes.ts'
import type { Tx } from '../../db/database.ts'
import { insertOntvangstbewijzen } from '../../intake/ontvangstbewijs.store.ts'
import { putSchuldverlopen } from '../../intake/schuldverloop.store.ts'
import type { AuditEvent } from '../../model/audit-event.ts'
import { sentFields } from '../../model/besluit.ts'
import { actorOf } from '../../model/caller.ts'
import type { Ontvangstbewijs } from '../../model/ontvangstbewijs.ts'
import { type Accepted, placeAccepted } from './accepted.ts'
import { claimAll } from './claim.ts'
import { keepIndexes, keepSleperIndexes } from './keep-indexes.ts'
import { keepOwnEarlier } from './own-earlier.ts'
import type { Decided, Delivery, Kept, ReceiveSignalDeps } from './request.ts'
import { storeSealed } from './store-sealed.ts'
import { closedOf, tellClosed } from './tell-closed.ts'
import { tellCorrections } from './tell-corrections.ts'

/**
 * Keeps accepted signals. One with an `earlier` is that signal's next version, and the rows of the one before go at once.
 * @throws Overtaken when another request claimed one of the kenmerken or idempotency keys
 */
export async function keepAccepted(
  deps: ReceiveSignalDeps,
  tx: Tx,
  delivery: Delivery,
  decided: readonly Decided[],
): Promise<ReadonlyMap<Decided, Kept>> {
  if (decided.length === 0) return new Map()
  const accepted = await placeAccepted(deps, delivery, decided)
  const claimed = await claimAll(tx, delivery, accepted)
  deps.crashPoint('kenmerk-geclaimd')
  await storeSealed(deps, tx, delivery, claimed)
  await putSchuldverlopen(
    tx,
    delivery.caller.namens,
    claimed.flatMap(({ verloop, place: { gemeentecode, id: signaalId } }) =>
      verloop === undefined ? [] : [{ gemeentecode, signaalId, ...verloop }],
    ),
  )
  await keepOwnEarlier(deps, tx, delivery, claimed)
  await keepIndexes(
    deps,
    tx,
    delivery,
    claimed.filter(({ sluiting }) => sluiting === undefined),
  )
  await keepSleperIndexes(deps, tx, delivery, claimed)
  deps.crashPoint('signaal-verzegeld')
  const events = await record(deps, tx, delivery, claimed)
  deps.crashPoint('gebeurtenis-toegevoegd')
  const kept = await signAll(deps, tx, delivery, claimed, events)
  await tellCorrections(deps, tx, delivery, claimed)
  await tellClosed(deps, tx, delivery, closedOf(claimed))
  return new Map(decided.map((one, index) => [one, at(kept, index)]))
}

function at<T>(list: readonly T[], index: number): T {
  const one = list[index]
  if (one === undefined) throw new Error('the steps of a chunk are not in step')
  return one
}

async function record(
  deps: ReceiveSignalDeps,
  tx: Tx,
  { caller, at: instant, vastgehoudenTot }: Delivery,
  accepted: readonly Accepted[],
): Promise<readonly Appended[]> {
  const { oin, namens } = caller
  // What is held back is no municipality's yet: not even in its own log.
  const isHeld = vastgehoudenTot !== undefined
  const actor = actorOf(caller)
  return appendEvents(
    tx,
    { at: instant, random: deps.random },
    accepted.map((one) => ({
      event: eventOf(actor, one),
      parties: { oin, namens, ...(isHeld ? {} : { gemeentecode: one.place.gemeentecode }) },
    })),
  )
}

function eventOf(
  actor: ReturnType<typeof actorOf>,
  { signaal, decision, herkenning, place: { id, versie, gemeentecode } }: Accepted,
): AuditEvent {
  const { besluit, voorwaarden } = decision
  const sent = sentFields(besluit.velden)
  const passed = sent.filter((veld) => veld.uitkomst === 'doorgegeven').map(({ veld }) => veld)
  return {
    soort: 'signaal-aanvaard',
    actor,
    signaalId: id,
    versie,
    signaaltype: signaal.signaaltype,
    gemeentecode,
    beleid: besluit.beleid,
    redenen: besluit.redenen.map((reden) => reden.code),
    voorwaarden,
    velden: {
      doorgegeven: passed,
      nietDoorgegeven: sent.map(({ veld }) => veld).filter((veld) => !passed.includes(veld)),
      vergroofd: [...decision.afgeleid],
      ...(herkenning.size > 0 ? { herkend: [...herkenning.keys()] } : {}),
    },
    sleutelIds: [...(besluit.ontvanger?.sleutelIds ?? [])],
  }
}

/** One signature a receipt, so that each can be shown alone. */
async function signAll(
  deps: ReceiveSignalDeps,
  tx: Tx,
  delivery: Delivery,
  accepted: readonly Accepted[],
  events: readonly Appended[],
): Promise<readonly Kept[]> {
  const receipts = await Promise.all(
    accepted.map(async (one, index) => {
      const { gebeurtenisId, leafHash } = at(events, index)
      const jws = await deps.signReceipt(claimsOf(deps, delivery, one, leafHash))
      return { signaalId: one.place.id, versie: one.place.versie, gebeurtenisId, jws }
    }),
  )
  await insertOntvangstbewijzen(tx, delivery.caller.namens, receipts)
  return accepted.map(({ decision, place: { id, versie, sleutelmaand } }, index) => {
    const { besluit } = decision
    return { id, versie, besluit, ontvangstbewijs: at(receipts, index).jws, sleutelmaand }
  })
}

function claimsOf(
  { omgeving, duurzaamheid }: ReceiveSignalDeps,
  { caller, at: instant }: Delivery,
  { signaal, decision, place: { id, versie } }: Accepted,
  leafHash: Uint8Array,
): Ontvangstbewijs {
  return {
    id,
    versie,
    kenmerk: signaal.kenmerk,
    deelnemer: caller.namens,
    ingediendDoor: caller.oin,
    aangeleverdTijdstip: instant.toISOString(),
    besluit: decision.besluit,
    bladHash: toHex(leafHash),
    omgeving,
    duurzaamheid,
  }
}
