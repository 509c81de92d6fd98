/** A municipality confirms that meldingen arrived durably on its side. */
import { appendEvents } from '../audit/audit.store.ts'
import type { Tx } from '../db/database.ts'
import type { Db } from '../db/transaction.ts'
import {
  type Afleverregel,
  findMeldingen,
  holdMeldingen,
  markOntvangen,
} from '../delivery/collect.store.ts'
import { holdToestand } from '../delivery/gate.store.ts'
import type { Policies } from '../legal/compile.ts'
import { confirmedDue, termsToday } from '../legal/own-terms.ts'
import { dayInAmsterdam } from '../model/calendar.ts'
import { actorOf, type Caller } from '../model/caller.ts'
import type { Gemeentecode, SignaalId } from '../model/ids.ts'
import { type Meldingtoestand, mayOpen } from '../model/melding-life.ts'
import type { Now, RandomBytes } from '../model/ports.ts'
import { Problem } from '../model/problem.ts'
import { findOwnTerms } from '../retention/eigen-termijn.store.ts'

export type ConfirmReceiptDeps = {
  readonly db: Db
  readonly policies: () => Policies
  readonly now: Now
  readonly random: RandomBytes
}

/**
 * Confirms all of `meldingen` or none, and sets the day on which their sealed fields go here; one that was confirmed before counts as confirmed and makes no second event.
 * Of a melding those signals that were collected: one that joined it since is still to come.
 * @throws Problem `niet-gevonden` when one of them is not there or not this municipality's
 */
export async function confirmReceipt(
  deps: ConfirmReceiptDeps,
  caller: Caller,
  input: { readonly meldingen: readonly SignaalId[] },
): Promise<{ readonly bevestigd: readonly SignaalId[] }> {
  const at = deps.now()
  const { gemeenten } = caller
  const ids = [...new Set(input.meldingen)]
  await deps.db.transaction(
    { role: 'gw_aflevering', oin: caller.namens, gemeenten },
    async (tx) => {
      const places = await findMeldingen(tx, gemeenten, ids)
      if (places.size < ids.length) throw new Problem('niet-gevonden')
      const named = [...places.values()].map(({ id }) => id)
      const states = await holdToestand(tx, gemeenten, named)
      if (!named.every((id) => isOpen(states.get(id)))) throw new Problem('niet-geselecteerd')
      const signalen = arrived(await holdMeldingen(tx, gemeenten, named))
      const marked = []
      for (const gemeentecode of gemeenten)
        marked.push(...(await markAt(deps, tx, gemeentecode, signalen, at)))
      const { oin, namens } = caller
      const actor = actorOf(caller)
      await appendEvents(
        tx,
        { at, random: deps.random },
        marked.map(({ gemeentecode, id }) => ({
          event: { soort: 'ontvangst-bevestigd', actor, signaalId: id, gemeentecode },
          parties: { oin, namens, gemeentecode },
        })),
      )
    },
  )
  return { bevestigd: ids }
}

/** Nobody holds what never opened. */
const isOpen = (toestand: Meldingtoestand | undefined): boolean =>
  toestand !== undefined && mayOpen(toestand)

/** The signals of these meldingen that were collected; all of a melding of which none was, since its municipality says that it has it. */
function arrived(regels: readonly Afleverregel[]): readonly SignaalId[] {
  return [
    ...Map.groupBy(regels, ({ gemeentecode, melding }) => `${gemeentecode}/${melding}`).values(),
  ]
    .flatMap((own) => {
      const collected = own.filter(({ verstrekt }) => verstrekt)
      return collected.length === 0 ? own : collected
    })
    .map(({ id }) => id)
}

/** Those of one municipality, until the day that its own term of today gives. */
async function markAt(
  { policies }: ConfirmReceiptDeps,
  tx: Tx,
  gemeentecode: Gemeentecode,
  ids: readonly SignaalId[],
  at: Date,
): ReturnType<typeof markOntvangen> {
  const dag = dayInAmsterdam(at)
  const own = termsToday(policies(), await findOwnTerms(tx, gemeentecode, dag))
  const veldenVervaldatum = confirmedDue(policies(), own, dag)
  return markOntvangen(tx, [gemeentecode], ids, { at, veldenVervaldatum })
}
