/** A party registers a recipient key: whoever brings it, only what the key of the party's own certificate signed counts. */
import {
  type KeyRegistration,
  KeyRegistrationInvalid,
  verifyOfferedRegistration,
} from '../../crypto/key-registration.ts'
import type { Tx } from '../../db/database.ts'
import { findDeelnemer, findMachtigingen } from '../../identity/deelnemer.store.ts'
import {
  insertOntvangersleutel,
  listSleutels,
  lockSleutel,
  renewRegistratie,
} from '../../identity/ontvangersleutel.store.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import { type Doel, OPENINGSDOELEN } from '../../model/doel.ts'
import type { Dag, Oin } from '../../model/ids.ts'
import { Problem, type ProblemKind } from '../../model/problem.ts'
import type { Sleutel } from '../../model/sleutel.ts'
import { actsForGemeente, type KeyManager, type ManageKeysDeps, recordKeyEvent } from './keys.ts'

/** `oin`: the party whose key it should be, where the request names one. */
export type KeyToRegister = { readonly registratie: string; readonly oin?: Oin | undefined }

const KINDS: Readonly<Partial<Record<KeyRegistrationInvalid['reden'], ProblemKind>>> = {
  partij: 'sleutel-van-andere-partij',
  zwak: 'sleutel-zwak',
}

/**
 * Registers a key as `actief`. The same key offered again by its party keeps its state; a later registration takes the place of the one
 * before, as for a new certificate. A key of a body may be registered before its mandate begins; it serves from then on.
 * @returns whether it was new
 * @throws Problem `sleutelregistratie-onjuist`, `sleutel-…`
 */
export async function registerKey(
  deps: ManageKeysDeps,
  by: KeyManager,
  { registratie, oin }: KeyToRegister,
): Promise<{ readonly nieuw: boolean; readonly sleutel: Sleutel }> {
  const registration = await verifyOffered(deps, registratie)
  const { gemeentecode } = registration
  if (oin !== undefined && registration.oin !== oin) throw new Problem('sleutel-van-andere-partij')
  if (!actsForGemeente(by, gemeentecode)) throw new Problem('sleutel-van-andere-gemeente')
  const scope = { role: 'gw_sleutels', gemeenten: [gemeentecode] } as const
  return deps.db.transaction(scope, async (tx) => {
    await checkReceives(tx, registration, dayInAmsterdam(deps.now()))
    const done = await keep(tx, registration, registratie)
    if (done !== 'bekend') {
      const { sleutelId, doelen } = registration
      const event = { soort: 'sleutel-geregistreerd', oin: registration.oin, gemeentecode } as const
      await recordKeyEvent(deps, tx, by, {
        ...event,
        sleutelId,
        doelen: [...doelen],
        vernieuwd: done === 'vernieuwd',
      })
    }
    const keys = await listSleutels(tx, [gemeentecode], registration.oin)
    const sleutel = keys.find(({ sleutelId }) => sleutelId === registration.sleutelId)
    if (sleutel === undefined) throw new Error('a registered key is not there')
    return { nieuw: done === 'nieuw', sleutel }
  })
}

async function verifyOffered(deps: ManageKeysDeps, jws: string): Promise<KeyRegistration> {
  try {
    return await verifyOfferedRegistration(jws, deps.anchors(), {
      at: deps.realNow(),
      revocations: deps.revocations(),
    })
  } catch (error) {
    if (!(error instanceof KeyRegistrationInvalid)) throw error
    throw new Problem(KINDS[error.reden] ?? 'sleutelregistratie-onjuist')
  }
}

/** The party is the municipality's college, or has mandates, running or to come, for every purpose of the key. */
async function checkReceives(
  tx: Tx,
  { oin, gemeentecode, doelen }: KeyRegistration,
  dag: Dag,
): Promise<void> {
  const party = await findDeelnemer(tx, oin)
  const isCollege = party?.gemeentecode === gemeentecode
  const machtigingen = isCollege ? [] : await findMachtigingen(tx, oin, gemeentecode)
  const serves: readonly Doel[] = isCollege
    ? OPENINGSDOELEN
    : machtigingen.filter(({ tot }) => tot === undefined || dag < tot).map(({ doel }) => doel)
  const isOver = party?.tot !== undefined && party.tot <= dag
  if (party === undefined || isOver || serves.length === 0)
    throw new Problem('sleutel-van-andere-gemeente')
  if (!doelen.every((doel) => serves.includes(doel)))
    throw new Problem('sleutel-doel-niet-toegestaan')
}

async function keep(
  tx: Tx,
  registration: KeyRegistration,
  jws: string,
): Promise<'nieuw' | 'vernieuwd' | 'bekend'> {
  if (await insertOntvangersleutel(tx, registration, jws)) return 'nieuw'
  const { gemeentecode, sleutelId, oin, doelen, geregistreerdTijdstip } = registration
  const known = await lockSleutel(tx, [gemeentecode], sleutelId)
  if (known === undefined) throw new Error('a key that is there cannot be held')
  const sameDoelen = [...known.doelen].sort().join() === [...doelen].sort().join()
  if (known.deelnemer !== oin || !sameDoelen) throw new Problem('sleutel-bestaat-al')
  if (geregistreerdTijdstip <= new Date(known.geregistreerdTijdstip)) return 'bekend'
  await renewRegistratie(tx, registration, jws)
  return 'vernieuwd'
}
