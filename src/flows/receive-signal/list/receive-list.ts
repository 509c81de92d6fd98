/**
 * A VLP's list is received as it arrives: part by part, each in one transaction and durable before its verdicts are given. Raw rows are never
 * stored. Breaking off at any byte keeps what was acknowledged, and sending again doubles nothing: a row's kenmerk makes it one.
 */
import { appendEvent } from '../../../audit/audit.store.ts'
import { uuidv7 } from '../../../crypto/uuid.ts'
import type { Tx } from '../../../db/database.ts'
import {
  addToAanlevering,
  endAanlevering,
  insertAanlevering,
  lockAanlevering,
} from '../../../intake/aanlevering.store.ts'
import { insertLijstrijen } from '../../../intake/aanlevering-regel.store.ts'
import { dueDate } from '../../../legal/compile.ts'
import { AanleveringId, type Lijsttelling, type Vrijgave } from '../../../model/aanlevering.ts'
import { dayInAmsterdam } from '../../../model/calendar.ts'
import { actorOf, type Caller } from '../../../model/caller.ts'
import type { Lijstvorm } from '../../../model/lijst.ts'
import type { Lijstbericht } from '../../../model/lijstbericht.ts'
import { Problem } from '../../../model/problem.ts'
import { receiveChunk, untilNotOvertaken } from '../receive-chunk.ts'
import type { Delivery, Offered, Outcome, ReceiveSignalDeps } from '../request.ts'
import { partsOf } from './list-chunks.ts'
import { createRowReader, type Row } from './list-rows.ts'
import type { ListSlots } from './list-slots.ts'
import { readList } from './read-lists.ts'
import { countVerdicts, NOTHING, sum, type Verdict, verdictOf } from './row-verdict.ts'

export type ListInput = {
  readonly vorm: Lijstvorm
  readonly vrijgave: Vrijgave
  /** The sender's own name of this attempt. */
  readonly naam?: string
  readonly body: AsyncIterable<Uint8Array>
}

export type ReceiveListDeps = {
  /** What is in force now: a list that lasts is decided by the policies of each of its parts. */
  readonly deciding: () => ReceiveSignalDeps
  readonly slots: ListSlots
}

/** A list that is held back ends by itself after this. */
const HOLD_MS = 24 * 60 * 60 * 1000

/** What every part of one list shares. */
type Open = {
  readonly deciding: ReceiveListDeps['deciding']
  readonly caller: Caller
  readonly id: AanleveringId
  readonly vastgehoudenTot: Date | undefined
}

const scopeOf = ({ namens }: Caller) => ({ role: 'gw_aanlevering', oin: namens }) as const

/**
 * Receives a list. Gives its id, the verdicts of each part once that is durable, and how it stands at the end. Whoever stops taking
 * them ends the list there.
 * @throws Problem `lijst-onleesbaar`, before anything is given or kept; `te-veel-lijsten`; `aanlevering-gesloten` when it was withdrawn meanwhile; `uitkomst-onbekend`
 */
export async function* receiveList(
  { deciding, slots }: ReceiveListDeps,
  caller: Caller,
  input: ListInput,
): AsyncGenerator<readonly Lijstbericht[]> {
  const giveBack = slots.take(caller.namens)
  try {
    yield* receiveParts(deciding, caller, input)
  } finally {
    giveBack()
  }
}

async function* receiveParts(
  deciding: ReceiveListDeps['deciding'],
  caller: Caller,
  { body, ...input }: ListInput,
): AsyncGenerator<readonly Lijstbericht[]> {
  const reader = createRowReader(input.vorm)
  const parts = partsOf({ policies: () => deciding().policies() }, body, reader)
  // The first part before the list is opened: a list whose head is none leaves nothing.
  let part = await parts.next()
  const list = await openList(deciding, caller, input)
  let isWhole = false
  try {
    yield [{ soort: 'lijst', id: list.id }]
    let counts = NOTHING
    for (; part.done !== true; part = await parts.next()) {
      const verdicts = await receivePart(list, part.value)
      counts = sum(counts, countVerdicts(verdicts))
      yield [...verdicts.map(({ bericht }) => bericht), { soort: 'stand', aantallen: counts }]
    }
    isWhole = true
    await closeList(list, 'ontvangen', counts)
    const aanlevering = await readList(deciding(), caller, list.id)
    yield [{ soort: 'slot', aanlevering }]
  } finally {
    await parts.return(undefined)
    // What broke it off is what is told. Where not even this can be put down, the list stays `bezig`, which says the same.
    if (!isWhole) await breakOff(list).catch(() => undefined)
  }
}

