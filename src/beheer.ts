/** The operator's commands bound to one store: behind the socket of a running gateway, or for the length of one command. */
import { appendEvent } from './audit/audit.store.ts'
import { type LogVerifyDeps, logVerify } from './cli/log-verify.ts'
import { replayOutcome } from './cli/replay-outcome.ts'
import { whatIfOutcome } from './cli/what-if-outcome.ts'
import { verifyJwsByKid } from './crypto/sign.ts'
import type { Db } from './db/transaction.ts'
import { importAddresses } from './flows/import-addresses/import-addresses.ts'
import { changeKey } from './flows/manage-keys/change-key.ts'
import type { ManageKeysDeps } from './flows/manage-keys/keys.ts'
import { listGemeenteKeys } from './flows/manage-keys/read-keys.ts'
import { registerKey } from './flows/manage-keys/register-key.ts'
import { addParty } from './flows/manage-register/add-party.ts'
import { endAgreement, recordAgreement } from './flows/manage-register/agreements.ts'
import { changeParty } from './flows/manage-register/change-party.ts'
import type { ManageRegisterDeps } from './flows/manage-register/change-register.ts'
import { endParty } from './flows/manage-register/end-party.ts'
import { endMandate, grantMandate } from './flows/manage-register/mandates.ts'
import { showRegister } from './flows/manage-register/show-register.ts'
import { recordInhabitants } from './flows/record-inhabitants.ts'
import { showGeography } from './flows/show-geography.ts'
import { succeedMunicipality } from './flows/succeed-municipality.ts'
import type { GatewayKeys } from './gateway-keys.ts'
import type { BeheerDeps } from './http/beheer/beheer-app.ts'
import { recallPolicies } from './legal/keep-policies.ts'
import type { Log } from './log.ts'
import { type Beheerder, Beheerweigering } from './model/beheer.ts'
import type { Activeringsuitkomst, Beleidsstand } from './model/beleid.ts'
import type { Omgeving } from './model/oin-form.ts'
import type { Now, RandomBytes } from './model/ports.ts'
import type { Sweeper } from './sweeper.ts'

/** `clock` gives the clock of law, or throws with one clear line when it cannot be trusted; only changes ask for it. */
export type BindBeheerDeps = {
  readonly db: Db
  readonly keys: GatewayKeys
  readonly clock: () => Promise<Now>
  readonly random: RandomBytes
  readonly omgeving: Omgeving
  readonly log: Log
  readonly sweep: Sweeper['sweep']
  /** Reads what is trusted again, so that a party that was added is let in by the time the command ends. */
  readonly look: () => Promise<void>
  /** The folder in which every set of policies that decided is kept. */
  readonly policyArchive: string
  readonly policies: {
    stand(): Beleidsstand | Promise<Beleidsstand>
    activate(medewerker: Beheerder): Promise<Activeringsuitkomst>
  }
  readonly recipientKeys: () => Promise<ManageKeysDeps>
}

/** What the operator's app is given. */
export function bindBeheer(deps: BindBeheerDeps): BeheerDeps {
  const { db, keys, log, sweep, look, recipientKeys, policyArchive } = deps
  const register = (): Promise<ManageRegisterDeps> => registerDeps(deps)
  return {
    flows: {
      verifyLog: (evidence) => logVerify(logDeps(db, keys), evidence),
      replay: (bewijs) =>
        replayOutcome(
          { ...logDeps(db, keys), policiesOf: (hash) => recallPolicies(policyArchive, hash) },
          bewijs,
        ),
      whatIf: (vraag, work) =>
        whatIfOutcome(
          { db, policiesOf: (hash) => recallPolicies(policyArchive, hash) },
          vraag,
          work,
        ),
      showPolicies: async () => deps.policies.stand(),
      activatePolicies: (beheerder) => deps.policies.activate(beheerder),
      listKeys: async (gemeentecode) => listGemeenteKeys(await recipientKeys(), gemeentecode),
      registerKey: async (beheerder, registratie) =>
        registerKey(await recipientKeys(), { beheerder }, { registratie }),
      changeKey: async (beheerder, place, wijziging) =>
        changeKey(await recipientKeys(), { beheerder }, place, wijziging),
      sweep: (request, work) => sweep({ ...request, ...work }),
      showRegister: async (oin) => showRegister(await register(), oin),
      addParty: async (door, nieuw) => {
        const added = await addParty(await register(), door, nieuw)
        await look()
        return added
      },
      changeParty: async (door, oin, wijziging) =>
        changeParty(await register(), door, oin, wijziging),
      endParty: async (door, oin, einde) => endParty(await register(), door, oin, einde),
      grantMandate: async (door, nieuw) => grantMandate(await register(), door, nieuw),
      endMandate: async (door, einde) => endMandate(await register(), door, einde),
      recordAgreement: async (door, nieuw) => recordAgreement(await register(), door, nieuw),
      endAgreement: async (door, einde) => endAgreement(await register(), door, einde),
      ...bindGeography(deps),
    },
    fault: (fout) => log.error('een opdracht van de beheerder is niet uitgevoerd', { fout }),
  }
}

function bindGeography(
  deps: BindBeheerDeps,
): Pick<
  BeheerDeps['flows'],
  'importAddresses' | 'succeedMunicipality' | 'recordInhabitants' | 'showGeography'
> {
  return {
    importAddresses: async (asked, onProgress) =>
      importAddresses({ ...(await registerDeps(deps)), random: deps.random }, asked, onProgress),
    succeedMunicipality: async (door, asked) =>
      succeedMunicipality(await registerDeps(deps), door, asked),
    recordInhabitants: async (door, asked) =>
      recordInhabitants(await registerDeps(deps), door, asked),
    showGeography: async (vraag) => showGeography(await registerDeps(deps), vraag),
  }
}

async function registerDeps(deps: BindBeheerDeps): Promise<ManageRegisterDeps> {
  const { db, omgeving, random } = deps
  const now = await deps.clock().catch((cause: unknown) => {
    throw new Beheerweigering(cause instanceof Error ? cause.message : 'de klok faalde', { cause })
  })
  return {
    db,
    now,
    omgeving,
    appendEvent: (tx, event, parties) => appendEvent(tx, { at: now(), random }, event, parties),
  }
}

function logDeps(db: Db, keys: GatewayKeys): LogVerifyDeps {
  return {
    db,
    origin: keys.log.name,
    vkeys: [keys.log.vkey],
    openReceipt: (jws) => verifyJwsByKid(jws, keys.receiptKeys()),
  }
}
