/** Questions that nobody answered within two working days end as `geen-antwoord`; the municipality hears of it. A step in the background. */
import { appendEvents } from '../../audit/audit.store.ts'
import type { Tx } from '../../db/database.ts'
import { appendFeed } from '../../delivery/feed.store.ts'
import { dueDate } from '../../legal/compile.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { Gemeentecode } from '../../model/ids.ts'
import { endNavraag, lockOverdue } from '../../questions/navraag.store.ts'
import { listGemeenten } from '../../retention/due.store.ts'
import type { QuestionsDeps } from './questions.ts'

/** Questions ended in one transaction. */
const BATCH = 100

/** Ends all that are overdue, of every municipality; repeatable. @returns how many ended */
export async function endOverdue(deps: QuestionsDeps, signal?: AbortSignal): Promise<number> {
  let ended = 0
  for (const gemeentecode of await deps.db.transaction({ role: 'gw_bewaring' }, listGemeenten)) {
    let batch: number
    do {
      if (signal?.aborted === true) return ended
      const scope = { role: 'gw_bewaring', gemeenten: [gemeentecode] } as const
      batch = await deps.db.transaction(scope, (tx) => endBatch(deps, tx, gemeentecode))
      ended += batch
    } while (batch === BATCH)
  }
  return ended
}

async function endBatch(deps: QuestionsDeps, tx: Tx, gemeentecode: Gemeentecode): Promise<number> {
  const at = deps.now()
  const dag = dayInAmsterdam(at)
  const overdue = await lockOverdue(tx, gemeentecode, dag, BATCH)
  for (const { id } of overdue) await endNavraag(tx, { gemeentecode, id }, 'geen-antwoord', at)
  await appendEvents(
    tx,
    { at, random: deps.random },
    overdue.map(({ id: navraagId, signaalId, versie, soort: navraag }) => ({
      event: {
        soort: 'navraag-zonder-antwoord',
        gemeentecode,
        signaalId,
        versie,
        navraagId,
        navraag,
      },
      parties: { gemeentecode },
    })),
  )
  await appendFeed(
    tx,
    gemeentecode,
    overdue.map(({ signaalId, versie }) => ({
      soort: 'antwoord',
      signaalId,
      versie,
      reden: 'geen-antwoord',
      tijdstip: at.toISOString(),
    })),
    dueDate(deps.policies(), 'gemeenteGebeurtenis', dag),
  )
  return overdue.length
}
