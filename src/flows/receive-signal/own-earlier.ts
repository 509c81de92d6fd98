/** What the sender itself signalled of this person before: asked where a rule wants it, kept where one may ask it later. */
import type { Tx } from '../../db/database.ts'
import {
  findEerdereSoorten,
  findEerderMaanden,
  findOwnType,
  insertEerdere,
} from '../../intake/own-earlier.store.ts'
import { personHmac } from '../../intake/person-hash.ts'
import { dueDate, type Policies } from '../../legal/compile.ts'
import type { MinimisedSignaal } from '../../legal/minimise.ts'
import type { SignaalId } from '../../model/ids.ts'
import type { Signaal } from '../../model/signaal.ts'
import type { Accepted } from './accepted.ts'
import type { Delivery, ReceiveSignalDeps } from './request.ts'

/** The types that a rule in this set asks for before another signal. */
export const askedTypes = (policies: Policies): ReadonlySet<string> =>
  new Set(
    [...policies.documents.wet.values()]
      .flatMap(({ voorwaarden }) => voorwaarden)
      .flatMap((one) => (one.voorwaarde === 'vroegsignaalVooraf' ? one.signaaltypen : [])),
  )

/** Whether a rule of this type asks for the sender's own earlier signals. */
export const asks = (policies: Policies, signaaltype: string): boolean =>
  (policies.regels.get(signaaltype) ?? []).some(({ voorwaarden }) =>
    voorwaarden.some(({ naam }) => naam === 'vroegsignaalVooraf'),
  )

/**
 * The types of the sender's own earlier signals of this person in the last 31 days, and of the one that it names as `vervolgOp`; undefined
 * when no rule of this type asks, or too little may pass to know the person by.
 */
export async function findOwnEarlier(
  deps: ReceiveSignalDeps,
  tx: Tx,
  { caller, dag }: Delivery,
  signaal: Signaal,
  offered: MinimisedSignaal,
  not: SignaalId | undefined,
): Promise<ReadonlySet<string> | undefined> {
  if (!asks(deps.policies(), signaal.signaaltype)) return undefined
  const oin = caller.namens
  const found = new Set<string>()
  if (signaal.vervolgOp !== undefined) {
    const named = await findOwnType(tx, oin, signaal.vervolgOp)
    if (named !== undefined) found.add(named)
  }
  for (const sleutelmaand of await findEerderMaanden(tx, oin, dag)) {
    const persoonHmac = personHmac(await deps.keyring.monthKey(oin, sleutelmaand), offered)
    if (persoonHmac === undefined) return undefined
    const types = await findEerdereSoorten(tx, oin, { sleutelmaand, persoonHmac }, { dag, not })
    for (const type of types) found.add(type)
  }
  return found
}

/** Keeps the hash of each person when a rule may ask for the type later. Below a municipality's threshold no field passes, and none is kept. */
export async function keepOwnEarlier(
  deps: ReceiveSignalDeps,
  tx: Tx,
  { caller, dag }: Delivery,
  accepted: readonly Accepted[],
): Promise<void> {
  const policies = deps.policies()
  const asked = askedTypes(policies)
  const vervaldatum = dueDate(policies, 'eerderSignaal', dag)
  const regels = []
  for (const { signaal, lawful, place } of accepted) {
    const { signaaltype } = signaal
    if (!asked.has(signaaltype)) continue
    const { id: signaalId, gemeentecode, sleutelmaand } = place
    const persoonHmac = personHmac(await deps.keyring.monthKey(caller.namens, sleutelmaand), lawful)
    if (persoonHmac === undefined) continue
    regels.push({ signaalId, gemeentecode, signaaltype, sleutelmaand, persoonHmac, vervaldatum })
  }
  await insertEerdere(tx, caller.namens, regels)
}
