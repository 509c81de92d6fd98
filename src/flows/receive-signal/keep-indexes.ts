/** Leaves the blind indexes of accepted signals for the grouping step, made of the minimised signals under every live month key. */
import type { Tx } from '../../db/database.ts'
import { type Maandsleutelwaarde, makeIndexes } from '../../matching/indexes.ts'
import { liveMonths, monthOf, windowStart } from '../../matching/month-window.ts'
import { insertWachtende } from '../../matching/wachtrij.store.ts'
import type { Gemeentecode, SignaalId } from '../../model/ids.ts'
import type { Accepted } from './accepted.ts'
import type { Delivery, ReceiveSignalDeps } from './request.ts'

/** A signal's id is a UUIDv7: its first 48 bits are the instant of its first version, in ms. */
const firstInstant = (id: SignaalId): Date =>
  new Date(Number.parseInt(id.slice(0, 13).replace('-', ''), 16))

/**
 * A correction stays in the month of its first version; when that has left the window there is no key, and nothing to compare with.
 * A signal below the municipality's threshold has no melding, and is not among these.
 */
export async function keepIndexes(
  deps: ReceiveSignalDeps,
  tx: Tx,
  { caller, at }: Delivery,
  accepted: readonly Accepted[],
): Promise<void> {
  const groups = Map.groupBy(
    accepted,
    ({ place: { id, gemeentecode } }) => `${gemeentecode} ${monthOf(firstInstant(id))}`,
  )
  const regels = []
  for (const own of groups.values()) {
    const [first] = own
    if (first === undefined) continue
    const { gemeentecode } = first.place
    const maand = monthOf(firstInstant(first.place.id))
    const keys = await liveKeys(deps, gemeentecode, maand, windowStart(at))
    for (const { place, lawful } of own) {
      const indexen = makeIndexes(deps.blindIndex, keys, lawful) ?? []
      regels.push({ gemeentecode, signaalId: place.id, maand, indexen })
    }
    for (const { sleutel } of keys) sleutel.fill(0)
  }
  await insertWachtende(tx, caller.namens, regels)
}

/** Of months without signals there is no key; the month's own is made by its first. */
async function liveKeys(
  { keyring }: ReceiveSignalDeps,
  gemeentecode: Gemeentecode,
  maand: string,
  from: string,
): Promise<readonly Maandsleutelwaarde[]> {
  const keys: Maandsleutelwaarde[] = []
  for (const month of liveMonths(maand).filter((one) => one >= from)) {
    const id = { gemeentecode, month }
    const sleutel = month === maand ? await keyring.ensureMatchKey(id) : await keyring.matchKey(id)
    if (sleutel !== undefined) keys.push({ maand: month, sleutel })
  }
  return keys
}
