/** Keeps an accepted signal: sealed fields, coded row, kenmerk, event and receipt, all in the transaction of the request. */
import { type Appended, appendEvent } from '../../audit/audit.store.ts'
import { toHex } from '../../crypto/bytes.ts'
import { uuidv7 } from '../../crypto/uuid.ts'
import type { Tx } from '../../db/database.ts'
import { appendFeed } from '../../delivery/feed.store.ts'
import { contentHmac, inputHash } from '../../intake/content-hash.ts'
import { keepIdempotentie } from '../../intake/idempotentie.store.ts'
import { claimKenmerk, type Kenmerkregel, moveKenmerk } from '../../intake/kenmerk.store.ts'
import { insertOntvangstbewijs } from '../../intake/ontvangstbewijs.store.ts'
import { insertSignaal } from '../../intake/signaal.store.ts'
import { dueDate } from '../../legal/compile.ts'
import type { Decision } from '../../legal/decision.ts'
import { type Derived, derive, NOTHING_DERIVED } from '../../legal/derive.ts'
import { findRule } from '../../legal/judge.ts'
import { type MinimisedSignaal, minimise } from '../../legal/minimise.ts'
import { sentFields } from '../../model/besluit.ts'
import { actorOf } from '../../model/caller.ts'
import type { Gemeentegebeurtenis } from '../../model/gemeentegebeurtenis.ts'
import { type Dag, type Gemeentecode, SignaalId } from '../../model/ids.ts'
import type { Ontvangstbewijs, SignaalAntwoord } from '../../model/ontvangstbewijs.ts'
import { eraseSignaal, type Signaalspoor } from '../../retention/early-end.store.ts'
import { lockOpenKey } from '../../sealing/bewaarsleutel.store.ts'
import { sealFields } from '../../sealing/seal.ts'
import { insertSealed } from '../../sealing/sealed.store.ts'
import { keepIndexes } from './keep-indexes.ts'
import { keepOwnEarlier } from './own-earlier.ts'
import { type Decided, Overtaken, type ReceiveSignalDeps, type SignalRequest } from './request.ts'

/** The municipality has nothing to do with it: no field was kept. */
const TOO_SMALL = 'onder-gemeentelijke-drempel'

const isTooSmall = ({ besluit }: Decision): boolean =>
  besluit.redenen.some(({ code }) => code === TOO_SMALL)

/** The signal under which this content is kept: its id stays over all versions. */
type Place = {
  readonly id: SignaalId
  readonly versie: number
  readonly gemeentecode: Gemeentecode
  readonly sleutelmaand: string
}

/**
 * Keeps one accepted signal. With `earlier`, it is that signal's next version and the rows of the one before go at once.
 * @throws Overtaken when another request claimed the same kenmerk or idempotency key
 */
export async function keepAccepted(
  deps: ReceiveSignalDeps,
  tx: Tx,
  request: SignalRequest,
  decided: Decided,
  earlier: Kenmerkregel | undefined,
): Promise<SignaalAntwoord> {
  const { decision } = decided
  const { caller, input, at, dag } = request
  const gemeentecode = decision.besluit.ontvanger?.gemeentecode
  if (gemeentecode === undefined) throw new Error('an accepted signal has no recipient')
  const place: Place = {
    id: earlier?.signaalId ?? SignaalId.parse(uuidv7(at, deps.random)),
    versie: (earlier?.versie ?? 0) + 1,
    gemeentecode,
    sleutelmaand: dag.slice(0, 7),
  }
  const lawful = minimise(request.signaal, decision)
  const monthKey = await deps.keyring.monthKey(caller.namens, place.sleutelmaand)
  const inhoudHmac = contentHmac(monthKey, request.signaal, lawful)
  const spoor = await claim(tx, request, { ...place, inhoudHmac }, earlier)
  deps.crashPoint('kenmerk-geclaimd')
  const stays = earlier?.gemeentecode === gemeentecode
  await storeSealed(deps, tx, request, { ...decided, lawful }, place, stays ? spoor : undefined)
  await keepOwnEarlier(deps, tx, request, lawful, place)
  if (!isTooSmall(decision)) await keepIndexes(deps, tx, request, lawful, place)
  deps.crashPoint('signaal-verzegeld')
  const event = await record(deps, tx, request, decided, place)
  deps.crashPoint('gebeurtenis-toegevoegd')
  const claims = receiptClaims(deps, request, decided, place, event)
  const jws = await deps.signReceipt(claims)
  await insertOntvangstbewijs(tx, caller.namens, place.id, place.versie, {
    jws,
    gebeurtenisId: event.gebeurtenisId,
  })
  if (earlier !== undefined && spoor?.gesloten !== true)
    await tellCorrection(deps, tx, request, decided, place, earlier)
  const { id, versie } = place
  return {
    id,
    versie,
    besluit: decision.besluit,
    ontvangstbewijs: jws,
    ...inputHash(monthKey, id, input.raw),
  }
}

