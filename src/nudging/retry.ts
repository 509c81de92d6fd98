/** When a delivery that did not succeed is tried again, and when the alarm is due. Pure. */
import type { RandomBytes } from '../model/ports.ts'

const SECOND_MS = 1000
const HOUR_MS = 3_600_000
const FIRST_MS = 5 * SECOND_MS
const LONGEST_MS = HOUR_MS
/** After the alarm it is tried this seldom. */
const DISTURBED_MS = 6 * HOUR_MS
/** A receiver may ask for patience, but not for ever. */
const PATIENCE_MS = 24 * HOUR_MS

/** So long after the first attempt that failed the alarm is given. */
export const ALARM_MS = 72 * HOUR_MS

export type Attempt = {
  readonly at: Date
  /** How many attempts in a row failed, this one too. */
  readonly pogingen: number
  readonly gestoord: boolean
  /** What `Retry-After` asked for, in seconds. */
  readonly wachtSeconden?: number | undefined
}

/**
 * The instant of the next attempt: twice as late each time, up to an hour (six after the alarm), with a jitter of a half so that receivers
 * that went down together do not come back together. Never before what the receiver asked, within a day.
 */
export function nextAttempt(attempt: Attempt, random: RandomBytes): Date {
  const { at, pogingen, gestoord, wachtSeconden = 0 } = attempt
  const whole = gestoord ? DISTURBED_MS : Math.min(LONGEST_MS, FIRST_MS * 2 ** (pogingen - 1))
  const [byte = 0] = random(1)
  const waited = whole * (0.5 + byte / 510)
  const asked = Math.min(PATIENCE_MS, wachtSeconden * SECOND_MS)
  return new Date(at.getTime() + Math.max(waited, asked))
}

/** `Retry-After` (RFC 9110 §10.2.3) in seconds from `at`; undefined when it is none. */
export function readRetryAfter(value: string | undefined, at: Date): number | undefined {
  if (value === undefined) return undefined
  if (/^\d{1,9}$/.test(value)) return Number(value)
  // Only the one form of date that senders may write; Date.parse reads many more.
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(value))
    return undefined
  const seconds = Math.ceil((Date.parse(value) - at.getTime()) / SECOND_MS)
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds)
}
