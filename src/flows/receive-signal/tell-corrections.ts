/** A municipality hears of a new version; one that has nothing to do with the signal any more, that it is gone. */
import type { Tx } from '../../db/database.ts'
import { appendFeed } from '../../delivery/feed.store.ts'
import type { Kenmerkregel } from '../../intake/kenmerk.store.ts'
import { dueDate } from '../../legal/compile.ts'
import type { Gemeentegebeurtenis } from '../../model/gemeentegebeurtenis.ts'
import type { Claimed } from './accepted.ts'
import type { Delivery, ReceiveSignalDeps } from './request.ts'

/** Municipality by municipality in one order: each feed is held until commit. */
export async function tellCorrections(
  deps: ReceiveSignalDeps,
  tx: Tx,
  { at, dag }: Delivery,
  claimed: readonly Claimed[],
): Promise<void> {
  const told = claimed.flatMap((one) => {
    const { earlier, spoor } = one
    if (earlier === undefined || spoor?.gesloten === true || spoor?.vastgehouden === true) return []
    return { gemeentecode: earlier.gemeentecode, line: lineOf(one, earlier, at) }
  })
  const vervaldatum = dueDate(deps.policies(), 'gemeenteGebeurtenis', dag)
  const feeds = [...Map.groupBy(told, ({ gemeentecode }) => gemeentecode)]
  for (const [gemeentecode, lines] of feeds.sort(([a], [b]) => (a < b ? -1 : 1)))
    await appendFeed(
      tx,
      gemeentecode,
      lines.map(({ line }) => line),
      vervaldatum,
    )
}

function lineOf(one: Claimed, earlier: Kenmerkregel, at: Date): Gemeentegebeurtenis {
  const { id: signaalId, versie, gemeentecode } = one.place
  const line = { signaalId, tijdstip: at.toISOString() }
  const gone = { soort: 'ingetrokken', ...line, versie: earlier.versie } as const
  if (earlier.gemeentecode !== gemeentecode) return { ...gone, reden: 'andere-gemeente' }
  if (one.sluiting !== undefined) return { ...gone, reden: one.sluiting }
  return { soort: 'gecorrigeerd', ...line, versie }
}
