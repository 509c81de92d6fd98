/** Leaves the blind indexes of accepted signals for the grouping step, made of the minimised signals under every live month key. */
import type { BlindIndex } from '../../crypto/blind-index.ts'
import type { Tx } from '../../db/database.ts'
import type { MinimisedSignaal } from '../../legal/minimise.ts'
import { indexDue } from '../../legal/slepers.ts'
import { type Index, type Maandsleutelwaarde, makeIndexes } from '../../matching/indexes.ts'
import { liveMonths, monthOf, windowStart } from '../../matching/month-window.ts'
import { insertSleperwacht } from '../../matching/sleper.store.ts'
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
  delivery: Delivery,
  accepted: readonly Accepted[],
): Promise<void> {
  const regels = await indexAll(deps, delivery, accepted, deps.blindIndex, ({ lawful }) => lawful)
  await insertWachtende(
    tx,
    delivery.caller.namens,
    regels.map(({ one: { place }, maand, indexen }) => ({
      gemeentecode: place.gemeentecode,
      signaalId: place.id,
      maand,
      indexen: indexen ?? [],
    })),
  )
}

/** Of signals below a threshold, where that is counted: indexes that meet none of a signal that passed, made of what that count may use. */
export async function keepSleperIndexes(
  deps: ReceiveSignalDeps,
  tx: Tx,
  delivery: Delivery,
  accepted: readonly Accepted[],
): Promise<void> {
  const counted = accepted.filter(({ herkenning }) => herkenning.size > 0)
  const blind: BlindIndex = (key, text) => deps.blindIndex(key, `sleper|${text}`)
  const regels = await indexAll(deps, delivery, counted, blind, ({ herkenning }) => herkenning)
  await insertSleperwacht(
    tx,
    delivery.caller.namens,
    regels.flatMap(({ one: { place, policies, decision }, maand, indexen }) => {
      if (indexen === undefined || indexen.length === 0) return []
      const vervaldatum = indexDue(policies, delivery.dag, decision.vervaldatum)
      return [
        {
          gemeentecode: place.gemeentecode,
          signaalId: place.id,
          maand,
          vervaldatum,
          // Whose address it is tells nothing here.
          indexen: indexen.map((index) => ({ ...index, adres: '' })),
        },
      ]
    }),
  )
}

type Indexed = {
  readonly one: Accepted
  /** `YYYY-MM` of its first version. */
  readonly maand: string
  readonly indexen: readonly Index[] | undefined
}

/** The indexes of each under every live key of its month and municipality. */
async function indexAll(
  deps: ReceiveSignalDeps,
  { at }: Delivery,
  accepted: readonly Accepted[],
  blind: BlindIndex,
  fieldsOf: (one: Accepted) => MinimisedSignaal,
): Promise<readonly Indexed[]> {
  const groups = Map.groupBy(
    accepted,
    ({ place: { id, gemeentecode } }) => `${gemeentecode} ${monthOf(firstInstant(id))}`,
  )
  const indexed: Indexed[] = []
  for (const own of groups.values()) {
    const [first] = own
    if (first === undefined) continue
    const { gemeentecode } = first.place
    const maand = monthOf(firstInstant(first.place.id))
    const keys = await liveKeys(deps, gemeentecode, maand, windowStart(at))
    for (const one of own)
      indexed.push({ one, maand, indexen: makeIndexes(blind, keys, fieldsOf(one)) })
    for (const { sleutel } of keys) sleutel.fill(0)
  }
  return indexed
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
