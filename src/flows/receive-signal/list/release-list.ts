/** A VLP releases a list that it held back: its signals go on to their municipalities, part by part, each with its event. */
import { appendEvent } from '../../../audit/audit.store.ts'
import type { Tx } from '../../../db/database.ts'
import type { Db } from '../../../db/transaction.ts'
import { type Lijst, lockAanlevering, markVrijgegeven } from '../../../intake/aanlevering.store.ts'
import { listLijstsignalen } from '../../../intake/aanlevering-regel.store.ts'
import { setVastgehouden } from '../../../intake/vasthouden.store.ts'
import type { Policies } from '../../../legal/compile.ts'
import type { Aanlevering, AanleveringId } from '../../../model/aanlevering.ts'
import { actorOf, type Caller } from '../../../model/caller.ts'
import type { CrashPoint, Now, RandomBytes } from '../../../model/ports.ts'
import { Problem } from '../../../model/problem.ts'
import { recordReleased } from '../hold-back.ts'
import { readList } from './read-lists.ts'

export type ReleaseListDeps = {
  readonly db: Db
  readonly policies: () => Policies
  readonly now: Now
  readonly random: RandomBytes
  readonly crashPoint: CrashPoint
}

/** Signals in one transaction. */
const PART = 250

/**
 * Releases list `id`. May be repeated: what a crash broke off goes on, and a list that is released is answered the same.
 * @throws Problem `niet-gevonden`; `aanlevering-gesloten` when it was not held back, still comes in, or was withdrawn; `vrijgave-verlopen`
 */
export async function releaseList(
  deps: ReleaseListDeps,
  caller: Caller,
  id: AanleveringId,
): Promise<Aanlevering> {
  let na = 0
  let released = 0
  for (;;) {
    const part = await inTransaction(deps, caller, async (tx) => {
      const lijst = await lockAanlevering(tx, caller.namens, id)
      if (isDone(lijst, na === 0 ? deps.now() : undefined)) return undefined
      const done = await releasePart(deps, tx, caller, { id, na })
      deps.crashPoint('vrijgavedeel-gedaan')
      return done
    })
    deps.crashPoint('vrijgavedeel-vastgelegd')
    if (part === undefined) break
    released += part.released
    if (part.last === undefined) {
      await finish(deps, caller, id, released)
      break
    }
    na = part.last
  }
  return readList(deps, caller, id)
}

function inTransaction<T>(
  { db }: ReleaseListDeps,
  { namens }: Caller,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return db.transaction({ role: 'gw_aanlevering', oin: namens }, work)
}

/** Whether it was released before; refuses what cannot be, and at its beginning what comes too late. */
function isDone(lijst: Lijst | undefined, begins: Date | undefined): boolean {
  if (lijst === undefined) throw new Problem('niet-gevonden')
  if (lijst.vrijgegeven !== null) return true
  const { toestand, vrijgaveTot } = lijst
  if (vrijgaveTot === null || toestand === 'bezig' || toestand === 'ingetrokken')
    throw new Problem('aanlevering-gesloten')
  if (begins !== undefined && begins >= vrijgaveTot) throw new Problem('vrijgave-verlopen')
  return false
}

/** @returns the last line that was looked at; none when there are no more */
async function releasePart(
  deps: ReleaseListDeps,
  tx: Tx,
  caller: Caller,
  { id, na }: { readonly id: AanleveringId; readonly na: number },
): Promise<{ readonly released: number; readonly last: number | undefined }> {
  const signals = await listLijstsignalen(tx, caller.namens, id, { na, limiet: PART })
  const released = await setVastgehouden(tx, caller.namens, signals, undefined)
  await recordReleased(deps, tx, { caller, at: deps.now() }, released)
  return { released: released.length, last: signals.at(-1)?.regel }
}

async function finish(
  deps: ReleaseListDeps,
  caller: Caller,
  id: AanleveringId,
  aantal: number,
): Promise<void> {
  const { oin, namens } = caller
  await inTransaction(deps, caller, async (tx) => {
    const at = deps.now()
    await markVrijgegeven(tx, namens, id, at)
    const event = { soort: 'lijst-vrijgegeven', actor: actorOf(caller), aanleveringId: id } as const
    await appendEvent(tx, { at, random: deps.random }, { ...event, aantal }, { oin, namens })
    deps.crashPoint('vrijgave-gedaan')
  })
  deps.crashPoint('vrijgave-vastgelegd')
}
