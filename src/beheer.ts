/** The operator's commands bound to one store: behind the socket of a running gateway, or for the length of one command. */
import { type LogVerifyDeps, logVerify } from './cli/log-verify.ts'
import { verifyJws } from './crypto/sign.ts'
import { publicSigningJwk } from './crypto/signing-keys.ts'
import type { Db } from './db/transaction.ts'
import { changeKey } from './flows/manage-keys/change-key.ts'
import type { ManageKeysDeps } from './flows/manage-keys/keys.ts'
import { listGemeenteKeys } from './flows/manage-keys/read-keys.ts'
import { registerKey } from './flows/manage-keys/register-key.ts'
import type { GatewayKeys } from './gateway-keys.ts'
import type { BeheerDeps } from './http/beheer/beheer-app.ts'
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
  readonly recipientKeys: () => Promise<ManageKeysDeps>
}

/** What the operator's app is given. */
export function bindBeheer({ db, keys, log, sweep, recipientKeys }: BindBeheerDeps): BeheerDeps {
  return {
    flows: {
      verifyLog: (evidence) => logVerify(logDeps(db, keys), evidence),
      listKeys: async (gemeentecode) => listGemeenteKeys(await recipientKeys(), gemeentecode),
      registerKey: async (beheerder, registratie) =>
        registerKey(await recipientKeys(), { beheerder }, { registratie }),
      changeKey: async (beheerder, place, wijziging) =>
        changeKey(await recipientKeys(), { beheerder }, place, wijziging),
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