/** @returns what the row of the earlier version told, which is gone now */
async function claim(
  tx: Tx,
  { caller, signaal, input, at }: SignalRequest,
  {
    id: signaalId,
    versie,
    sleutelmaand,
    gemeentecode,
    inhoudHmac,
  }: Place & Pick<Kenmerkregel, 'inhoudHmac'>,
  earlier: Kenmerkregel | undefined,
): Promise<Signaalspoor | undefined> {
  const oin = caller.namens
  const { kenmerk, onderdeel = '' } = signaal
  const regel = { kenmerk, onderdeel, signaalId, gemeentecode, versie, sleutelmaand, inhoudHmac }
  let spoor: Signaalspoor | undefined
  if (earlier === undefined) {
    if (!(await claimKenmerk(tx, oin, regel))) throw new Overtaken()
  } else {
    spoor = await eraseSignaal(tx, earlier.gemeentecode, signaalId)
    await moveKenmerk(tx, oin, regel)
  }
  const sleutel = input.idempotentiesleutel
  const outcome = { signaalId, versie, sleutelmaand, inhoudHmac }
  if (sleutel !== undefined && !(await keepIdempotentie(tx, oin, { sleutel, ...outcome }, at)))
    throw new Overtaken()
  return spoor
}

/** The municipality hears of a new version; one that has nothing to do with the signal any more, that it is gone. */
async function tellCorrection(
  deps: ReceiveSignalDeps,
  tx: Tx,
  { at, dag }: SignalRequest,
  { decision }: Decided,
  { id: signaalId, versie, gemeentecode }: Place,
  earlier: Kenmerkregel,
): Promise<void> {
  const vervaldatum = dueDate(deps.policies(), 'gemeenteGebeurtenis', dag)
  const line = { signaalId, tijdstip: at.toISOString() }
  const gone = { soort: 'ingetrokken', ...line, versie: earlier.versie } as const
  const told = (): Gemeentegebeurtenis => {
    if (earlier.gemeentecode !== gemeentecode) return { ...gone, reden: 'andere-gemeente' }
    if (isTooSmall(decision)) return { ...gone, reden: TOO_SMALL }
    return { soort: 'gecorrigeerd', ...line, versie }
  }
  await appendFeed(tx, earlier.gemeentecode, [told()], vervaldatum)
}

/** Of the minimised signal only: what is withheld is not in it. */
function deriveValues(
  { signaal, dag }: SignalRequest,
  { policies, decision, wijkcode }: Decided,
  values: MinimisedSignaal,
): Derived {
  const rule = findRule(policies, signaal.signaaltype, dag)
  if (typeof rule === 'string') return NOTHING_DERIVED
  return derive(policies, decision.afgeleid, values, { rule, dag, wijkcode })
}

