/** Leaves the blind indexes of an accepted signal for the grouping step, made of the minimised signal under every live month key. */
import type { Tx } from '../../db/database.ts'
import type { MinimisedSignaal } from '../../legal/minimise.ts'
import { type Maandsleutelwaarde, makeIndexes } from '../../matching/indexes.ts'
import { liveMonths, monthOf, windowStart } from '../../matching/month-window.ts'
import { insertWachtend } from '../../matching/wachtrij.store.ts'
import type { Gemeentecode, SignaalId } from '../../model/ids.ts'
import type { ReceiveSignalDeps, SignalRequest } from './request.ts'

/** A signal's id is a UUIDv7: its first 48 bits are the instant of its first version, in ms. */
const firstInstant = (id: SignaalId): Date =>
  new Date(Number.parseInt(id.slice(0, 13).replace('-', ''), 16))

/**
 * A correction stays in the month of its first version; when that has left the window there is no key, and nothing to compare with.
 * A signal below the municipality's threshold has no melding.
 */
export async function keepIndexes(
  deps: ReceiveSignalDeps,
  tx: Tx,
  { caller, at }: SignalRequest,
  lawful: MinimisedSignaal,
  { id, gemeentecode }: { readonly id: SignaalId; readonly gemeentecode: Gemeentecode },
): Promise<void> {
  const maand = monthOf(firstInstant(id))
  const keys = await liveKeys(deps, gemeentecode, maand, windowStart(at))
  const indexen = makeIndexes(deps.blindIndex, keys, lawful) ?? []
  for (const { sleutel } of keys) sleutel.fill(0)
  await insertWachtend(tx, caller.namens, { gemeentecode, signaalId: id, maand, indexen })
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
