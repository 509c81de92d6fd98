/** A municipality confirms that meldingen arrived durably on its side. */
import { appendEvents } from '../audit/audit.store.ts'
import type { Db } from '../db/transaction.ts'
import { findAfleverregel, markOntvangen } from '../delivery/collect.store.ts'
import { actorOf, type Caller } from '../model/caller.ts'
import type { SignaalId } from '../model/ids.ts'
import type { Now, RandomBytes } from '../model/ports.ts'
import { Problem } from '../model/problem.ts'

export type ConfirmReceiptDeps = {
  readonly db: Db
  readonly now: Now
  readonly random: RandomBytes
}

/**
 * Confirms all of `meldingen` or none; one that was confirmed before counts as confirmed and makes no second event.
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
      for (const id of ids) {
        if ((await findAfleverregel(tx, gemeenten, id)) === undefined)
          throw new Problem('niet-gevonden')
      }
      const marked = await markOntvangen(tx, gemeenten, ids, at)
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
