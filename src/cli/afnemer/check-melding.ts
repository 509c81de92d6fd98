/** Everything that a municipality's machine finds of one melding: in its own lists, and in the BRP. */
import type { Controleuitkomst } from '../../model/controle.ts'
import { Brpstoring } from './brp-client.ts'
import { judge } from './brp-person.ts'
import { type AskBrp, findPerson } from './find-person.ts'
import type { OwnList } from './own-list.ts'
import { type Geopend, soughtIn } from './sought.ts'

/** `brp` absent: only the own lists. */
export type Bronnen = {
  readonly brp?: AskBrp
  readonly bekend?: OwnList
  readonly bezwaar?: OwnList
  readonly gemeentecode: string
}

/** Why nothing is told of a melding: it stays as it is, for a human or for the next run. */
export const TWIJFELS = ['geen-velden', 'niet-gevonden', 'meer-dan-een', 'brp-storing'] as const
export type Twijfel = (typeof TWIJFELS)[number]

/** What to tell, in this order; or why nothing. */
export type Bevonden =
  | { readonly uitkomsten: readonly Controleuitkomst[] }
  | { readonly twijfel: Twijfel }

/**
 * Of who objected nothing is asked of anyone. Of who is known the BRP is asked all the same: a protected address is told before anything is fed back.
 */
export async function checkMelding(
  { brp, bekend, bezwaar, gemeentecode }: Bronnen,
  melding: Geopend,
): Promise<Bevonden> {
  const sought = soughtIn(melding)
  const [first] = sought
  if (first === undefined) return { twijfel: 'geen-velden' }
  if (sought.some((one) => bezwaar?.has(one) === true)) return { uitkomsten: ['bezwaar'] }
  const known: readonly Controleuitkomst[] = sought.some((one) => bekend?.has(one) === true)
    ? ['bekend']
    : []
  if (brp === undefined)
    return known.length > 0 ? { uitkomsten: known } : { twijfel: 'niet-gevonden' }
  try {
    const found = await findPerson(brp, first)
    if ('onzeker' in found)
      return known.length > 0 ? { uitkomsten: known } : { twijfel: found.onzeker }
    return { uitkomsten: outcomes(judge(found.persoon, gemeentecode), known) }
  } catch (error) {
    if (error instanceof Brpstoring) return { twijfel: 'brp-storing' }
    throw error
  }
}

/** Protection first; then what the BRP found, unless the person is known: one end is enough, and a known one has a counsellor who looks at the rest. */
function outcomes(
  judged: readonly Controleuitkomst[],
  known: readonly Controleuitkomst[],
): readonly Controleuitkomst[] {
  const protects = judged.filter((one) => one === 'geheim')
  const rest = judged.filter((one) => one !== 'geheim')
  if (rest.includes('overleden') || rest.includes('geen-inwoner')) return [...protects, ...rest]
  const last = known.length > 0 ? known : rest
  return protects.length + last.length === 0 ? ['in-orde'] : [...protects, ...last]
}
