/**
 * What runs by itself while the gateway is up: checkpoints each second, a round over the connections every two, signals of
 * compromised keys, those that wait for their melding, feedback that may be seen and policies of other processes as soon, the statistics of an embedded
 * store each few, counted refusals, closed months, questions without an answer, days of meldingen that have come and lists that stayed out each minute,
 * the sweep each night.
 */
import type { RefusalCounter } from './flows/count-refusals.ts'
import { type PublishCheckpointDeps, publishCheckpoint } from './flows/publish-checkpoint.ts'
import type { Log } from './log.ts'
import { ClockJumped } from './retention/sweep-clock.ts'
import type { Sweeper } from './sweeper.ts'

const PUBLISH_MS = 1_000
const FLUSH_MS = 60_000
const SWEEP_LOOK_MS = 60_000
/** Looks that are passed over after a sweep that failed or did not believe its clock. */
const SWEEP_REST = 14
const GUARD_MS = 2_000
const UNREADABLE_MS = 2_000
const GROUP_MS = 2_000
const SLEPERS_MS = 2_000
const FEEDBACK_MS = 2_000
const QUESTIONS_MS = 60_000
const CLOCKS_MS = 60_000
const FREEZE_MS = 60_000
const DELIVERIES_MS = 60_000
const POLICIES_MS = 2_000
const NUDGE_MS = 2_000
const STATISTICS_MS = 3_000

export type BackgroundDeps = {
  readonly log: Log
  readonly publish: PublishCheckpointDeps
  readonly refusals: RefusalCounter
  /** Looks through the signals of compromised keys; stops between two transactions when aborted. */
  readonly unreadable: (signal: AbortSignal) => Promise<unknown>
  /** Gives signals that wait their melding; stops between two transactions when aborted. */
  readonly group: (signal: AbortSignal) => Promise<unknown>
  /** Recognises who stays below a threshold, where that is counted; stops between two transactions when aborted. */
  readonly slepers: (signal: AbortSignal) => Promise<unknown>
  /** Tells subscribers of what is new; stops between two nudges when aborted. */
  readonly nudge: (signal: AbortSignal) => Promise<unknown>
  /** Brings feedback that may be seen to the VLPs' feeds; stops between two transactions when aborted. */
  readonly feedback: (signal: AbortSignal) => Promise<unknown>
  /** Ends questions that nobody answered in time; stops between two transactions when aborted. */
  readonly questions: (signal: AbortSignal) => Promise<unknown>
  /** Tells municipalities which days of their meldingen have come; stops between two transactions when aborted. */
  readonly clocks: (signal: AbortSignal) => Promise<unknown>
  /** Tells municipalities which lists stayed out; stops between two transactions when aborted. */
  readonly deliveries: (signal: AbortSignal) => Promise<unknown>
  /** Fixes the numbers of months that closed; stops between two transactions when aborted. */
  readonly freeze: (signal: AbortSignal) => Promise<unknown>
  /** Keeps the statistics of a store that does not do so itself (`db/keep-statistics.ts`). */
  readonly statistics: () => Promise<unknown>
  readonly sweeper: Pick<Sweeper, 'sweepIfDue' | 'stop'>
  /** Takes over the policies that another process activated (`policies-in-force.ts`). */
  readonly followPolicies: () => Promise<unknown>
  /** Reads trust material again and closes whom it no longer lets stay (`guard-connections.ts`). */
  readonly guard: () => Promise<void>
}

export type Background = {
  /** A round over the connections now, instead of within two seconds. */
  look(): Promise<void>
  /** Waits for what is under way, then does each thing once more so that nothing is left waiting. */
  stop(): Promise<void>
}

