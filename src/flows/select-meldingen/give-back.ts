/**
 * Who was not chosen goes back to its VLPs, where the college accepted that. Everything of the persons is erased in the transaction of the decision,
 * some hundreds of meldingen at a time; their VLPs see no difference before the month closes.
 */
import { appendEvents } from '../../audit/audit.store.ts'
import type { Tx } from '../../db/database.ts'
import { queueFeedback } from '../../feedback/terugkoppeling.store.ts'
import type { Deed } from '../../identity/municipal-deed.ts'
import { allowedIn } from '../../legal/allowed-in-purpose.ts'
import { closingOf, dayInAmsterdam } from '../../model/calendar.ts'
import { actorOf } from '../../model/caller.ts'
import type { SignaalId } from '../../model/ids.ts'
import type { SelectieId, Teruggegeven } from '../../model/selectie.ts'
import { keepCountsOfReturned } from '../../monitor/count.store.ts'
import { eraseFields } from '../../retention/early-end.store.ts'
import {
  emptySignals,
  holdWithSignals,
  type Terugsignaal,
} from '../../selection/teruggeven.store.ts'
import { stepMeldingen } from '../../selection/werkvoorraad.store.ts'
import { type SelectingDeps, stepFrom } from './selecting.ts'

/** Meldingen in one statement: none holds or deletes more than these at once. */
const BATCH = 250

const VAN = 'werkvoorraad'

/**
 * Gives these meldingen back, which wait. One with a signal that is held or restricted cannot be erased: it is postponed instead.
 * @returns how many went back
 */
export async function giveBack(
  deps: SelectingDeps,
  tx: Tx,
  deed: Deed,
  { selectieId, ids }: { readonly selectieId: SelectieId; readonly ids: readonly SignaalId[] },
): Promise<Teruggegeven> {
  const sorted = ids.toSorted()
  const done = { meldingen: 0, signalen: 0 }
  for (let from = 0; from < sorted.length; from += BATCH) {
    const batch = await giveBackBatch(deps, tx, deed, {
      selectieId,
      ids: sorted.slice(from, from + BATCH),
    })
    done.meldingen += batch.meldingen
    done.signalen += batch.signalen
  }
  return done
}

async function giveBackBatch(
  deps: SelectingDeps,
  tx: Tx,
  deed: Deed,
  { selectieId, ids }: { readonly selectieId: SelectieId; readonly ids: readonly SignaalId[] },
): Promise<Teruggegeven> {
  const { gemeentecode, dag, at } = deed
  const held = await holdWithSignals(tx, gemeentecode, ids, { van: [VAN], dag })
  const stays = new Set(held.filter(({ blijft }) => blijft).map(({ melding }) => melding))
  await stepMeldingen(tx, gemeentecode, [...stays], {
    ...stepFrom(VAN, 'uitstellen'),
    uitgesteld: 1,
  })
  const signalen = held.filter(({ melding }) => !stays.has(melding))
  const meldingen = [...new Set(signalen.map(({ melding }) => melding))]
  const back = { ...stepFrom(VAN, 'teruggeven'), uitgesteld: 0, teruggegeven: at }
  await stepMeldingen(tx, gemeentecode, meldingen, back)
  const gone = signalen.map(({ id }) => id)
  // Before anything of them goes: a month loses no number to giving back.
  await keepCountsOfReturned(tx, gemeentecode, gone, allowedIn(deps.policies(), 'monitor', dag))
  await emptySignals(tx, gemeentecode, gone, dayInAmsterdam(closingOf(at)))
  await eraseFields(tx, gemeentecode, gone)
  const told = signalen.filter(({ ingetrokken }) => !ingetrokken)
  await tell(tx, deed, told)
  await record(deps, tx, deed, selectieId, told)
  return { meldingen: meldingen.length, signalen: told.length }
}

/** At the closing, for whatever the college decided of other feedback: a VLP must not learn the day of a choice. */
async function tell(
  tx: Tx,
  { gemeentecode, dag, at }: Deed,
  signalen: readonly Terugsignaal[],
): Promise<void> {
  await queueFeedback(
    tx,
    signalen.map(({ oin, id: signaalId, versie }) => {
      const line = { gemeentecode, oin, signaalId, versie, dag } as const
      return { ...line, code: 'retour', soort: 'eind' }
    }),
    { zichtbaar: 'sluiting', at },
  )
}

/** One event a signal, in the log of its municipality: so that of each can be shown what became of it. */
async function record(
  { random }: SelectingDeps,
  tx: Tx,
  { caller, gemeentecode, at }: Deed,
  selectieId: SelectieId,
  signalen: readonly Terugsignaal[],
): Promise<void> {
  const { oin, namens } = caller
  await appendEvents(
    tx,
    { at, random },
    signalen.map(({ id: signaalId, versie, melding: meldingId }) => ({
      event: {
        soort: 'signaal-teruggegeven',
        actor: actorOf(caller),
        gemeentecode,
        selectieId,
        meldingId,
        signaalId,
        versie,
      },
      parties: { oin, namens, gemeentecode },
    })),
  )
}
