/** What of a stored signal the work list may show today: derived fields only, each while its rule and the purpose are in force. Default deny. */
import type { Dag } from '../model/ids.ts'
import type { AfgeleidVeld } from '../model/veld.ts'
import type { Policies } from './compile.ts'
import { findRule } from './judge.ts'
import { isWithin } from './window.ts'

/** The derived fields that `selectie` takes of this type of signal on `dag`; none without a rule in force. */
export function shownToday(
  policies: Policies,
  { signaaltype, dag }: { readonly signaaltype: string; readonly dag: Dag },
): ReadonlySet<AfgeleidVeld> {
  const rule = findRule(policies, signaaltype, dag)
  if (typeof rule === 'string') return new Set()
  return new Set(
    [...rule.afgeleid]
      .filter(([, { doelen }]) =>
        doelen.some((one) => one.doel === 'selectie' && isWithin(one, dag)),
      )
      .map(([veld]) => veld),
  )
}
