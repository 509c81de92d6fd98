/**
 * The two fictitious approvers of a trial: made on its first start beside its other keys, so that a trial takes the same path as production with
 * nobody to ask. They sign whatever set the trial is started with.
 */
import { existsSync } from 'node:fs'
import { approverFiles, makeApprover, readApproverKey, writePublicHalf } from '../approver-files.ts'
import { type Signature, signPolicies } from '../legal/signatures.ts'
import type { Beleidsverklaring, Ondertekenaar } from '../model/beleid.ts'

const TRIAL: readonly Ondertekenaar[] = [
  { persoon: 'proef-proceseigenaar', rol: 'proceseigenaar' },
  { persoon: 'proef-jurist', rol: 'jurist' },
]

/** Makes what is missing of the trial's approvers. */
export async function ensureTrialApprovers(folder: string): Promise<void> {
  for (const wie of TRIAL) {
    const { eigen, openbaar } = approverFiles(folder, wie.persoon)
    if (existsSync(eigen)) await writePublicHalf(openbaar, readApproverKey(eigen))
    else await makeApprover(folder, wie)
  }
}

/** Signs as both of them. */
export function signAsTrial(
  folder: string,
  verklaring: Omit<Beleidsverklaring, 'persoon' | 'rol'>,
): Promise<readonly Signature[]> {
  return Promise.all(
    TRIAL.map(async ({ persoon }) => {
      const { sleutel, ...wie } = readApproverKey(approverFiles(folder, persoon).eigen)
      return { file: persoon, jws: await signPolicies({ ...verklaring, ...wie }, sleutel) }
    }),
  )
}
