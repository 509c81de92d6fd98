/** Registers parties, their mandates and their recipient keys, each key by what its party signed. */
import { type KeyRegistration, verifyKeyRegistration } from '../crypto/key-registration.ts'
import type { ClientJwks } from '../crypto/signing-keys.ts'
import type { Tx } from '../db/database.ts'
import type { Db } from '../db/transaction.ts'
import type { AppendEvent } from '../identity/append-event.ts'
import type { Mandaat } from '../identity/authorise.ts'
import { insertDeelnemer, insertMandaat } from '../identity/deelnemer.store.ts'
import { insertOntvangersleutel } from '../identity/ontvangersleutel.store.ts'
import type { Deelnemer } from '../model/deelnemer.ts'
import type { Oin, SleutelId } from '../model/ids.ts'

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
 * it is, so it may be repeated. Returns the parties that had something new.
 * @throws KeyRegistrationInvalid, or Error when a key is not of the party that brings it: then nothing is registered
 */
export async function registerParties(
  deps: RegisterPartiesDeps,
  set: PartySet,
): Promise<readonly Oin[]> {
  const proved = await Promise.all(
    set.parties.map(async (party) => ({ party, keys: await proveKeys(deps, party) })),
  )
  return deps.db.transaction({ role: 'gw_beheer' }, async (tx) => {
    const changed: Oin[] = []
    for (const { party, keys } of proved)
      if (await registerParty(deps, tx, party, keys)) changed.push(party.deelnemer.oin)
    for (const mandaat of set.mandaten) await insertMandaat(tx, mandaat)
    return changed
  })
}

type ProvedKey = { readonly jws: string; readonly registration: KeyRegistration }

function proveKeys(
  deps: RegisterPartiesDeps,
  party: PartyToRegister,
): Promise<readonly ProvedKey[]> {
  const { oin, gemeentecode } = party.deelnemer
  return Promise.all(
    party.sleutelregistraties.map(async (jws) => {
      const registration = await verifyKeyRegistration(jws, deps.trustAnchorsPem)
      if (registration.oin !== oin || registration.gemeentecode !== gemeentecode)
        throw new Error(`recipient key ${registration.sleutelId} is not of the party ${oin}`)
      return { jws, registration }
    }),
  )
}

async function registerParty(
  deps: RegisterPartiesDeps,
  tx: Tx,
  party: PartyToRegister,
  keys: readonly ProvedKey[],
): Promise<boolean> {
  const { oin, gemeentecode } = party.deelnemer
  const isNew = await insertDeelnemer(tx, party.deelnemer, party.clientJwks)
  const sleutelIds: SleutelId[] = []
  for (const { jws, registration } of keys)
    if (await insertOntvangersleutel(tx, registration, jws)) sleutelIds.push(registration.sleutelId)
  if (!isNew && sleutelIds.length === 0) return false
  await deps.appendEvent(
    tx,
    { soort: 'deelnemer-geregistreerd', oin, sleutelIds, door: 'eerste-start' },
    { oin, namens: oin, ...(gemeentecode === undefined ? {} : { gemeentecode }) },
  )
  return true
}