async function openList(
  deciding: Open['deciding'],
  caller: Caller,
  { vorm, vrijgave, naam }: Omit<ListInput, 'body'>,
): Promise<Open> {
  const { db, now, random, policies, crashPoint } = deciding()
  const at = now()
  const id = AanleveringId.parse(uuidv7(at, random))
  const isHeld = vrijgave === 'handmatig'
  const vastgehoudenTot = isHeld ? new Date(at.getTime() + HOLD_MS) : undefined
  const { oin, namens } = caller
  const vervaldatum = dueDate(policies(), 'gecodeerd', dayInAmsterdam(at))
  await db.transaction(scopeOf(caller), async (tx) => {
    const lijst = { id, ingediendDoor: oin, naam, vorm, vrijgave, at, vervaldatum }
    await insertAanlevering(tx, namens, { ...lijst, vrijgaveTot: vastgehoudenTot })
    const event = {
      soort: 'lijst-begonnen',
      actor: actorOf(caller),
      aanleveringId: id,
      vorm,
    } as const
    await appendEvent(tx, { at, random }, { ...event, vrijgave }, { oin, namens })
    crashPoint('lijst-begonnen-gedaan')
  })
  crashPoint('lijst-begonnen-vastgelegd')
  return { deciding, caller, id, vastgehoudenTot }
}

async function receivePart(list: Open, rows: readonly Row[]): Promise<readonly Verdict[]> {
  const deps = list.deciding()
  const at = deps.now()
  const { caller, vastgehoudenTot } = list
  const delivery: Delivery = {
    caller,
    at,
    dag: dayInAmsterdam(at),
    ...(vastgehoudenTot === undefined ? {} : { vastgehoudenTot }),
  }
  const verdicts = await untilNotOvertaken(() =>
    deps.db.transaction(scopeOf(caller), async (tx) => {
      const kept = await keepPart(deps, tx, list, { delivery, rows })
      deps.crashPoint('lijstdeel-gedaan')
      return kept
    }),
  )
  deps.crashPoint('lijstdeel-vastgelegd')
  return verdicts
}

async function keepPart(
  deps: ReceiveSignalDeps,
  tx: Tx,
  { caller: { namens }, id }: Open,
  { delivery, rows }: { readonly delivery: Delivery; readonly rows: readonly Row[] },
): Promise<readonly Verdict[]> {
  // Held until commit: a withdrawal comes wholly before this part or wholly after it.
  const list = await lockAanlevering(tx, namens, id)
  if (list?.toestand !== 'bezig') throw new Problem('aanlevering-gesloten')
  const offered = rows.flatMap((row): readonly Offered[] => ('offered' in row ? [row.offered] : []))
  const outcomes = await receiveChunk(deps, tx, delivery, offered)
  const left = [...outcomes]
  const verdicts = rows.map((row) => verdictOf(row, 'offered' in row ? nextOf(left) : undefined))
  const rijen = verdicts.map(({ rij }) => rij)
  await insertLijstrijen(tx, namens, id, rijen)
  await addToAanlevering(tx, namens, id, { at: delivery.at, aantallen: countVerdicts(verdicts) })
  return verdicts
}

function nextOf(outcomes: Outcome[]): Outcome {
  const one = outcomes.shift()
  if (one === undefined) throw new Error('a row of a part has no outcome')
  return one
}

async function closeList(
  { deciding, caller, id }: Open,
  toestand: 'ontvangen' | 'afgebroken',
  aantallen: Lijsttelling,
): Promise<void> {
  const { db, now, random, crashPoint } = deciding()
  const { oin, namens } = caller
  await db.transaction(scopeOf(caller), async (tx) => {
    if (!(await endAanlevering(tx, namens, id, toestand))) return
    const event = { soort: 'lijst-geeindigd', actor: actorOf(caller), aanleveringId: id } as const
    await appendEvent(tx, { at: now(), random }, { ...event, toestand, aantallen }, { oin, namens })
    crashPoint('lijst-geeindigd-gedaan')
  })
  crashPoint('lijst-geeindigd-vastgelegd')
}

/** The sender went away, or the gateway could not go on. */
async function breakOff(list: Open): Promise<void> {
  const { deciding, caller, id } = list
  const { db } = deciding()
  const kept = await db.transaction(scopeOf(caller), (tx) => lockAanlevering(tx, caller.namens, id))
  if (kept !== undefined) await closeList(list, 'afgebroken', kept.aantallen)
}
