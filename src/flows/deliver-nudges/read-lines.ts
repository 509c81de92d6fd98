/** Reads the lines of a feed that a subscription has not had: as its party would, by the same row-level security. */
import { readFeed } from '../../delivery/feed.store.ts'
import { readFeedback } from '../../feedback/feed.store.ts'
import { startOfDayInAmsterdam } from '../../model/calendar.ts'
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
    return lines.map(({ volgnummer: number, gebeurtenis }) => ({
      stroom: 'gebeurtenissen',
      sleutel,
      volgnummer: number,
      soort: gebeurtenis.soort,
      onderwerp: 'signaalId' in gebeurtenis ? gebeurtenis.signaalId : gebeurtenis.deelnemer,
      tijdstip: new Date(gebeurtenis.tijdstip),
    }))
  },
  // What may not be seen yet is no line: it waits at its municipality. Of a line nothing is taken but which signal it is about, and its day.
  terugkoppelingen: async ({ db }, { oin }, { sleutel, volgnummer }) => {
    if (sleutel !== oin) return []
    const lines = await db.transaction({ role: 'gw_aanlevering', oin }, (tx) =>
      readFeedback(tx, oin, volgnummer, LINES),
    )
    return lines.map(({ volgnummer: number, signaalId, datum }) => ({
      stroom: 'terugkoppelingen',
      sleutel,
      volgnummer: number,
      soort: 'terugkoppeling',
      onderwerp: signaalId,
      tijdstip: startOfDayInAmsterdam(datum),
    }))
  },
}

/** The next lines after `stand`, oldest first, at most `LINES`. */
export const readLines: Reader = (deps, beurt, stand) => READERS[stand.stroom](deps, beurt, stand)
