/** Reads the lines of a feed that a subscription has not had: as its party would, by the same row-level security. */
import { readFeed } from '../../delivery/feed.store.ts'
import { Gemeentecode } from '../../model/ids.ts'
import type { Seintje, Stroom } from '../../model/seintje.ts'
import type { Beurt, Stand } from '../../nudging/beurt.store.ts'
import { type DeliverNudgesDeps, LINES } from './nudge-deps.ts'

type Reader = (
  deps: Pick<DeliverNudgesDeps, 'db'>,
  beurt: Beurt,
  stand: Stand,
) => Promise<readonly Seintje[]>

const READERS: Readonly<Record<Stroom, Reader>> = {
  gebeurtenissen: async ({ db }, { oin, gemeenten }, { sleutel, volgnummer }) => {
    const gemeentecode = Gemeentecode.parse(sleutel)
    // The party may have stopped being that municipality: then there is nothing for it to hear.
    if (!gemeenten.includes(gemeentecode)) return []
    const scope = { role: 'gw_aflevering', oin, gemeenten: [gemeentecode] } as const
    const after = new Map([[gemeentecode, volgnummer]])
    const lines = await db.transaction(scope, (tx) => readFeed(tx, [gemeentecode], after, LINES))
    return lines.map(({ volgnummer: number, gebeurtenis: { soort, signaalId, tijdstip } }) => ({
      stroom: 'gebeurtenissen',
      sleutel,
      volgnummer: number,
      soort,
      onderwerp: signaalId,
      tijdstip: new Date(tijdstip),
    }))
  },
}

/** The next lines after `stand`, oldest first, at most `LINES`. */
export const readLines: Reader = (deps, beurt, stand) => READERS[stand.stroom](deps, beurt, stand)