/** Begins. */
export function startBackground(deps: BackgroundDeps): Background {
  const { publish, flush } = startRecording(deps)
  const guard = repeat(GUARD_MS, deps.guard, (fout) =>
    deps.log.error('verbindingen konden niet worden nagelopen', { fout }),
  )
  const stopping = new AbortController()
  const follow = repeat(POLICIES_MS, deps.followPolicies, (fout) =>
    deps.log.error('of een ander proces beleid activeerde kon niet worden nagelopen', { fout }),
  )
  const steps = startSteps(deps, stopping.signal)
  const sweep = repeat(SWEEP_LOOK_MS, withRest(deps.sweeper.sweepIfDue), (fout) =>
    fout instanceof ClockJumped
      ? deps.log.warn('de klok versprong meer dan 36 uur: er is niets gewist', { fout })
      : deps.log.error('de opruiming is niet af; zij gaat straks verder', { fout }),
  )
  return {
    look: guard.now,
    stop: async () => {
      // First of all: a sweep under way stops between two transactions, and its last look does nothing.
      stopping.abort()
      await deps.sweeper.stop()
      for (const one of steps) await one.stop()
      await sweep.stop()
      await guard.stop()
      await follow.stop()
      await flush.stop()
      await deps.refusals.flush()
      await publish.stop()
    },
  }
}

/** What keeps the log: events get their place, counted refusals become events. */
function startRecording(deps: BackgroundDeps): Record<'publish' | 'flush', Repeated> {
  const publish = repeat(
    PUBLISH_MS,
    () => publishCheckpoint(deps.publish),
    (fout) => deps.log.error('het logboek is niet bijgewerkt; verstrekken stopt na 60 s', { fout }),
  )
  const flush = repeat(
    FLUSH_MS,
    () => deps.refusals.flushEndedMinutes(),
    (fout) => deps.log.error('getelde weigeringen zijn nog niet vastgelegd', { fout }),
  )
  return { publish, flush }
}

/** What works in transactions of its own and stops between two of them. */
function startSteps(deps: BackgroundDeps, signal: AbortSignal): readonly Repeated[] {
  const step = (
    everyMs: number,
    work: (signal: AbortSignal) => Promise<unknown>,
    failed: string,
  ): Repeated =>
    repeat(
      everyMs,
      () => work(signal),
      (fout) => deps.log.error(failed, { fout }),
    )
  return [
    step(UNREADABLE_MS, deps.unreadable, 'signalen zonder sleutel zijn nog niet alle gewist'),
    step(GROUP_MS, deps.group, 'signalen zijn nog niet alle tot meldingen gebracht'),
    step(SLEPERS_MS, deps.slepers, 'signalen onder een drempel zijn nog niet alle geteld'),
    step(FEEDBACK_MS, deps.feedback, 'terugkoppelingen staan nog niet alle klaar'),
    step(QUESTIONS_MS, deps.questions, 'navragen zonder antwoord zijn nog niet alle gesloten'),
    step(NUDGE_MS, deps.nudge, 'seintjes zijn nog niet alle bezorgd'),
    step(CLOCKS_MS, deps.clocks, 'termijnen van meldingen zijn nog niet alle gemeld'),
    step(STATISTICS_MS, deps.statistics, 'de ingebouwde opslag is nog niet bijgehouden'),
    step(DELIVERIES_MS, deps.deliveries, 'of lijsten uitbleven is nog niet overal nagegaan'),
    step(FREEZE_MS, deps.freeze, 'de maand is nog niet geteld en bevroren'),
  ]
}

/** Passes over the first call, so that a start is not held up, and over some after one that failed. */
function withRest(work: () => Promise<void>): () => Promise<void> {
  let rest = 1
  return async () => {
    if (rest > 0) {
      rest -= 1
      return
    }
    rest = SWEEP_REST
    await work()
    rest = 0
  }
}

type Repeated = {
  /** Once out of turn, after what is under way. */
  now(): Promise<void>
  stop(): Promise<void>
}

/** Runs `work` at once and then `everyMs` after its last end, never twice at once; a failure is told and tried again. */
function repeat(
  everyMs: number,
  work: () => Promise<unknown>,
  failed: (error: unknown) => void,
): Repeated {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const once = (): Promise<void> => work().then(() => undefined, failed)
  const next = (): void => {
    if (stopped) return
    clearTimeout(timer)
    timer = setTimeout(() => void now(), everyMs)
  }
  const now = (): Promise<void> => {
    running = running.then(once).then(next)
    return running
  }
  // What a killed process left waiting gets its place first.
  let running = once().then(next)
  return {
    now,
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
      await once()
    },
  }
}
