/** What the store says before anything is decided: what stands under each kenmerk, which municipality an address lies in, and who receives there. */
import type { Tx } from '../../db/database.ts'
import { findKenmerkenForUpdate, nameOf } from '../../intake/kenmerk.store.ts'
import type { DecisionInput } from '../../legal/decision.ts'
import { termsToday } from '../../legal/own-terms.ts'
import type { Gemeentecode } from '../../model/ids.ts'
import { findOwnTerms } from '../../retention/eigen-termijn.store.ts'
import { findPostcodes } from '../../routing/adres.store.ts'
import { findOpvolgingen } from '../../routing/gemeente.store.ts'
import { findOntvanger } from '../../routing/ontvanger.store.ts'
import { type Bestemming, route } from '../../routing/route.ts'
import type { Delivery, Known, Offered, ReceiveSignalDeps } from './request.ts'

/** All of it for one signal. */
export type Found = Known & {
  readonly bestemming: Bestemming | undefined
  readonly gemeente: DecisionInput['gemeente']
}

/** Looks all up at once. The kenmerken are held first of all, until commit. @returns what was found for the signal of an index */
export async function lookUp(
  deps: ReceiveSignalDeps,
  tx: Tx,
  { caller, dag }: Delivery,
  signals: readonly Offered[],
): Promise<(index: number) => Found> {
  const known = await findKenmerkenForUpdate(
    tx,
    caller.namens,
    signals.map(({ signaal }) => signaal),
  )
  const rows = await findPostcodes(
    tx,
    signals.map(({ signaal }) => signaal.adres.postcode),
  )
  const opvolgingen = await findOpvolgingen(tx)
  const places = signals.map(({ signaal: { adres } }) =>
    route(rows.get(adres.postcode) ?? [], adres.huisnummer, dag, opvolgingen),
  )
  const recipients = new Map<Gemeentecode, DecisionInput['gemeente']>()
  // In one order: keys of recipients are held until commit.
  for (const code of new Set(places.flatMap((one) => one?.gemeentecode ?? []).sort()))
    recipients.set(code, await findRecipient(deps, tx, code, dag))
  return (index) => {
    const regel = known.get(nameOf(at(signals, index).signaal))
    const bestemming = places[index]
    const gemeente = bestemming && recipients.get(bestemming.gemeentecode)
    const [earlier, ended] =
      regel !== undefined && 'einde' in regel ? [undefined, regel] : [regel, undefined]
    return { earlier, ended, bestemming, gemeente }
  }
}

function at<T>(list: readonly T[], index: number): T {
  const one = list[index]
  if (one === undefined) throw new Error('no signal of this index')
  return one
}

async function findRecipient(
  deps: ReceiveSignalDeps,
  tx: Tx,
  gemeentecode: Gemeentecode,
  dag: Delivery['dag'],
): Promise<DecisionInput['gemeente']> {
  return {
    gemeentecode,
    oin: await findOntvanger(tx, gemeentecode, dag),
    sleutels: await deps.recipientKeys(tx, gemeentecode, dag),
    termijnen: termsToday(deps.policies(), await findOwnTerms(tx, gemeentecode, dag)),
  }
}
