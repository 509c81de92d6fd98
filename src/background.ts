/** What runs by itself while the gateway is up: checkpoints each second, a round over the connections every two, counted refusals each minute. */
import type { RefusalCounter } from './flows/count-refusals.ts'
import { type PublishCheckpointDeps, publishCheckpoint } from './flows/publish-checkpoint.ts'
import type { Log } from './log.ts'

const PUBLISH_MS = 1_000
const FLUSH_MS = 60_000
const GUARD_MS = 2_000

export type BackgroundDeps = {
  readonly log: Log
  readonly publish: PublishCheckpointDeps
  readonly refusals: RefusalCounter
  /** Reads trust material again and closes whom it no longer lets stay (`guard-connections.ts`). */
  readonly guard: () => Promise<void>
}

/** Begins; `stop` waits for what is under way, then does each thing once more so that nothing is left waiting. */
export function startBackground(deps: BackgroundDeps): { stop(): Promise<void> } {
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
  const guard = repeat(GUARD_MS, deps.guard, (fout) =>
    deps.log.error('verbindingen konden niet worden nagelopen', { fout }),
  )
  return {
    stop: async () => {
      await guard.stop()
      await flush.stop()
      await deps.refusals.flush()
      await publish.stop()
    },
  }
}

/** Runs `work` at once and then `everyMs` after its last end, never twice at once; a failure is told and tried again. */
function repeat(
  everyMs: number,
  work: () => Promise<unknown>,
  failed: (error: unknown) => void,
): { stop(): Promise<void> } {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const once = (): Promise<void> => work().then(() => undefined, failed)
  const next = (): void => {
    if (stopped) return
    timer = setTimeout(() => {
      running = once().then(next)
    }, everyMs)
  }
  // What a killed process left waiting gets its place first.
  let running = once().then(next)
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
      await once()
    },
  }
}
