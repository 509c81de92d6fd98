/** A party changes what is its own in the register: how to reach and approach it, and the keys with which it asks for tokens. */
import { thumbprintsOf } from '../crypto/signing-keys.ts'
import type { Tx } from '../db/database.ts'
import type { Db } from '../db/transaction.ts'
import type { AppendEvent } from '../identity/append-event.ts'
import { lockClientJwks, putClientJwks } from '../identity/deelnemerkaart.store.ts'
import { putBenadering, putContact } from '../identity/register.store.ts'
import { BENADERINGGEGEVENS, type Benadering } from '../model/benadering.ts'
import { actorOf, type Caller } from '../model/caller.ts'
import { Clientsleutels } from '../model/clientsleutels.ts'
import type { Contact } from '../model/deelnemerstand.ts'
import type { Oin } from '../model/ids.ts'
import { Problem } from '../model/problem.ts'

export type ChangeOwnPartyDeps = { readonly db: Db; readonly appendEvent: AppendEvent }

/**
 * Replaces how to reach the party; what is left out is taken away.
 * @throws Problem `niet-gevonden` for another party, also for whom the caller acts by mandate
 */
export async function changeOwnContact(
  deps: ChangeOwnPartyDeps,
  caller: Caller,
  oin: Oin,
  contact: Contact,
): Promise<Contact> {
  await asItself(deps, caller, oin, async (tx) => {
    await putContact(tx, oin, contact)
    const gegevens = (['emailadres', 'telefoonnummer'] as const).filter(
      (name) => contact[name] !== undefined,
    )
    return { soort: 'eigen-contact-gewijzigd', actor: actorOf(caller), gegevens } as const
  })
  return contact
}

/**
 * Replaces how the party wants to be approached, when it collects and its payment plans; what is left out is taken away.
 * @throws Problem `niet-gevonden` for another party, also for whom the caller acts by mandate
 */
export async function changeOwnApproach(
  deps: ChangeOwnPartyDeps,
  caller: Caller,
  oin: Oin,
  benadering: Benadering,
): Promise<Benadering> {
  await asItself(deps, caller, oin, async (tx) => {
    await putBenadering(tx, oin, benadering)
    const gegevens = BENADERINGGEGEVENS.filter((name) => benadering[name] !== undefined)
    return { soort: 'eigen-benadering-gewijzigd', actor: actorOf(caller), gegevens } as const
  })
  return benadering
}

/**
 * Replaces the party's client keys. One of the present keys stays, so that a mistake locks nobody out: add the new one, use it, then
 * take the old one away.
 * @throws Problem `niet-gevonden` for another party; `verzoek-onjuist` for a key that is none, or when no present key stays
 */
export async function changeOwnKeys(
  deps: ChangeOwnPartyDeps,
  caller: Caller,
  oin: Oin,
  sleutels: Clientsleutels,
): Promise<Clientsleutels> {
  const thumbprints = await thumbprintsOf(sleutels)
  if (thumbprints === undefined)
    throw wrongKeys('sleutel-onjuist', 'Een van de sleutels is geen geldige publieke sleutel.')
  await asItself(deps, caller, oin, async (tx) => {
    // What the register has may be of before these rules; only keys that fit them can stay.
    const { keys } = await lockClientJwks(tx, oin)
    const strict = keys.flatMap((key) => Clientsleutels.safeParse({ keys: [key] }).data?.keys ?? [])
    const present = strict.length === 0 ? [] : ((await thumbprintsOf({ keys: strict })) ?? [])
    if (!thumbprints.some((one) => present.includes(one)))
      throw wrongKeys(
        'geen-huidige-sleutel',
        'Laat ten minste één huidige sleutel staan; haal haar weg zodra de nieuwe werkt.',
      )
    await putClientJwks(tx, oin, sleutels)
    const clientsleutels = [...thumbprints]
    return { soort: 'eigen-clientsleutels-gewijzigd', actor: actorOf(caller), clientsleutels }
  })
  return sleutels
}

const wrongKeys = (code: string, detail: string): Problem =>
  new Problem('verzoek-onjuist', { errors: [{ pointer: '/keys', code, detail }] })

/** Runs the change and its event in one transaction that sees and writes nothing but the party's own. */
async function asItself(
  deps: ChangeOwnPartyDeps,
  { oin: caller, namens, gemeenten }: Caller,
  oin: Oin,
  work: (tx: Tx) => Promise<Parameters<AppendEvent>[1]>,
): Promise<void> {
  // A mandate is for signals, not for the register: nobody changes a party but itself.
  if (oin !== caller || oin !== namens) throw new Problem('niet-gevonden')
  const [gemeentecode] = gemeenten
  const parties = { oin, namens, ...(gemeentecode !== undefined && { gemeentecode }) }
  await deps.db.transaction({ role: 'gw_deelnemer', oin }, async (tx) => {
    await deps.appendEvent(tx, await work(tx), parties)
  })
}
