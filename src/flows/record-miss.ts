/** Records that a known party asked for what is not there or not its own; which of the two, the gateway itself does not look up. */
import type { Db } from '../db/transaction.ts'
import type { AppendEvent } from '../identity/append-event.ts'
import type { Caller } from '../model/caller.ts'

export type RecordMissDeps = { readonly db: Db; readonly appendEvent: AppendEvent }

/** Commits one `toegang-geweigerd`. @param route the pattern of the route: the id that was asked is not kept */
export async function recordMiss(
  deps: RecordMissDeps,
  { oin, namens, doel, gemeenten }: Caller,
  route: string,
): Promise<void> {
  const [gemeentecode] = gemeenten
  const parties = { oin, namens, ...(gemeentecode === undefined ? {} : { gemeentecode }) }
  await deps.db.transaction({ role: 'gw_identiteit' }, (tx) =>
    deps.appendEvent(
      tx,
      { soort: 'toegang-geweigerd', oin, probleem: 'niet-gevonden', doel, route },
      parties,
    ),
  )
}
