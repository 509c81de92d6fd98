/** In which form a purpose gets a field today, and on which articles: the check on the way out of every list, page, total and file. Pure. */
import type { Beleidsdoel } from '../model/doel.ts'
import { OPENINGSDOELEN } from '../model/doel.ts'
import type { Dag } from '../model/ids.ts'
import {
  type AfgeleidVeld,
  type Besluitveld,
  isAfgeleid,
  isBijzonder,
  type Vorm,
} from '../model/veld.ts'
import type { Policies, Rule } from './compile.ts'
import { allowedToday } from './decide.ts'
import { hasSources } from './decide-fields.ts'
import type { DoelFile } from './doel-file.ts'
import { findRule } from './judge.ts'
import { isWithin, windowOf } from './window.ts'

/** How a field goes to a purpose. */
export type Doelvorm = {
  readonly vorm: Exclude<Vorm, 'afwezig'>
  readonly grondslag: readonly string[]
}

export type Vormvraag = {
  readonly signaaltype: string
  readonly doel: Beleidsdoel
  readonly veld: Besluitveld
  readonly dag: Dag
}

const purposeOf = ({ documents }: Policies, doel: Beleidsdoel, dag: Dag): DoelFile | undefined =>
  [...documents.doelen.values()].find((file) => file.doel === doel && isWithin(windowOf(file), dag))

/** Whether any purpose opens a field of a rule on a day: else nothing may be derived of it. */
const passesToday = ({ velden }: Rule, veld: Besluitveld, dag: Dag): boolean =>
  !isAfgeleid(veld) &&
  velden.get(veld)?.group.doelen.some((purpose) => isWithin(purpose, dag)) === true

const derivedForm = (
  policies: Policies,
  { signaaltype, doel, dag }: Vormvraag,
  veld: AfgeleidVeld,
): Doelvorm | undefined => {
  const rule = findRule(policies, signaaltype, dag)
  if (typeof rule === 'string') return undefined
  const derived = rule.afgeleid.get(veld)
  const taken = derived?.doelen.find((one) => one.doel === doel && isWithin(one, dag))
  if (derived === undefined || taken === undefined || taken.vorm === 'afwezig') return undefined
  if (!hasSources(veld, (bron) => passesToday(rule, bron, dag))) return undefined
  return { vorm: taken.vorm, grondslag: derived.grondslag }
}

const sealedForm = (policies: Policies, vraag: Vormvraag): Doelvorm | undefined => {
  const doel = OPENINGSDOELEN.find((one) => one === vraag.doel)
  if (doel === undefined || isAfgeleid(vraag.veld)) return undefined
  const grondslag = allowedToday(policies, { ...vraag, doel, veld: vraag.veld })
  return grondslag && { vorm: 'heel', grondslag }
}

/**
 * The form in which `doel` gets `veld` of a signal of this type on `dag`; undefined: not at all. A purpose that goes on with what another got
 * (`uit`) gets nothing that the other does not, in no finer form than its own file says. Feedback gets no field.
 */
export function formToday(policies: Policies, vraag: Vormvraag): Doelvorm | undefined {
  const { doel, veld, dag } = vraag
  const purpose = purposeOf(policies, doel, dag)
  const taken = purpose?.velden[isNamedByCode(veld) ? 'bijzonderheden' : veld]
  if (purpose === undefined || taken === undefined) return undefined
  if (taken.vorm === 'afwezig' || purpose.doel === 'terugkoppeling') return undefined
  if ('uit' in purpose) {
    const before = formToday(policies, { ...vraag, doel: purpose.uit })
    return before?.vorm === taken.vorm
      ? { vorm: before.vorm, grondslag: taken.grondslag }
      : undefined
  }
  return isAfgeleid(veld) ? derivedForm(policies, vraag, veld) : sealedForm(policies, vraag)
}

const isNamedByCode = (
  veld: Besluitveld,
): veld is Extract<Besluitveld, `bijzonderheden.${string}`> =>
  !isAfgeleid(veld) && isBijzonder(veld)
