/** What the operator's app carries along with one request, and the sentences that it can say. */
import type { Hono } from 'hono'
import type { Beheerder } from '../../model/beheer.ts'
import type { LogEvidence, LogOutcome } from '../../model/log-evidence.ts'

/** `beheerder` is who gives the command. */
export type BeheerEnv = {
  readonly Variables: { beheerder: Beheerder; fault: (error: unknown) => void }
}

export type Beheer = Hono<BeheerEnv>

/** Every function refuses with a `Beheerweigering` or a `Problem`; anything else that it throws is a fault of ours. */
export type BeheerFlows = {
  /** Verifies the whole log and says in Dutch what it found. */
  verifyLog(evidence: LogEvidence): Promise<LogOutcome>
}
