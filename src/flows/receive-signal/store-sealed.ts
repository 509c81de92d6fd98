/** The coded rows and the sealed fields of a chunk: one ephemeral sender, and each retention key once. */
import type { Tx } from '../../db/database.ts'
import { insertSignalen, type Signaalregel } from '../../intake/signaal.store.ts'
import type { Dag, Gemeentecode } from '../../model/ids.ts'
import { lockOpenKeys } from '../../sealing/bewaarsleutel.store.ts'
import { type SealInput, sealFields } from '../../sealing/seal.ts'
import { insertSealed, type SealedSignal } from '../../sealing/sealed.store.ts'
import type { Claimed } from './accepted.ts'
import type { Delivery, ReceiveSignalDeps } from './request.ts'

export async function storeSealed(
  deps: ReceiveSignalDeps,
  tx: Tx,
  delivery: Delivery,
  claimed: readonly Claimed[],
): Promise<void> {
  await insertSignalen(
    tx,
    delivery.caller.namens,
    claimed.map((one) => rowOf(delivery, one)),
  )
  const fields = new Map(claimed.map((one) => [one, fieldsOf(one)]))
  const places = [...fields].flatMap(([{ place }, own]) =>
    dueDatesOf(own).map((vervaldatum) => ({ gemeentecode: place.gemeentecode, vervaldatum })),
  )
  const keys = await openRetentionKeys(deps, tx, places)
  const sender = deps.fieldBox.createSender()
  try {
    const sealed = [...fields].map(([one, own]) =>
      sealOne(deps, delivery, one, { fields: own, sender, keys }),
    )
    await insertSealed(tx, sealed)
  } finally {
    sender.forget()
    for (const { key } of keys.values()) key.fill(0)
  }
}

/** A new version stands where its earlier one told; at another municipality it begins anew. */
const spoorHere = ({ earlier, place, spoor }: Claimed): Claimed['spoor'] =>
  earlier?.gemeentecode === place.gemeentecode ? spoor : undefined

function rowOf({ caller, at, vastgehoudenTot }: Delivery, one: Claimed): Signaalregel {
  const { signaal, decision, place } = one
  const { verstrektTijdstip = null, bevrorenTot = null, beperktTot = null } = spoorHere(one) ?? {}
  return {
    gemeentecode: place.gemeentecode,
    id: place.id,
    versie: place.versie,
    ingediendDoor: caller.oin,
    signaaltype: signaal.signaaltype,
    aangeleverdTijdstip: at,
    beleid: decision.besluit.beleid,
    voorwaarden: decision.voorwaarden,
    vervaldatum: decision.vervaldatum,
    afgeleid: one.afgeleid,
    verstrektTijdstip,
    bevrorenTot,
    beperktTot,
    ...(vastgehoudenTot === undefined ? {} : { vastgehoudenTot }),
    ...(one.sluiting === undefined ? {} : { gesloten: one.sluiting }),
    ...(hasGrown(one) ? { gegroeid: true } : {}),
  }
}

/**
 * Whether the sender's own arrears of this person grew within the month, as far as their classes tell: it must be taken up. Of an amount whose
 * class is not known it is taken to be so.
 */
function hasGrown({ eigen, afgeleid, sluiting }: Claimed): boolean {
  if (sluiting !== undefined || eigen?.vorige === undefined) return false
  const { bedragklasse: then } = eigen.vorige
  const now = afgeleid.bedragklasse
  return then === null || now === null || lowerBound(now) >= lowerBound(then)
}

const lowerBound = (klasse: string): number => Number(klasse.split('-')[0])

function fieldsOf(one: Claimed): SealInput['fields'] {
  const { bevrorenTot = null } = spoorHere(one) ?? {}
  return new Map(
    [...one.decision.regels].map(([veld, { doelen, vervaldatum }]) => [
      veld,
      { value: one.lawful.get(veld), doelen, ...heldUntil(vervaldatum, bevrorenTot) },
    ]),
  )
}

/** A hold that lasts beyond the due date goes on for a new version. */
function heldUntil(
  vervaldatum: Dag,
  bevrorenTot: Dag | null,
): { readonly vervaldatum: Dag; readonly oorspronkelijk?: Dag } {
  if (bevrorenTot === null || bevrorenTot <= vervaldatum) return { vervaldatum }
  return { vervaldatum: bevrorenTot, oorspronkelijk: vervaldatum }
}

const dueDatesOf = (fields: SealInput['fields']): readonly Dag[] => [
  ...new Set([...fields.values()].map(({ vervaldatum }) => vervaldatum)),
]

type OpenKeys = ReadonlyMap<string, { readonly volgnummer: number; readonly key: Uint8Array }>

const vakOf = (gemeentecode: Gemeentecode, vervaldatum: Dag): string =>
  `${gemeentecode} ${vervaldatum}`

/** In one order, so that two intakes never wait for each other; each key durable before anything hangs on it. */
async function openRetentionKeys(
  deps: ReceiveSignalDeps,
  tx: Tx,
  places: Parameters<typeof lockOpenKeys>[1],
): Promise<OpenKeys> {
  const ids = await lockOpenKeys(tx, places)
  if (ids.length > 0) deps.crashPoint('bewaarsleutel-geopend')
  const keys = await Promise.all(ids.map((id) => deps.keyring.ensureRetentionKey(id)))
  if (ids.length > 0) deps.crashPoint('bewaarsleutel-gemaakt')
  return new Map(
    ids.map(({ gemeentecode, vervaldatum, volgnummer }, index) => {
      const key = keys[index]
      if (key === undefined) throw new Error('a retention key is not in the keyring')
      return [vakOf(gemeentecode, vervaldatum), { volgnummer, key }]
    }),
  )
}

function sealOne(
  deps: ReceiveSignalDeps,
  { caller }: Delivery,
  { place, sleutels }: Claimed,
  { fields, sender, keys }: Pick<SealInput, 'fields' | 'sender'> & { readonly keys: OpenKeys },
): SealedSignal {
  const { id: signaalId, versie, gemeentecode } = place
  const keyOf = (vervaldatum: Dag): { volgnummer: number; key: Uint8Array } => {
    const key = keys.get(vakOf(gemeentecode, vervaldatum))
    if (key === undefined) throw new Error(`no retention key for ${vervaldatum}`)
    return key
  }
  const sealed = sealFields(deps.fieldBox, {
    signaalId,
    versie,
    gemeentecode,
    fields,
    recipients: sleutels,
    retentionKeys: keyOf,
    sender,
  })
  const dueDates = new Set(sealed.map(({ vervaldatum }) => vervaldatum))
  const volgnummers = new Map([...dueDates].map((dag) => [dag, keyOf(dag).volgnummer]))
  return { gemeentecode, signaalId, versie, oin: caller.namens, fields: sealed, volgnummers }
}
