/** A VLP reads the state of a signal of its own: no payload, never whether it was collected or selected. */
import type { Tx } from '../db/database.ts'
import type { Db } from '../db/transaction.ts'
import { findFinalCode } from '../feedback/feed.store.ts'
import { findKenmerkOfSignaal, type Kenmerkregel } from '../intake/kenmerk.store.ts'
import { findOntvangstbewijs } from '../intake/ontvangstbewijs.store.ts'
import { findSignaal } from '../intake/signaal.store.ts'
import { brandOf, endedState, livingStateOf, toldStateOf } from '../intake/signal-state.ts'
import type { Caller } from '../model/caller.ts'
import type { Oin, SignaalId } from '../model/ids.ts'
import type { Now } from '../model/ports.ts'
import { Problem } from '../model/problem.ts'
import type { Signaalstand } from '../model/signaalstand.ts'

/**
 * The state of signal `id`: with its receipt while it lives, else with its end.
 * @throws Problem `niet-gevonden` when it is not there or not of this VLP
 */
export async function readSignal(
  deps: { readonly db: Db; readonly now: Now },
  caller: Caller,
  id: SignaalId,
): Promise<Signaalstand> {
  const oin = caller.namens
  return deps.db.transaction({ role: 'gw_aanlevering', oin }, async (tx) => {
    const at = deps.now()
    const regel = await findKenmerkOfSignaal(tx, oin, id)
    if (regel === undefined) throw new Problem('niet-gevonden')
    return 'einde' in regel ? endedState(regel) : livingState(tx, oin, regel, at)
  })
}

async function livingState(
  tx: Tx,
  oin: Oin,
  { signaalId: id, versie, kenmerk, onderdeel, gemeentecode }: Kenmerkregel,
  at: Date,
): Promise<Signaalstand> {
  const signaal = await findSignaal(tx, oin, gemeentecode, id)
  const bewijs = await findOntvangstbewijs(tx, oin, id, versie)
  if (signaal === undefined || bewijs === undefined) throw new Problem('niet-gevonden')
  return {
    id,
    versie,
    kenmerk,
    ...brandOf(onderdeel),
    signaaltype: signaal.signaaltype,
    gemeentecode,
    toestand: toldStateOf(await findFinalCode(tx, oin, id)) ?? livingStateOf(signaal, at),
    aangeleverdTijdstip: signaal.aangeleverdTijdstip.toISOString(),
    ontvangstbewijs: bewijs.jws,
  }
}
