/** What the operator's app carries along with one request, and the sentences that it can say. */
import type { Hono } from 'hono'
import type { Beheerder } from '../../model/beheer.ts'
import type { LogEvidence, LogOutcome } from '../../model/log-evidence.ts'
import type { Opruimuitkomst, Opruimverzoek, Opruimvoortgang } from '../../model/opruiming.ts'

/** `beheerder` is who gives the command. */
export type BeheerEnv = {
  readonly Variables: { beheerder: Beheerder; fault: (error: unknown) => void }
}

export type Beheer = Hono<BeheerEnv>

/** Every function refuses with a `Beheerweigering` or a `Problem`; anything else that it throws is a fault of ours. */
export type BeheerFlows = {
  /** Verifies the whole log and says in Dutch what it found. */
  verifyLog(evidence: LogEvidence): Promise<LogOutcome>
  /** Decides again on what a receipt says, by the policies of then, and says in Dutch how that ended. */
  replay(bewijs: string): Promise<LogOutcome>
  /** Deletes all that is due and says in Dutch what went; aborting `signal` stops between two transactions. */
  sweep(
    request: Opruimverzoek,
    work: {
      readonly signal: AbortSignal
      readonly voortgang: (stap: Opruimvoortgang['stap'], aantal: number) => void
    },
  ): Promise<Opruimuitkomst>
}
