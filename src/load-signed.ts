/** From a folder to a set that may be put in force: loaded with every check, approved by two persons, and kept. */

import { type Goedkeurder, PoliciesRefused } from './legal/approvers.ts'
import type { Policies } from './legal/compile.ts'
import { keepPolicies, recallPolicies } from './legal/keep-policies.ts'
import { loadPolicies, PolicyError } from './legal/load.ts'
import { verifySignatures } from './legal/signatures.ts'
import type { Log } from './log.ts'
import type { Activering, Ondertekenaar } from './model/beleid.ts'
import { dayInAmsterdam } from './model/calendar.ts'
import type { Omgeving } from './model/oin-form.ts'

/**
 * Loads a folder with every check.
 * @throws PoliciesRefused naming every fault; its cause is what was thrown
 */
export function loadForForce(folder: string): Policies {
  try {
    return loadPolicies(folder)
  } catch (cause) {
    if (cause instanceof PolicyError)
      throw new PoliciesRefused('beleid-klopt-niet', cause.faults, { cause })
    throw unusable(`${folder} is niet te lezen. Zet er een hele map met beleid neer.`, cause)
  }
}

const unusable = (fault: string, cause: unknown): PoliciesRefused =>
  new PoliciesRefused('map-onbruikbaar', [fault], { cause })

/** Keeps a copy of the set. @throws PoliciesRefused when the folder changed since it was loaded */
export function keepForForce(archive: string, folder: string, { hash }: Policies): void {
  try {
    keepPolicies(archive, folder, hash)
  } catch (cause) {
    throw unusable(
      `${folder} is niet te bewaren, of veranderde tijdens het lezen. Probeer het opnieuw.`,
      cause,
    )
  }
}

/** The kept copy; undefined when there is none that is whole. Why one that is there cannot be used is told. */
export function recallForForce(archive: string, hash: string, log: Log): Policies | undefined {
  try {
    return recallPolicies(archive, hash)
  } catch (fout) {
    log.warn('de bewaarde kopie van het beleid is niet te gebruiken', { beleid: hash, fout })
    return undefined
  }
}

/** Who approved an activation that stands recorded, judged on its own day; undefined when its signatures do not hold. */
export async function verifyRecorded(
  { nummer, hash, vorige, actief, handtekeningen }: Activering,
  approvers: readonly Goedkeurder[],
  omgeving: Omgeving,
): Promise<readonly Ondertekenaar[] | undefined> {
  try {
    return await verifySignatures(
      handtekeningen.map((jws) => ({ file: `activering ${nummer}`, jws })),
      approvers,
      {
        hash,
        na: vorige === undefined ? null : { nummer: nummer - 1, hash: vorige },
        omgeving,
        dag: dayInAmsterdam(actief),
      },
    )
  } catch (error) {
    if (error instanceof PoliciesRefused) return undefined
    throw error
  }
}