async function storeSealed(
  deps: ReceiveSignalDeps,
  tx: Tx,
  request: SignalRequest,
  decided: Decided & { readonly lawful: MinimisedSignaal },
  { id, versie, gemeentecode }: Place,
  spoor: Signaalspoor | undefined,
): Promise<void> {
  const { verstrektTijdstip = null, bevrorenTot = null, beperktTot = null } = spoor ?? {}
  const { caller, signaal, at } = request
  const { decision, sleutels, lawful } = decided
  const afgeleid = deriveValues(request, decided, lawful)
  await insertSignaal(tx, {
    gemeentecode,
    id,
    versie,
    oin: caller.namens,
    ingediendDoor: caller.oin,
    signaaltype: signaal.signaaltype,
    aangeleverdTijdstip: at,
    beleid: decision.besluit.beleid,
    voorwaarden: decision.voorwaarden,
    vervaldatum: decision.vervaldatum,
    afgeleid,
    verstrektTijdstip,
    bevrorenTot,
    beperktTot,
    ...(isTooSmall(decision) ? { gesloten: TOO_SMALL } : {}),
  })
  const fields = new Map(
    [...decision.regels].map(([veld, { doelen, vervaldatum }]) => [
      veld,
      { value: lawful.get(veld), doelen, ...heldUntil(vervaldatum, bevrorenTot) },
    ]),
  )
  const dueDates = [...new Set([...fields.values()].map((field) => field.vervaldatum))].sort()
  const keys = await openRetentionKeys(deps, tx, gemeentecode, dueDates)
  const sender = deps.fieldBox.createSender()
  const retentionKeys = (vervaldatum: Dag): { volgnummer: number; key: Uint8Array } => {
    const key = keys.get(vervaldatum)
    if (key === undefined) throw new Error(`no retention key for ${vervaldatum}`)
    return key
  }
  try {
    const sealed = sealFields(deps.fieldBox, {
      signaalId: id,
      versie,
      gemeentecode,
      fields,
      recipients: sleutels,
      retentionKeys,
      sender,
    })
    const volgnummers = new Map(
      [...keys].map(([vervaldatum, { volgnummer }]) => [vervaldatum, volgnummer]),
    )
    await insertSealed(tx, [
      { gemeentecode, signaalId: id, versie, oin: caller.namens, fields: sealed, volgnummers },
    ])
  } finally {
    sender.forget()
    for (const { key } of keys.values()) key.fill(0)
  }
}

/** A hold that lasts beyond the due date goes on for a new version. */
function heldUntil(
  vervaldatum: Dag,
  bevrorenTot: Dag | null,
): { readonly vervaldatum: Dag; readonly oorspronkelijk?: Dag } {
  if (bevrorenTot === null || bevrorenTot <= vervaldatum) return { vervaldatum }
  return { vervaldatum: bevrorenTot, oorspronkelijk: vervaldatum }
}

/** In ascending order of due date, so that two intakes never wait for each other; each key durable before anything hangs on it. */
async function openRetentionKeys(
  deps: ReceiveSignalDeps,
  tx: Tx,
  gemeentecode: Gemeentecode,
  dueDates: readonly Dag[],
): Promise<ReadonlyMap<Dag, { readonly volgnummer: number; readonly key: Uint8Array }>> {
  const keys = new Map<Dag, { volgnummer: number; key: Uint8Array }>()
  for (const vervaldatum of dueDates) {
    const id = await lockOpenKey(tx, gemeentecode, vervaldatum)
    deps.crashPoint('bewaarsleutel-geopend')
    const key = await deps.keyring.ensureRetentionKey(id)
    deps.crashPoint('bewaarsleutel-gemaakt')
    keys.set(vervaldatum, { volgnummer: id.volgnummer, key })
  }
  return keys
}

async function record(
  deps: ReceiveSignalDeps,
  tx: Tx,
  { caller, signaal, at }: SignalRequest,
  { decision }: Decided,
  { id, versie, gemeentecode }: Place,
): Promise<Appended> {
  const { besluit, voorwaarden } = decision
  const sent = sentFields(besluit.velden)
  const passed = sent.filter((veld) => veld.uitkomst === 'doorgegeven').map(({ veld }) => veld)
  return appendEvent(
    tx,
    { at, random: deps.random },
    {
      soort: 'signaal-aanvaard',
      actor: actorOf(caller),
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
      },
      sleutelIds: [...(besluit.ontvanger?.sleutelIds ?? [])],
    },
    { oin: caller.oin, namens: caller.namens, gemeentecode },
  )
}

function receiptClaims(
  deps: ReceiveSignalDeps,
  { caller, signaal, at }: SignalRequest,
  { decision }: Decided,
  { id, versie }: Place,
  event: Appended,
): Ontvangstbewijs {
  return {
    id,
    versie,
    kenmerk: signaal.kenmerk,
    deelnemer: caller.namens,
    ingediendDoor: caller.oin,
    aangeleverdTijdstip: at.toISOString(),
    besluit: decision.besluit,
    bladHash: toHex(event.leafHash),
    omgeving: deps.omgeving,
    duurzaamheid: deps.duurzaamheid,
  }
}
