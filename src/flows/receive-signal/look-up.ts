/** What the store says before anything is decided: what stands under each kenmerk, which municipality an address lies in, and who receives there. */
import type { Tx } from '../../db/database.ts'
import { findKenmerkenForUpdate, nameOf } from '../../intake/kenmerk.store.ts'
import type { DecisionInput } from '../../legal/decision.ts'
import { termsToday } from '../../legal/own-terms.ts'
import type { Gemeentecode } from '../../model/ids.ts'
import { findOwnTermsOf } from '../../retention/eigen-termijn.store.ts'
import { findAdressen } from '../../routing/adres.store.ts'
import { findOpvolgingen } from '../../routing/gemeente.store.ts'
import { findOntvangers } from '../../routing/ontvanger.store.ts'
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
  const rowsOf = await findAdressen(
    tx,
    signals.map(({ signaal }) => signaal.adres),
    dag,
  )
  const opvolgingen = await findOpvolgingen(tx)
  const places = signals.map(({ signaal: { adres } }) =>
    route(rowsOf(adres), adres.huisnummer, dag, opvolgingen),
  )
  const recipients = await findRecipients(
    deps,
    tx,
    [...new Set(places.flatMap((one) => one?.gemeentecode ?? []))],
    dag,
  )
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

async function findRecipients(
  deps: ReceiveSignalDeps,
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
  dag: Delivery['dag'],
): Promise<ReadonlyMap<Gemeentecode, DecisionInput['gemeente']>> {
  if (gemeenten.length === 0) return new Map()
  const ontvangers = await findOntvangers(tx, gemeenten, dag)
  const sleutels = await deps.recipientKeysOf(tx, gemeenten, dag)
  const terms = await findOwnTermsOf(tx, gemeenten, dag)
  return new Map(
    gemeenten.map((gemeentecode) => [
      gemeentecode,
      {
        gemeentecode,
        oin: ontvangers.get(gemeentecode),
        sleutels: sleutels.get(gemeentecode) ?? [],
        termijnen: termsToday(deps.policies(), terms.get(gemeentecode) ?? new Map()),
      },
    ]),
  )
}
