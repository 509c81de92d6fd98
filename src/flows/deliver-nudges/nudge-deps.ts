/** What delivering nudges needs, and the limits of one turn. */
import type { Db } from '../../db/transaction.ts'
import type { AppendEvent } from '../../identity/append-event.ts'
import type { Now, RandomBytes } from '../../model/ports.ts'
import type { PostNudge } from '../../nudging/answer.ts'
import type { Herkomst } from '../../nudging/cloud-event.ts'

export type DeliverNudgesDeps = {
  readonly db: Db
  /** The clock of law: mandates and terms go by it, and the 72 hours too. */
  readonly now: Now
  readonly random: RandomBytes
  readonly appendEvent: AppendEvent
  readonly herkomst: Herkomst
  /** Headers with type, digest and signature of a body that goes to `url`. */
  readonly sign: (url: URL, body: string) => Readonly<Record<string, string>>
  readonly post: PostNudge
}

/** For so long a process has a subscription in hand; the last attempt of a turn begins long before that. */
export const HOLD_MS = 120_000
export const TURN_MS = 30_000
/** Lines of one feed in one turn. */
export const LINES = 100
/** Subscriptions that one process delivers to at once: a receiver that hangs keeps none but itself waiting. */
export const AT_ONCE = 16
