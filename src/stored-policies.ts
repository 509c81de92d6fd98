/** The policies of a store without a gateway that runs: what stands recorded, and the set to go by. */
import { PoliciesRefused } from './legal/approvers.ts'
import type { Policies } from './legal/compile.ts'
import { recallPolicies } from './legal/keep-policies.ts'
import { loadForForce } from './load-signed.ts'
import { Beheerweigering } from './model/beheer.ts'
import type { Activeringsuitkomst, Beleidsstand } from './model/beleid.ts'
import { type PutInForceDeps, readRecorded } from './put-in-force.ts'

type StoredPoliciesDeps = Pick<
  PutInForceDeps,
  'db' | 'omgeving' | 'folder' | 'archive' | 'approversFolder'
>

/**
 * The set that is in force by the record, or the folder's own where no copy was kept here.
 * @throws Error when the kept copy is not what its hash says: another set never takes its place unsaid
 */
export async function loadStoredPolicies(deps: StoredPoliciesDeps): Promise<Policies> {
  const recorded = await readRecorded(deps)
  const kept = recorded.activering && recallPolicies(deps.archive, recorded.activering.hash)
  return kept ?? loadForForce(deps.folder)
}

/** What the operator may ask of them. */
export const storedPolicies = (
  deps: StoredPoliciesDeps,
): {
  stand(): Promise<Beleidsstand>
  activate(): Promise<Activeringsuitkomst>
} => ({
  stand: async () => {
    const { activering, ondertekenaars } = await recorded(deps)
    if (activering === undefined)
      throw new Beheerweigering('hier is nog nooit beleid in werking geweest: start eerst de poort')
    return {
      toestand: 'actueel',
      nummer: activering.nummer,
      hash: activering.hash,
      actiefTijdstip: activering.actief.toISOString(),
      ondertekenaars: [...(ondertekenaars ?? [])],
    }
  },
  activate: () =>
    Promise.reject(
      new Beheerweigering(
        'er draait geen poort: start haar, dan neemt zij een goed ondertekende map zelf over',
      ),
    ),
})

async function recorded(deps: StoredPoliciesDeps): ReturnType<typeof readRecorded> {
  try {
    return await readRecorded(deps)
  } catch (error) {
    if (error instanceof PoliciesRefused) throw new Beheerweigering(error.faults.join(' '))
    throw error
  }
}
