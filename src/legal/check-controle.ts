/** Whether what findings of a check do fits: no policy takes a right away, and only what ends a melding counts as a result. */
import type { Controlegevolg, Controleuitkomst } from '../model/controle.ts'
import { RESULTATEN, type Uitkomstgroep } from '../model/terugkoppeling.ts'
import type { Cites } from './check.ts'
import type { ControleFile, Uitkomstregel } from './doel-file.ts'

type Said = readonly [path: readonly (string | number)[], detail: string]

/** What no policy may change: an objection and a protected address are rights of the person, and what is in order has a right to an offer. */
const FIXED: Readonly<Partial<Record<Controleuitkomst, Controlegevolg>>> = {
  bezwaar: 'wissen',
  geheim: 'beschermen',
  'in-orde': 'blijven',
}

/** A check can find that nobody has to be approached; it cannot find that someone was reached or helped. */
const FOUND: ReadonlySet<Uitkomstgroep> = new Set(['bekend', 'gesloten', 'niet-opgepakt'])

const ends = (gevolg: Controlegevolg): boolean => gevolg === 'uitvallen' || gevolg === 'wissen'

type Fault = readonly [where: string, detail: string]

const fixedFault = (
  uitkomst: string,
  fixed: Controlegevolg,
  rule: Uitkomstregel,
): Fault | undefined => {
  if (rule.gevolg !== fixed)
    return ['gevolg', `bij ${uitkomst} is het gevolg altijd ${fixed}. Schrijf gevolg: ${fixed}.`]
  return rule.open === undefined
    ? undefined
    : ['open', `bij ${uitkomst} kan het gevolg niet wachten op een antwoord. Haal open weg.`]
}

const freeFault = ({ gevolg }: Uitkomstregel): Fault | undefined =>
  gevolg === 'wissen' || gevolg === 'beschermen'
    ? ['gevolg', `${gevolg} hoort alleen bij bezwaar of geheim. Kies blijven of uitvallen.`]
    : undefined

const resultFault = ({ gevolg, resultaat }: Uitkomstregel): Fault | undefined => {
  if (ends(gevolg) !== (resultaat !== undefined))
    return ends(gevolg)
      ? ['resultaat', 'wat de melding beëindigt telt als een resultaat. Noem het.']
      : ['resultaat', `bij ${gevolg} is er nog geen resultaat. Haal het weg.`]
  if (resultaat === undefined || FOUND.has(RESULTATEN[resultaat].groep)) return undefined
  return [
    'resultaat',
    `een controle kan niet vinden dat iemand is bereikt of geholpen. Kies een resultaat van ${[...FOUND].join(', ')}.`,
  ]
}

const faultOf = (uitkomst: string, rule: Uitkomstregel): Fault | undefined => {
  const fixed = FIXED[uitkomst as Controleuitkomst]
  return (
    (fixed === undefined ? freeFault(rule) : fixedFault(uitkomst, fixed, rule)) ?? resultFault(rule)
  )
}

/** The faults of the findings of this file. */
export const findingFaults = ({ uitkomsten }: ControleFile): readonly Said[] =>
  Object.entries(uitkomsten ?? {}).flatMap(([uitkomst, rule]): readonly Said[] => {
    const fault = faultOf(uitkomst, rule)
    return fault === undefined ? [] : [[['uitkomsten', uitkomst, fault[0]], fault[1]]]
  })

/** The articles that they name. */
export const findingCites = ({ uitkomsten }: ControleFile): readonly Cites[] =>
  Object.entries(uitkomsten ?? {}).map(([uitkomst, { grondslag }]) => ({
    path: ['uitkomsten', uitkomst, 'grondslag'],
    ids: grondslag,
  }))
