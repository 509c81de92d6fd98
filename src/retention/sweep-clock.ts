/** When a sweep is due, and whether its clock may be believed: what is deleted by a wrong clock is gone for good. Pure. */
import { dayInAmsterdam } from '../model/calendar.ts'
import type { Dag } from '../model/ids.ts'
import type { Klokoordeel } from '../model/opruiming.ts'

const HOUR_MS = 3_600_000

/** A clock further than this ahead of all that is known of the time has jumped: a sweep a day leaves 24 h between two looks. */
const MOST_AHEAD_MS = 36 * HOUR_MS

/** A jump is believed when a second look finds it still there after this long. */
const SECOND_LOOK_MS = HOUR_MS

/** The sweep begins two hours after midnight in Amsterdam: 02:00, or 03:00 in the night that has no 02:00. */
const AFTER_MIDNIGHT_MS = 2 * HOUR_MS

const sweepDay = (at: Date): Dag => dayInAmsterdam(new Date(at.getTime() - AFTER_MIDNIGHT_MS))

/** Whether the sweep of this night has not been finished yet; also after nights on which nothing ran. */
export function sweepIsDue(afgerond: Date | undefined, at: Date): boolean {
  return afgerond === undefined || sweepDay(afgerond) < sweepDay(at)
}

/** Whether a VLP's month key can get no new use: its month ended a day ago or earlier, so no request under way still counts itself to it. */
export function monthIsOver(month: string, at: Date): boolean {
  return month < dayInAmsterdam(new Date(at.getTime() - 24 * HOUR_MS)).slice(0, 7)
}

/** What is known of the time: the last look that was believed, the last event or checkpoint, the first look at a jump. */
export type KnownTime = {
  readonly gezien: Date | undefined
  readonly laatsteGebeurtenis: Date | undefined
  readonly sprong: Date | undefined
}

/** Believed, and how; or not, with the instant of the first look at this jump. */
export type ClockVerdict =
  | { readonly kind: 'geloofd'; readonly klok: Klokoordeel }
  | { readonly kind: 'sprong'; readonly eersteBlik: Date }

/**
 * Judges the clock at one look. The last believed look counts before the last event: once a clock has jumped, events carry its time too.
 * @param zeker the operator vouches for the clock
 */
export function judgeClock(at: Date, known: KnownTime, zeker: boolean): ClockVerdict {
  const anchor = known.gezien ?? known.laatsteGebeurtenis
  if (anchor === undefined || at.getTime() - anchor.getTime() <= MOST_AHEAD_MS)
    return { kind: 'geloofd', klok: 'gewoon' }
  if (zeker) return { kind: 'geloofd', klok: 'zeker' }
  if (known.sprong === undefined) return { kind: 'sprong', eersteBlik: at }
  const since = at.getTime() - known.sprong.getTime()
  // Back behind the first look, or a jump further on: another clock than the one that was seen.
  if (since < 0 || since > MOST_AHEAD_MS) return { kind: 'sprong', eersteBlik: at }
  if (since < SECOND_LOOK_MS) return { kind: 'sprong', eersteBlik: known.sprong }
  return { kind: 'geloofd', klok: 'bevestigd' }
}

/** The clock has jumped: nothing was deleted. */
export class ClockJumped extends Error {
  constructor() {
    super(
      'de klok staat meer dan 36 uur verder dan bij de vorige opruiming of gebeurtenis: er is niets gewist. Klopt de klok? Herhaal dit over een uur, of geef nu --zeker',
    )
    this.name = 'ClockJumped'
  }
}
