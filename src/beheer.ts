/** The operator's commands bound to one store: behind the socket of a running gateway, or for the length of one command. */
import { appendEvent } from './audit/audit.store.ts'
import { type LogVerifyDeps, logVerify } from './cli/log-verify.ts'
import { verifyJws } from './crypto/sign.ts'
import { publicSigningJwk } from './crypto/signing-keys.ts'
import type { Db } from './db/transaction.ts'
import { importAddresses } from './flows/import-addresses/import-addresses.ts'
import { showGeography } from './flows/show-geography.ts'
import { succeedMunicipality } from './flows/succeed-municipality.ts'
import type { GatewayKeys } from './gateway-keys.ts'
import type { BeheerDeps } from './http/beheer/beheer-app.ts'
import type { AppendEvent } from './identity/append-event.ts'
import type { Log } from './log.ts'
import type { Now, RandomBytes } from './model/ports.ts'

/** `clock` gives the clock of law, or throws with one clear line when it cannot be trusted; only changes ask for it. */
export type BindBeheerDeps = {
  readonly db: Db
  readonly keys: GatewayKeys
  readonly clock: () => Promise<Now>
  readonly random: RandomBytes
  readonly log: Log
}

/** What the operator's app is given. */
export function bindBeheer(deps: BindBeheerDeps): BeheerDeps {
  const { db, keys, log } = deps
  return {
    flows: {
      verifyLog: (evidence) => logVerify(logDeps(db, keys), evidence),
      ...bindGeography(deps),
    },
    fault: (fout) => log.error('een opdracht van de beheerder is niet uitgevoerd', { fout }),
  }
}

function bindGeography({
  db,
  clock,
  random,
}: BindBeheerDeps): Pick<
  BeheerDeps['flows'],
  'importAddresses' | 'succeedMunicipality' | 'showGeography'
> {
  const changing = async () => {
    const now = await clock()
    const append: AppendEvent = (tx, event, parties) =>
      appendEvent(tx, { at: now(), random }, event, parties)
    return { db, now, random, appendEvent: append }
  }
  return {
    importAddresses: async (asked, onProgress) =>
      importAddresses(await changing(), asked, onProgress),
    succeedMunicipality: async (beheerder, asked) =>
      succeedMunicipality(await changing(), beheerder, asked),
    showGeography: async (vraag) => showGeography({ db, now: await clock() }, vraag),
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
