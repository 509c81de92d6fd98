/** How one set of policies comes in force in this process: approved here and recorded, or taken over from the record of another process. */
import {
  type ActivatePoliciesDeps,
  activatePolicies,
  readActivation,
} from './flows/activate-policies.ts'
import { PoliciesRefused, readApprovers } from './legal/approvers.ts'
import { addDays } from './legal/calendar.ts'
import type { Policies } from './legal/compile.ts'
import { readSignatures, type Signature, verifySignatures } from './legal/signatures.ts'
import { keepForForce, loadForForce, recallForForce, verifyRecorded } from './load-signed.ts'
import type { Log } from './log.ts'
import type { Beheerder } from './model/beheer.ts'
import type { Activering, Beleidsverklaring, Ondertekenaar, Voorganger } from './model/beleid.ts'
import { dayInAmsterdam } from './model/calendar.ts'
import type { Omgeving } from './model/oin-form.ts'
import type { Now } from './model/ports.ts'

export type PutInForceDeps = ActivatePoliciesDeps & {
  /** The clock of law. */
  readonly now: Now
  readonly log: Log
  readonly omgeving: Omgeving
  /** The folder that is taken over, where sets are kept, and who may approve. */
  readonly folder: string
  readonly archive: string
  readonly approversFolder: string
  /** In a trial that names no approvers of its own: signs a set that carries no signature, at a start. */
  readonly signTrial?: TrialSigner | undefined
}

type TrialSigner = (
  said: Omit<Beleidsverklaring, 'persoon' | 'rol'>,
) => Promise<readonly Signature[]>

/** A set with the activation under which it decides, and who approved it. */
export type InForce = {
  readonly policies: Policies
  readonly activering: Activering
  readonly ondertekenaars: readonly Ondertekenaar[]
}

/** How long a signature of the trial itself serves, in days. */
const TRIAL_DAYS = 1

/** The signatures of a set: those beside it, or in a starting trial that has none its own. */
async function findSignatures(
  deps: PutInForceDeps,
  hash: string,
  na: Voorganger,
  signTrial: TrialSigner | undefined,
): Promise<readonly Signature[]> {
  const found = readSignatures(deps.folder)
  if (signTrial === undefined || found.length > 0) return found
  const at = deps.now()
  const dag = dayInAmsterdam(at)
  return signTrial({
    beleid: hash,
    na,
    omgeving: deps.omgeving,
    vanaf: dag,
    uiterlijk: addDays(dag, TRIAL_DAYS),
    ondertekendTijdstip: at.toISOString(),
  })
}

/**
 * Puts a loaded set in force after what stands recorded, if two persons approved exactly that.
 * @param order `start`: at a start, when a trial may sign by itself
 * @returns undefined when another process was first: then nothing was recorded
 * @throws PoliciesRefused
 */
export async function putInForce(
  deps: PutInForceDeps,
  policies: Policies,
  before: Activering | undefined,
  order: { readonly medewerker: Beheerder; readonly start: boolean },
): Promise<InForce | undefined> {
  const at = deps.now()
  const { hash } = policies
  const { omgeving, folder } = deps
  const na = before === undefined ? null : { nummer: before.nummer, hash: before.hash }
  const signatures = await findSignatures(deps, hash, na, order.start ? deps.signTrial : undefined)
  const expected = { hash, na, omgeving, dag: dayInAmsterdam(at) }
  const approvers = readApprovers(deps.approversFolder)
  const ondertekenaars = await verifySignatures(signatures, approvers, expected)
  // Before the record: whatever decides must be readable as long as its receipts are.
  keepForForce(deps.archive, folder, policies)
  const activering: Activering = {
    nummer: (before?.nummer ?? 0) + 1,
    hash,
    vorige: before?.hash,
    actief: at,
    handtekeningen: signatures.map(({ jws }) => jws),
  }
  const { medewerker } = order
  if (!(await activatePolicies(deps, activering, { medewerker, ondertekenaars }))) return undefined
  return { policies, activering, ondertekenaars }
}

/** What stands recorded with who approved it; `ondertekenaars` is undefined where its signatures do not hold by the approvers of now. */
export async function readRecorded(
  deps: Pick<PutInForceDeps, 'db' | 'approversFolder' | 'omgeving'>,
): Promise<{
  readonly activering: Activering | undefined
  readonly ondertekenaars: readonly Ondertekenaar[] | undefined
}> {
  const activering = await readActivation(deps)
  if (activering === undefined) return { activering, ondertekenaars: undefined }
  const approvers = readApprovers(deps.approversFolder)
  return {
    activering,
    ondertekenaars: await verifyRecorded(activering, approvers, deps.omgeving),
  }
}

/**
 * What another process put in force, if its signatures hold and its files are here: kept, or in the folder. The same set as `own` needs neither.
 * @returns undefined when it cannot be taken over
 */
export async function takeOver(
  deps: PutInForceDeps,
  recorded: Activering,
  own: InForce,
): Promise<InForce | undefined> {
  try {
    const approvers = readApprovers(deps.approversFolder)
    const ondertekenaars = await verifyRecorded(recorded, approvers, deps.omgeving)
    if (recorded.hash === own.policies.hash)
      return {
        ...own,
        activering: recorded,
        ondertekenaars: ondertekenaars ?? own.ondertekenaars,
      }
    if (ondertekenaars === undefined) return undefined
    const policies = findHere(deps, recorded.hash)
    return policies && { policies, activering: recorded, ondertekenaars }
  } catch (error) {
    if (error instanceof PoliciesRefused) return undefined
    throw error
  }
}

function findHere({ archive, folder, log }: PutInForceDeps, hash: string): Policies | undefined {
  const kept = recallForForce(archive, hash, log)
  if (kept !== undefined) return kept
  const policies = loadForForce(folder)
  if (policies.hash !== hash) return undefined
  keepForForce(archive, folder, policies)
  return policies
}
