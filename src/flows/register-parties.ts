/** Registers parties, their mandates and their recipient keys, each key by what its party signed. */
import { type KeyRegistration, verifyKeyRegistration } from '../crypto/key-registration.ts'
import type { ClientJwks } from '../crypto/signing-keys.ts'
import type { Tx } from '../db/database.ts'
import type { Db } from '../db/transaction.ts'
import type { AppendEvent } from '../identity/append-event.ts'
import type { Mandaat } from '../identity/authorise.ts'
import {
  findMachtigingen,
  findMandaten,
  hasOtherBody,
  insertDeelnemer,
  insertMandaat,
} from '../identity/deelnemer.store.ts'
import { insertOntvangersleutel } from '../identity/ontvangersleutel.store.ts'
import type { Deelnemer } from '../model/deelnemer.ts'
import type { Gemeentecode, Oin } from '../model/ids.ts'

export type RegisterPartiesDeps = {
  readonly db: Db
  readonly trustAnchorsPem: readonly string[]
  readonly appendEvent: AppendEvent
}

/** A party with its public client keys and the registrations (JWS) of its recipient keys. */
export type PartyToRegister = {
  readonly deelnemer: Deelnemer
  readonly clientJwks: ClientJwks
  readonly sleutelregistraties: readonly string[]
}

/** A set that belongs together: the parties of a mandate may be in it or registered before. */
export type PartySet = {
  readonly parties: readonly PartyToRegister[]
  readonly mandaten: readonly Mandaat[]
}

/**
 * Registers the set in one transaction, with one event for each party of which anything is new. What is there already stays as
 * it is, so it may be repeated. Returns the parties that had something new. A body may bring keys for a municipality whose college mandated
 * it, before the mandate begins too: on which days they serve is looked at when they are used.
 * @throws KeyRegistrationInvalid, or Error when a key is not of the party that brings it, or two bodies would decide for one college at once:
 *         then nothing is registered
 */
export async function registerParties(
  deps: RegisterPartiesDeps,
  set: PartySet,
): Promise<readonly Oin[]> {
  const proved = await Promise.all(
    set.parties.map(async (party) => ({ party, keys: await proveKeys(deps, party) })),
  )
  return deps.db.transaction({ role: 'gw_beheer' }, async (tx) => {
    const added = new Set<Oin>()
    for (const { deelnemer, clientJwks } of set.parties)
      if (await insertDeelnemer(tx, deelnemer, clientJwks)) added.add(deelnemer.oin)
    for (const mandaat of set.mandaten) await registerMandaat(tx, mandaat)
    const changed: Oin[] = []
    for (const { party, keys } of proved) {
      const { deelnemer } = party
      if (await registerKeys(deps, tx, deelnemer, keys, added.has(deelnemer.oin)))
        changed.push(deelnemer.oin)
    }
    return changed
  })
}

/** The key is another party's, or its party does not receive for that municipality. */
class KeyNotOfParty extends Error {
  constructor({ sleutelId }: KeyRegistration, oin: Oin) {
    super(`recipient key ${sleutelId} is not of the party ${oin}`)
    this.name = 'KeyNotOfParty'
  }
}

type ProvedKey = { readonly jws: string; readonly registration: KeyRegistration }

function proveKeys(
  deps: RegisterPartiesDeps,
  party: PartyToRegister,
): Promise<readonly ProvedKey[]> {
  const { oin } = party.deelnemer
  return Promise.all(
    party.sleutelregistraties.map(async (jws) => {
      const registration = await verifyKeyRegistration(jws, deps.trustAnchorsPem)
      if (registration.oin !== oin) throw new KeyNotOfParty(registration, oin)
      return { jws, registration }
    }),
  )
}

async function registerMandaat(tx: Tx, mandaat: Mandaat): Promise<void> {
  const given = await findMandaten(tx, mandaat.gemachtigde, mandaat.gever)
  // It may have been ended since, and given to another body.
  if (given.some(({ doel, vanaf }) => doel === mandaat.doel && vanaf === mandaat.vanaf)) return
  if (await hasOtherBody(tx, mandaat))
    throw new Error(`another body decides for ${mandaat.gever} already: ${mandaat.doel}`)
  await insertMandaat(tx, mandaat)
}

/** Adds the new keys and writes an event for the party itself, and one for each other municipality that it brings keys for. */
async function registerKeys(
  deps: RegisterPartiesDeps,
  tx: Tx,
  { oin, gemeentecode: own }: Deelnemer,
  keys: readonly ProvedKey[],
  isNew: boolean,
): Promise<boolean> {
  const fresh: KeyRegistration[] = []
  for (const { jws, registration } of keys) {
    await checkActsFor(tx, registration, own)
    if (await insertOntvangersleutel(tx, registration, jws)) fresh.push(registration)
  }
  const byGemeente = Map.groupBy(fresh, ({ gemeentecode }): Gemeentecode => gemeentecode)
  const places: (Gemeentecode | undefined)[] = [...byGemeente.keys()]
  if (isNew && !places.includes(own)) places.unshift(own)
  for (const gemeentecode of places) {
    const found = gemeentecode === undefined ? [] : (byGemeente.get(gemeentecode) ?? [])
    const sleutelIds = found.map(({ sleutelId }) => sleutelId)
    await deps.appendEvent(
      tx,
      { soort: 'deelnemer-geregistreerd', oin, sleutelIds, door: 'eerste-start' },
      { oin, namens: oin, ...(gemeentecode === undefined ? {} : { gemeentecode }) },
    )
  }
  return places.length > 0
}

/** A key is for the college's own municipality, or for one whose college mandated every purpose of the key. */
async function checkActsFor(
  tx: Tx,
  registration: KeyRegistration,
  own: Gemeentecode | undefined,
): Promise<void> {
  const { oin, gemeentecode, doelen } = registration
  if (gemeentecode === own) return
  const mandated = new Set((await findMachtigingen(tx, oin, gemeentecode)).map(({ doel }) => doel))
  if (!doelen.every((doel) => mandated.has(doel))) throw new KeyNotOfParty(registration, oin)
}
