/** What a VLP may read of a result. In doubt the coarse code, which tells nothing. Pure. */
import type { Dag } from '../model/ids.ts'
import {
  GROVE_CODE,
  RESULTATEN,
  Resultaat,
  type Terugkoppelcode,
  type Tussentijdscode,
  type Uitkomstgroep,
} from '../model/terugkoppeling.ts'
import { addDays } from './calendar.ts'
import type { Policies } from './compile.ts'
import { isOpen, type TerugkoppelingFile } from './doel-file.ts'
import { isWithin, windowOf } from './window.ts'

/** `opschortenTotDatum`: the day from which the VLP may collect again. */
export type Feedback = {
  readonly code: Terugkoppelcode
  readonly grondslag: readonly string[]
  readonly opschortenDagen?: number
  readonly opschortenTotDatum?: Dag
}

/** `geheim`: the BRP protects the address; then every result reads the same. `dag`: the day of the feedback. */
export type FeedbackCircumstances = { readonly geheim: boolean; readonly dag: Dag }

/** The rules of feedback in force on a day. */
function feedbackRules(
  { documents }: Pick<Policies, 'documents'>,
  dag: Dag,
): TerugkoppelingFile | undefined {
  for (const file of documents.doelen.values())
    if (file.doel === 'terugkoppeling' && isWithin(windowOf(file), dag)) return file
  return undefined
}

/**
 * The feedback on one result; undefined when no rules of feedback are in force, so that nothing is told. A protected address, a result that
 * no rule names and a rule whose question nobody accepted all read the coarse code.
 */
export function feedbackFor(
  policies: Pick<Policies, 'documents'>,
  resultaat: Resultaat,
  { geheim, dag }: FeedbackCircumstances,
): Feedback | undefined {
  const file = feedbackRules(policies, dag)
  if (file === undefined) return undefined
  const rule = geheim ? undefined : file.resultaten[resultaat]
  if (rule === undefined || isOpen(rule) || rule.code === GROVE_CODE)
    return { code: GROVE_CODE, grondslag: file.grof.grondslag }
  const { code, grondslag, opschortenDagen } = rule
  if (opschortenDagen === undefined) return { code, grondslag }
  return { code, grondslag, opschortenDagen, opschortenTotDatum: addDays(dag, opschortenDagen) }
}

/**
 * Every feedback that a result of this group can give: what a municipality may send with it, since the gateway knows the group and not the
 * result. The coarse code is always among them.
 */
export function feedbackOf(
  policies: Pick<Policies, 'documents'>,
  groep: Uitkomstgroep,
  circumstances: FeedbackCircumstances,
): readonly Feedback[] {
  const all = Resultaat.options
    .filter((resultaat) => RESULTATEN[resultaat].groep === groep)
    .map((resultaat) => feedbackFor(policies, resultaat, circumstances))
    .filter((found) => found !== undefined)
  const coarse = feedbackFor(policies, 'andere-reden', circumstances)
  const codes = new Map(
    [...(coarse === undefined ? [] : [coarse]), ...all].map((one) => [one.code, one]),
  )
  return [...codes.values()]
}

/** Whether a municipality may tell this before there is a result; never of a protected address, nor while the question is open. */
export function mayTellBefore(
  policies: Pick<Policies, 'documents'>,
  code: Tussentijdscode,
  { geheim, dag }: FeedbackCircumstances,
): boolean {
  const rule = feedbackRules(policies, dag)?.tussentijds?.[code]
  return !geheim && rule !== undefined && !isOpen(rule)
}
