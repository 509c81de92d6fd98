/** The signal as a whole: which rule is in force, and which of its conditions hold. */
import type { Besluitreden } from '../model/besluit.ts'
import type { Dag } from '../model/ids.ts'
import { REDENEN, type RedenCode } from '../model/reden.ts'
import { daysBetween } from './calendar.ts'
import type { Policies, Rule } from './compile.ts'
import { type DecisionInput, hasKeyFor } from './decision.ts'
import { isWithin } from './window.ts'

/** Truth values of the conditions, and a reason for each that does not hold; the decision adds what it finds beside the rule. */
export type Judged = {
  readonly voorwaarden: Record<string, boolean>
  readonly redenen: Besluitreden[]
  /** Of conditions that do not refuse: said when the signal is accepted. */
  readonly opmerkingen: Besluitreden[]
}

const MOST_DAYS_BACK = 31

/** A reason in its usual words. */
export function reasonOf(code: RedenCode, grondslag?: string): Besluitreden {
  const { zin, remedie } = REDENEN[code]
  return grondslag === undefined ? { code, zin, remedie } : { code, grondslag, zin, remedie }
}

/** The rule in force, or why there is none: the type is unknown (or not yet allowed), or its last rule ended. */
export function findRule(
  policies: Policies,
  signaaltype: string,
  dag: Dag,
): Rule | 'geen-grondslag' | 'grondslag-verlopen' {
  const rules = policies.regels.get(signaaltype)
  const inForce = rules?.find((rule) => isWithin(rule, dag))
  if (inForce !== undefined) return inForce
  return rules?.some((rule) => hasEnded(rule, dag)) === true
    ? 'grondslag-verlopen'
    : 'geen-grondslag'
}

const hasEnded = ({ tot }: Rule, dag: Dag): boolean => tot !== undefined && tot <= dag

/** Why no rule decides, in the words of the policy that knows the type: what ended, or never was, and the right way. */
export function reasonOfNone(
  policies: Policies,
  { signaaltype, dag }: Pick<DecisionInput, 'signaaltype' | 'dag'>,
  code: 'geen-grondslag' | 'grondslag-verlopen',
): Besluitreden {
  const { geweigerd, regels } = policies
  if (code === 'grondslag-verlopen') {
    const ended = regels.get(signaaltype)?.findLast((rule) => hasEnded(rule, dag))
    if (ended?.file.beeindiging === undefined) return reasonOf(code, ended?.grondslag)
    const { zin, remedie, grondslag } = ended.file.beeindiging
    return { code, ...articleOf(grondslag), zin, remedie }
  }
  const known =
    geweigerd !== undefined && isWithin(geweigerd, dag)
      ? geweigerd.soorten.get(signaaltype)
      : undefined
  if (known === undefined) return reasonOf(code)
  const { reden, zin, remedie, grondslag } = known
  return { code: reden, ...articleOf(grondslag), zin, remedie }
}

const articleOf = ([id]: readonly string[]): { readonly grondslag?: string } =>
  id === undefined ? {} : { grondslag: id }

const isDatedWell = (rule: Rule, signaaldatum: Dag, dag: Dag): boolean => {
  if (signaaldatum > dag || daysBetween(signaaldatum, dag) > MOST_DAYS_BACK) return false
  return (
    signaaldatum >= rule.wet.vanaf ||
    (rule.voorganger !== undefined && isWithin(rule.voorganger, signaaldatum))
  )
}

const isNamed = (rule: Rule, { afzenderRol, afzenderOin }: DecisionInput): boolean =>
  afzenderRol === rule.afzender &&
  (rule.deelnemers === undefined || (afzenderOin !== undefined && rule.deelnemers.has(afzenderOin)))

type Common = {
  readonly naam: string
  readonly code: RedenCode
  /** Whether it rests on the rule's own article; the address, the connection and the date of the message rest on none. */
  readonly opArtikel: boolean
  readonly geldt: (rule: Rule, input: DecisionInput) => boolean | undefined
}

/** The conditions that stand in every rule; of a municipality that is not known nothing more is asked. */
const COMMON: readonly Common[] = [
  { naam: 'afzenderBevoegd', code: 'afzender-niet-bevoegd', opArtikel: true, geldt: isNamed },
  {
    naam: 'gemeenteBekend',
    code: 'postcode-onbekend',
    opArtikel: false,
    geldt: (_rule, { gemeente }) => gemeente !== undefined,
  },
  {
    naam: 'signaaldatumBinnenBereik',
    code: 'signaaldatum-buiten-bereik',
    opArtikel: false,
    geldt: (rule, { feiten, dag }) => isDatedWell(rule, feiten.signaaldatum, dag),
  },
  {
    naam: 'gegevensdelingNietGeweigerd',
    code: 'gegevensdeling-geweigerd',
    opArtikel: true,
    geldt: (_rule, { feiten }) => feiten.inspanningen?.reactie !== 'geweigerd',
  },
  {
    naam: 'gemeenteAangewezen',
    code: 'gemeente-niet-aangewezen',
    opArtikel: true,
    geldt: ({ aangewezen }, { gemeente }) =>
      gemeente && (aangewezen?.has(gemeente.gemeentecode) ?? true),
  },
  {
    naam: 'gemeenteAangesloten',
    code: 'gemeente-niet-aangesloten',
    opArtikel: false,
    geldt: (_rule, { gemeente }) => gemeente && hasKeyFor(gemeente, 'hulpaanbod'),
  },
]

type Condition = Rule['voorwaarden'][number]

const toldOf = ({ code, grondslag, zin, remedie }: Condition): Besluitreden => ({
  code,
  grondslag,
  zin,
  remedie,
})

const weighCommon = ({ voorwaarden, redenen }: Judged, rule: Rule, input: DecisionInput): void => {
  for (const { naam, code, opArtikel, geldt: holds } of COMMON) {
    const geldt = holds(rule, input)
    if (geldt === undefined) continue
    voorwaarden[naam] = geldt
    if (!geldt) redenen.push(reasonOf(code, opArtikel ? rule.grondslag : undefined))
  }
}

const weighOwn = (
  { voorwaarden, redenen, opmerkingen }: Judged,
  rule: Rule,
  { feiten, dag }: DecisionInput,
): void => {
  for (const condition of rule.voorwaarden) {
    const geldt = condition.geldt(feiten, dag)
    if (geldt === undefined) continue
    voorwaarden[condition.naam] = geldt
    if (geldt) continue
    const told = REDENEN[condition.code].weigert ? redenen : opmerkingen
    told.push(toldOf(condition))
  }
}

/** Weighs every condition of a rule, so that a refusal names all its reasons at once. */
export function judge(rule: Rule, input: DecisionInput): Judged {
  const judged: Judged = { voorwaarden: {}, redenen: [], opmerkingen: [] }
  weighCommon(judged, rule, input)
  weighOwn(judged, rule, input)
  return judged
}
