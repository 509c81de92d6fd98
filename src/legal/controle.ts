/** What a finding of a check does, by the policy of the day. Pure. */
import type { Controlegevolg, Controleuitkomst } from '../model/controle.ts'
import type { Dag } from '../model/ids.ts'
import type { Resultaat } from '../model/terugkoppeling.ts'
import type { Policies } from './compile.ts'
import { type ControleFile, isOpen } from './doel-file.ts'
import { isWithin, windowOf } from './window.ts'

/** `resultaat`: what it counts as where it ends the melding. */
export type Bevinding = { readonly gevolg: Controlegevolg; readonly resultaat?: Resultaat }

/** What a right of the person does even where no policy speaks. Of an objection nobody hears more than of any other reason. */
const RIGHTS: Readonly<Partial<Record<Controleuitkomst, Bevinding>>> = {
  bezwaar: { gevolg: 'wissen', resultaat: 'andere-reden' },
  geheim: { gevolg: 'beschermen' },
}

function findingsToday(
  { documents }: Pick<Policies, 'documents'>,
  dag: Dag,
): ControleFile['uitkomsten'] {
  for (const file of documents.doelen.values())
    if (file.doel === 'controle' && isWithin(windowOf(file), dag)) return file.uitkomsten
  return undefined
}

/**
 * What `uitkomst` does on `dag`. Where no policy speaks or its question is not accepted the melding stays, since every designated signal asks
 * for an offer (Wgs art. 3 lid 1 onder b).
 */
export function findingOf(
  policies: Pick<Policies, 'documents'>,
  uitkomst: Controleuitkomst,
  dag: Dag,
): Bevinding {
  const rule = findingsToday(policies, dag)?.[uitkomst]
  if (rule === undefined || isOpen(rule)) return RIGHTS[uitkomst] ?? { gevolg: 'blijven' }
  const { gevolg, resultaat } = rule
  return { gevolg, ...(resultaat === undefined ? {} : { resultaat }) }
}
