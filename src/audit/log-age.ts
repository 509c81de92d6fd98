/** When a log counts as standing still. Pure. */

/** How long events may wait for a checkpoint before disclosure stops, in milliseconds (design, "Audit"). */
const STALE_AFTER_MS = 60_000

/** How far the clocks of several processes may differ, in milliseconds; a clock further back than this is broken. */
export const CLOCK_TOLERANCE_MS = 5_000

/** The instant of the last checkpoint, and the id of the event that has waited longest (UUIDv7: it carries its instant). */
export type LogAge = {
  readonly laatsteCheckpoint: Date | null
  readonly oudsteWachtende: string | null
}

/**
 * Stale: an event has waited more than 60 s and no checkpoint came within those 60 s; or the clock stands before the last checkpoint,
 * so that none can be signed. An event that has just come after a quiet hour does not make the log stale, nor does a backlog that is being worked off.
 */
export function isStale(age: LogAge, now: Date): boolean {
  const checkpoint = age.laatsteCheckpoint?.getTime() ?? Number.NEGATIVE_INFINITY
  if (now.getTime() < checkpoint - CLOCK_TOLERANCE_MS) return true
  if (age.oudsteWachtende === null) return false
  const limit = now.getTime() - STALE_AFTER_MS
  return instantOf(age.oudsteWachtende) < limit && checkpoint < limit
}

/** The instant in a UUIDv7: its first 48 bits, milliseconds (RFC 9562 §5.7). */
export function instantOf(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
}
