/** The policies of the project as they are compiled, for tests that only use them: read once, since nobody can change them. */
import type { Policies } from '../../src/legal/compile.ts'
import { loadPolicies } from '../../src/legal/load.ts'

let known: Policies | undefined

export const projectPolicies = (): Policies => {
  known ??= loadPolicies('policies')
  return known
}
