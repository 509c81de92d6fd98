/** A municipality confirms that meldingen arrived durably on its side. */
import { appendEvents } from '../audit/audit.store.ts'
import type { Tx } from '../db/database.ts'
import type { Db } from '../db/transaction.ts'
import { holdSignalen, markOntvangen } from '../delivery/collect.store.ts'
import type { Policies } from '../legal/compile.ts'
import { confirmedDue, termsToday } from '../legal/own-terms.ts'
import { dayInAmsterdam } from '../model/calendar.ts'
import { actorOf, type Caller } from '../model/caller.ts'
import type { Gemeentecode, SignaalId } from '../model/ids.ts'
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
      const held = await holdSignalen(tx, gemeenten, ids)
      if (held.length < ids.length) throw new Problem('niet-gevonden')
      const marked = []
      for (const gemeentecode of gemeenten)
        marked.push(...(await markAt(deps, tx, gemeentecode, ids, at)))
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
