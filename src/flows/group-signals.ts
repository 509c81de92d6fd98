/**
 * Signals that were taken in get their melding: those of one person in one month stand together, and who is worked on is joined. A step of its own, in the background and
 * under its own role; one at a time in a municipality. No sender sees when it ran or what it found.
 */
import { uuidv7 } from '../crypto/uuid.ts'
import type { Tx } from '../db/database.ts'
import type { Db } from '../db/transaction.ts'
import { appendFeed } from '../delivery/feed.store.ts'
import { dueDate, type Policies } from '../legal/compile.ts'
import {
  deleteWachtend,
  findBezet,
  findGroepen,
  keepOwnIndexes,
  lockGroepering,
  lockWachtend,
  savePlaatsing,
  type Wachtend,
} from '../matching/groepering.store.ts'
import { type Groepssignaal, type Plaatsing, placeSignals } from '../matching/group.ts'
import { listWachtend } from '../matching/wachtrij.store.ts'
import { dayInAmsterdam } from '../model/calendar.ts'
import { type Gemeentecode, SignaalId } from '../model/ids.ts'
import { isWorkedOn } from '../model/melding-life.ts'
import type { CrashPoint, Now, RandomBytes } from '../model/ports.ts'

export type GroupSignalsDeps = {
  readonly db: Db
  readonly policies: () => Policies
  readonly now: Now
  readonly random: RandomBytes
  readonly crashPoint: CrashPoint
}

/** A melding that was to be joined ended meanwhile: the placing begins anew, and finds it so. */
class Moved extends Error {}

const ATTEMPTS = 4

/** Signals placed in one transaction: whoever withdraws one of them waits for no more than these. */
const BATCH = 100

/**
 * Groups all that waits, of every municipality or of `gemeenten`. Repeatable; what a crash broke off waits on. Aborting `signal` stops
 * between two transactions.
 * @returns how many signals got a melding
 */
export async function groupSignals(
  deps: GroupSignalsDeps,
  { gemeenten, signal }: { gemeenten?: readonly Gemeentecode[]; signal?: AbortSignal } = {},
): Promise<number> {
  let grouped = 0
  const waiting = await deps.db.transaction({ role: 'gw_bewaring' }, listWachtend)
  for (const gemeentecode of waiting) {
    if (gemeenten?.includes(gemeentecode) === false) continue
    let batch: number
    do {
      if (signal?.aborted === true) return grouped
      const scope = { role: 'gw_matching', gemeenten: [gemeentecode] } as const
      batch = await untilNotMoved(() =>
        deps.db.transaction(scope, (tx) => groupBatch(deps, tx, gemeentecode)),
      )
      deps.crashPoint('groepering-vastgelegd')
      grouped += batch
    } while (batch === BATCH)
  }
  return grouped
}

async function untilNotMoved(work: () => Promise<number>): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Moved) || attempt === ATTEMPTS) throw error
    }
  }
}

/** @throws Moved */
async function groupBatch(
  deps: GroupSignalsDeps,
  tx: Tx,
  gemeentecode: Gemeentecode,
): Promise<number> {
  await lockGroepering(tx, gemeentecode)
  const waiting = await lockWachtend(tx, gemeentecode, BATCH)
  if (waiting.length === 0) return 0
  const signals = waiting.map(({ signaal }) => signaal)
  const ids = signals.map(({ id }) => id)
  const known = await findGroepen(tx, gemeentecode, signals)
  const taken = await findBezet(tx, gemeentecode, ids)
  // A melding is called by its first signal, unless that one left it and others stayed.
  const nameOf = ({ id }: Groepssignaal): SignaalId =>
    taken.has(id) ? SignaalId.parse(uuidv7(deps.now(), deps.random)) : id
  const placed = placeSignals(known, signals, nameOf)
  const states = await savePlaatsing(tx, gemeentecode, placed)
  // Held now: what ended between looking and joining is not joined.
  if (known.some(({ id, toestand }) => (states.get(id) ?? toestand) !== toestand)) throw new Moved()
  const living = waiting.filter(({ ingetrokken }) => !ingetrokken)
  await keepOwnIndexes(
    tx,
    gemeentecode,
    living.map(({ signaal }) => signaal),
  )
  await deleteWachtend(tx, gemeentecode, ids)
  await tellJoined(deps, tx, gemeentecode, living, placed)
  deps.crashPoint('groepering-gedaan')
  return waiting.length
}

/** Its municipality hears of what it can collect from now on without choosing; of who waits it reads in the work list. */
async function tellJoined(
  { policies, now }: GroupSignalsDeps,
  tx: Tx,
  gemeentecode: Gemeentecode,
  living: readonly Wachtend[],
  placed: readonly Plaatsing[],
): Promise<void> {
  const at = now()
  const joined = new Set(
    placed
      .filter(({ bij }) => bij !== undefined && isWorkedOn(bij))
      .map(({ signaal }) => signaal.id),
  )
  const lines = living
    .filter(({ signaal }) => joined.has(signaal.id))
    .map(({ signaal: { id: signaalId }, versie }) => ({
      soort: 'toegevoegd' as const,
      signaalId,
      versie,
      tijdstip: at.toISOString(),
    }))
  const vervaldatum = dueDate(policies(), 'gemeenteGebeurtenis', dayInAmsterdam(at))
  await appendFeed(tx, gemeentecode, lines, vervaldatum)
}
