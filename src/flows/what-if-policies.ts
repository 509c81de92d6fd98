/** What if other policies had decided: every verdict of which the details are still there, decided again by a proposed set, in counts only. */
import { findVerdicts, firstIdAt, type VerdictRow } from '../audit/verdicts.store.ts'
import { canonicalJson } from '../crypto/canonical-json.ts'
import type { Db } from '../db/transaction.ts'
import type { Policies } from '../legal/compile.ts'
import { type PastVerdict, type Redecided, whatIf } from '../legal/what-if.ts'
import { addToTally, type Tally } from '../legal/what-if-tally.ts'
import { AuditEvent } from '../model/audit-event.ts'
import { dayInAmsterdam } from '../model/calendar.ts'
import type { Dag } from '../model/ids.ts'

export type WhatIfDeps = {
  readonly db: Db
  /** The policies under a hash; undefined when they were never kept here. */
  readonly policiesOf: (hash: string) => Policies | undefined
  /** Verdicts that are read at a time. */
  readonly batchSize: number
}

/** `sinds`: from this instant on; `dag`: decide as if all had come on this day, else each on its own. */
export type WhatIfQuestion = {
  readonly proposed: Policies
  readonly sinds: Date | undefined
  readonly dag: Dag | undefined
}

/** What a work is told, and how it is stopped between two batches. */
type Work = { readonly voortgang: (aantal: number) => void; readonly signal: AbortSignal }

const NOT_KEPT: Redecided = { soort: 'onbekend', ontbreekt: ['het beleid van toen (niet bewaard)'] }

/** Most sets that are held compiled at once: a year knows a handful. */
const MOST_SETS = 8

/** Counts; changes nothing. One batch of verdicts is in memory at a time, whatever their number. */
export async function whatIfPolicies(
  deps: WhatIfDeps,
  question: WhatIfQuestion,
  { voortgang, signal }: Work,
): Promise<Tally> {
  const tally: Tally = new Map()
  const setOf = remember(deps.policiesOf)
  let after = firstIdAt(question.sinds ?? new Date(0))
  let done = 0
  for (;;) {
    signal.throwIfAborted()
    const rows = await deps.db.transaction({ role: 'gw_log' }, (tx) =>
      findVerdicts(tx, after, deps.batchSize),
    )
    const last = rows.at(-1)
    if (last === undefined) return tally
    for (const { count, hash, past } of grouped(rows)) {
      const before = setOf(hash)
      const dag = question.dag ?? past.dag
      const outcome = before ? whatIf({ before, after: question.proposed, dag }, past) : NOT_KEPT
      addToTally(tally, past.signaaltype, outcome, count)
    }
    after = last.id
    done += rows.length
    voortgang(done)
  }
}

type Group = { count: number; readonly hash: string; readonly past: PastVerdict }

/** Verdicts on the same facts are decided once. */
function grouped(rows: readonly VerdictRow[]): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const row of rows) {
    const read = readVerdict(row)
    if (read === undefined) continue
    const key = canonicalJson(read)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { count: 1, ...read })
    else group.count += 1
  }
  return [...groups.values()]
}

function readVerdict({ tijdstip, gebeurtenis }: VerdictRow): Omit<Group, 'count'> | undefined {
  const event = AuditEvent.safeParse(gebeurtenis).data
  if (event?.soort !== 'signaal-aanvaard' && event?.soort !== 'signaal-geweigerd') return undefined
  const { signaaltype, gemeentecode, redenen, voorwaarden } = event
  const fields =
    event.soort === 'signaal-aanvaard'
      ? event.velden
      : { doorgegeven: [], nietDoorgegeven: event.velden }
  return {
    hash: event.beleid.hash,
    past: {
      aanvaard: event.soort === 'signaal-aanvaard',
      signaaltype,
      dag: dayInAmsterdam(tijdstip),
      gemeentecode,
      afzenderOin: event.actor.namens,
      redenen,
      voorwaarden,
      ...fields,
    },
  }
}

/** Reads each set once; the oldest goes when there are too many. */
function remember(read: WhatIfDeps['policiesOf']): WhatIfDeps['policiesOf'] {
  const known = new Map<string, Policies | undefined>()
  return (hash) => {
    if (known.has(hash)) return known.get(hash)
    const found = read(hash)
    const [oldest] = known.keys()
    if (known.size >= MOST_SETS && oldest !== undefined) known.delete(oldest)
    known.set(hash, found)
    return found
  }
}
