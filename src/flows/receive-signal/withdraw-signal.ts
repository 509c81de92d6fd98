/** A VLP withdraws a signal of its own: what may not stay goes at once, the municipality hears, and the answer tells nothing of collection. */
import { appendEvent } from '../../audit/audit.store.ts'
import type { Tx } from '../../db/database.ts'
import type { Db } from '../../db/transaction.ts'
import { appendFeed } from '../../delivery/feed.store.ts'
import {
  type BeeindigdKenmerk,
  findKenmerkOfSignaalForUpdate,
  type Kenmerkregel,
  withdrawKenmerk,
} from '../../intake/kenmerk.store.ts'
import { endedState } from '../../intake/signal-state.ts'
import { dueDate, type Policies } from '../../legal/compile.ts'
import { deleteIndexes } from '../../matching/wachtrij.store.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import { actorOf, type Caller } from '../../model/caller.ts'
import type { Oin, SignaalId } from '../../model/ids.ts'
import type { Intrekkingsreden } from '../../model/intrekking.ts'
import type { Now, RandomBytes } from '../../model/ports.ts'
import { Problem } from '../../model/problem.ts'
import type { Signaalstand } from '../../model/signaalstand.ts'
import {
  eraseDerived,
  eraseFields,
  eraseSignaal,
  lockSignaal,
  markIngetrokken,
} from '../../retention/early-end.store.ts'
import { type Intrekkingsgevolg, withdrawalEffect } from '../../retention/withdrawal.ts'

export type WithdrawSignalDeps = {
  readonly db: Db
  readonly policies: () => Policies
  readonly now: Now
  readonly random: RandomBytes
}

/**
 * Withdraws signal `id`. May be repeated: what ended stays ended and is answered the same, but a later `bezwaar` or `ten-onrechte` still
 * erases what an earlier reason left.
 * @throws Problem `niet-gevonden` when it is not there or not of this VLP
 */
export async function withdrawSignal(
  deps: WithdrawSignalDeps,
  caller: Caller,
  { id, reden }: { readonly id: SignaalId; readonly reden: Intrekkingsreden },
): Promise<Signaalstand> {
  const oin = caller.namens
  return deps.db.transaction({ role: 'gw_aanlevering', oin }, async (tx) => {
    const regel = await findKenmerkOfSignaalForUpdate(tx, oin, id)
    if (regel === undefined) throw new Problem('niet-gevonden')
    const { at } = await withdrawHeld(deps, tx, caller, { regel, reden })
    return endedState(
      'einde' in regel ? regel : { ...regel, einde: 'ingetrokken', beeindigdTijdstip: at },
    )
  })
}

/** What a withdrawal found. `verstrekt`: its fields had gone to its municipality to offer help. Not for the sender to know (promise 7). */
export type Withdrawn = { readonly at: Date; readonly verstrekt: boolean }

/** Withdraws a signal whose kenmerk is held, in the transaction of its caller. */
export async function withdrawHeld(
  deps: Pick<WithdrawSignalDeps, 'policies' | 'now' | 'random'>,
  tx: Tx,
  caller: Caller,
  {
    regel,
    reden,
  }: { readonly regel: Kenmerkregel | BeeindigdKenmerk; readonly reden: Intrekkingsreden },
): Promise<Withdrawn> {
  const at = deps.now()
  const spoor = await lockSignaal(tx, regel.gemeentecode, regel.signaalId)
  if (spoor === undefined && !('einde' in regel)) throw new Error('a living kenmerk has no signal')
  const verstrekt = spoor && spoor.verstrektTijdstip !== null
  const gevolg = withdrawalEffect(reden, { eerder: 'einde' in regel, verstrekt })
  const erased = await carryOut(tx, gevolg, regel, { oin: caller.namens, at })
  if (gevolg !== 'niets' && !('einde' in regel && erased === 0))
    await tell(deps, tx, caller, {
      at,
      regel,
      reden,
      gesloten: spoor?.gesloten === true,
      vastgehouden: spoor?.vastgehouden === true,
    })
  return { at, verstrekt: verstrekt === true }
}

/** @returns how many rows of sealed fields went, where only those did */
async function carryOut(
  tx: Tx,
  gevolg: Intrekkingsgevolg,
  { gemeentecode, signaalId }: Kenmerkregel | BeeindigdKenmerk,
  { oin, at }: { readonly oin: Oin; readonly at: Date },
): Promise<number | undefined> {
  switch (gevolg) {
    case 'niets':
      return undefined
    case 'wissen':
      await eraseSignaal(tx, gemeentecode, signaalId)
      return undefined
    case 'velden-wissen':
      await markIngetrokken(tx, gemeentecode, signaalId, at)
      await deleteIndexes(tx, oin, signaalId)
      await eraseDerived(tx, gemeentecode, signaalId)
      return eraseFields(tx, gemeentecode, [signaalId])
    case 'melden':
      await markIngetrokken(tx, gemeentecode, signaalId, at)
      await deleteIndexes(tx, oin, signaalId)
      return undefined
  }
}

type Told = {
  readonly at: Date
  readonly regel: Kenmerkregel | BeeindigdKenmerk
  readonly reden: Intrekkingsreden
  readonly gesloten: boolean
  /** Its sender held it back: no municipality ever knew of it. */
  readonly vastgehouden: boolean
}

async function tell(
  deps: Pick<WithdrawSignalDeps, 'policies' | 'random'>,
  tx: Tx,
  caller: Caller,
  { at, regel, reden, gesloten, vastgehouden }: Told,
): Promise<void> {
  const { signaalId, versie, gemeentecode } = regel
  const { oin, namens } = caller
  const policies = deps.policies()
  const dag = dayInAmsterdam(at)
  const vervaldatum = dueDate(policies, 'kenmerkBeeindigd', dag)
  await withdrawKenmerk(tx, namens, signaalId, { at, vervaldatum })
  await appendEvent(
    tx,
    { at, random: deps.random },
    {
      soort: 'signaal-ingetrokken',
      actor: actorOf(caller),
      signaalId,
      versie,
      gemeentecode,
      reden,
    },
    // What a later reason still erased of an ended signal is not in its sender's own log: it would tell that it had been collected.
    {
      ...('einde' in regel ? {} : { oin, namens }),
      ...(vastgehouden ? {} : { gemeentecode }),
    },
  )
  if (gesloten || vastgehouden) return
  await appendFeed(
    tx,
    gemeentecode,
    [{ soort: 'ingetrokken', signaalId, versie, reden, tijdstip: at.toISOString() }],
    dueDate(policies, 'gemeenteGebeurtenis', dag),
  )
}
