/** The operator's commands bound to one store: behind the socket of a running gateway, or for the length of one command. */
import { type LogVerifyDeps, logVerify } from './cli/log-verify.ts'
import { replayOutcome } from './cli/replay-outcome.ts'
import { verifyJws } from './crypto/sign.ts'
import { publicSigningJwk } from './crypto/signing-keys.ts'
import type { Db } from './db/transaction.ts'
import type { GatewayKeys } from './gateway-keys.ts'
import type { BeheerDeps } from './http/beheer/beheer-app.ts'
import { recallPolicies } from './legal/keep-policies.ts'
import type { Log } from './log.ts'
import type { Now, RandomBytes } from './model/ports.ts'
import type { Sweeper } from './sweeper.ts'

/** `clock` gives the clock of law, or throws with one clear line when it cannot be trusted; only changes ask for it. */
export type BindBeheerDeps = {
  readonly db: Db
  readonly keys: GatewayKeys
  readonly clock: () => Promise<Now>
  readonly random: RandomBytes
  readonly log: Log
  readonly sweep: Sweeper['sweep']
  /** The folder in which every set of policies that decided is kept. */
  readonly policyArchive: string
}

/** What the operator's app is given. */
export function bindBeheer({ db, keys, log, sweep, policyArchive }: BindBeheerDeps): BeheerDeps {
  return {
    flows: {
      verifyLog: (evidence) => logVerify(logDeps(db, keys), evidence),
      replay: (bewijs) =>
        replayOutcome(
          { ...logDeps(db, keys), policiesOf: (hash) => recallPolicies(policyArchive, hash) },
          bewijs,
        ),
      sweep: (request, work) => sweep({ ...request, ...work }),
    },
    fault: (fout) => log.error('een opdracht van de beheerder is niet uitgevoerd', { fout }),
  }
}

function logDeps(db: Db, keys: GatewayKeys): LogVerifyDeps {
  return {
    db,
    origin: keys.log.name,
    vkeys: [keys.log.vkey],
    openReceipt: (jws) => verifyJws(jws, publicSigningJwk(keys.receipt)),
  }
}
