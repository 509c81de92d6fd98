/**
 * A VLP withdraws a list as a whole: nothing that it brought opens any more. Part by part, each signal as if it were withdrawn alone as `ten-onrechte`;
 * its answer tells no more of a municipality than the withdrawal of one signal does, until the month is closed.
 */
import { appendEvent } from '../../../audit/audit.store.ts'
import type { Tx } from '../../../db/database.ts'
import {
  addToIntrekking,
  type Intrekkingtelling,
  lockAanlevering,
  markIngetrokkenLijst,
} from '../../../intake/aanlevering.store.ts'
import { type Lijstsignaal, listLijstsignalen } from '../../../intake/aanlevering-regel.store.ts'
import { findKenmerkenOfSignalenForUpdate } from '../../../intake/kenmerk.store.ts'
import type { Aanlevering, AanleveringId } from '../../../model/aanlevering.ts'
import { actorOf, type Caller } from '../../../model/caller.ts'
import type { Gemeentecode } from '../../../model/ids.ts'
import type { CrashPoint } from '../../../model/ports.ts'
import { Problem } from '../../../model/problem.ts'
import { type WithdrawSignalDeps, withdrawHeld } from '../withdraw-signal.ts'
import { readList } from './read-lists.ts'

export type WithdrawListDeps = WithdrawSignalDeps & { readonly crashPoint: CrashPoint }

/** Signals in one transaction: whoever collects one of them waits for no more than these. */
const PART = 100

/**
 * Withdraws list `id`, also while it comes in: its next part is then refused. May be repeated: what a crash broke off goes on, and the counts stay.
 * A signal that another delivery has corrected since is not of this list any more, and stays.
 * @throws Problem `niet-gevonden` when it is not there or not of this VLP
 */
export async function withdrawList(
  deps: WithdrawListDeps,
  caller: Caller,
  id: AanleveringId,
): Promise<Aanlevering> {
  await close(deps, caller, id)
  let na: number | undefined = 0
  while (na !== undefined) {
    const from: number = na
    const part = await inTransaction(deps, caller, async (tx) => {
      const done = await withdrawPart(deps, tx, caller, { id, na: from })
      deps.crashPoint('intrekdeel-gedaan')
      return done
    })
    deps.crashPoint('intrekdeel-vastgelegd')
    na = part.last
  }
  return readList(deps, caller, id)
}

function inTransaction<T>(
  { db }: WithdrawListDeps,
  { namens }: Caller,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return db.transaction({ role: 'gw_aanlevering', oin: namens }, work)
}

/** First of all nothing more comes in with it. */
async function close(deps: WithdrawListDeps, caller: Caller, id: AanleveringId): Promise<void> {
  const { oin, namens } = caller
  await inTransaction(deps, caller, async (tx) => {
    const lijst = await lockAanlevering(tx, namens, id)
    if (lijst === undefined) throw new Problem('niet-gevonden')
    if (lijst.toestand === 'ingetrokken') return
    const at = deps.now()
    await markIngetrokkenLijst(tx, namens, id, at)
    const event = { soort: 'lijst-ingetrokken', actor: actorOf(caller), aanleveringId: id } as const
    await appendEvent(tx, { at, random: deps.random }, event, { oin, namens })
    deps.crashPoint('lijstintrekking-gedaan')
  })
  deps.crashPoint('lijstintrekking-vastgelegd')
}

async function withdrawPart(
  deps: WithdrawListDeps,
  tx: Tx,
  caller: Caller,
  { id, na }: { readonly id: AanleveringId; readonly na: number },
): Promise<{ readonly last: number | undefined }> {
  const oin = caller.namens
  const signals = await listLijstsignalen(tx, oin, id, { na, limiet: PART })
  const gone = await withdrawAll(deps, tx, caller, signals)
  for (const telling of gone) await addToIntrekking(tx, oin, id, telling)
  return { last: signals.at(-1)?.regel }
}

/** Those that live, at the version that the list brought; municipality by municipality in one order, as feeds are held. */
async function withdrawAll(
  deps: WithdrawListDeps,
  tx: Tx,
  caller: Caller,
  signals: readonly Lijstsignaal[],
): Promise<readonly Intrekkingtelling[]> {
  const versions = new Map(signals.map(({ signaalId, versie }) => [signaalId, versie]))
  const regels = await findKenmerkenOfSignalenForUpdate(tx, caller.namens, [...versions.keys()])
  const counts = new Map<Gemeentecode, { ingetrokken: number; gezien: number }>()
  for (const regel of regels) {
    if ('einde' in regel || regel.versie !== versions.get(regel.signaalId)) continue
    const { verstrekt } = await withdrawHeld(deps, tx, caller, { regel, reden: 'ten-onrechte' })
    const { ingetrokken, gezien } = counts.get(regel.gemeentecode) ?? { ingetrokken: 0, gezien: 0 }
    const seen = gezien + (verstrekt ? 1 : 0)
    counts.set(regel.gemeentecode, { ingetrokken: ingetrokken + 1, gezien: seen })
  }
  return [...counts].map(([gemeentecode, count]) => ({ gemeentecode, ...count }))
}
