/** The signal as a whole: which rule is in force, and which of its conditions hold. */
import type { Besluitreden } from '../model/besluit.ts'
import type { Dag } from '../model/ids.ts'
import { REDENEN, type RedenCode } from '../model/reden.ts'
import { daysBetween } from './calendar.ts'
import { isWithin, type Policies, type Rule } from './compile.ts'
import { type DecisionInput, hasKeyFor } from './decision.ts'

/** Truth values of the conditions, and a reason for each that does not hold. */
export type Judged = {
  readonly voorwaarden: Readonly<Record<string, boolean>>
  readonly redenen: readonly Besluitreden[]
  /** Of conditions that do not refuse: said when the signal is accepted. */
  readonly opmerkingen: readonly Besluitreden[]
}

const MOST_DAYS_BACK = 31

/** Reasons that rest on no article: the address, the connection, the date of the message itself. */
const PRACTICAL: ReadonlySet<RedenCode> = new Set([
  'postcode-onbekend',
  'gemeente-niet-aangesloten',
  'signaaldatum-buiten-bereik',
])

/** A reason in its usual words. */
export function reasonOf(code: RedenCode, grondslag?: string): Besluitreden {
  return {
    code,
    ...(grondslag === undefined ? {} : { grondslag }),
    zin: REDENEN[code].zin,
    remedie: REDENEN[code].remedie,
  }
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

type Check = readonly [naam: string, geldt: boolean, code: RedenCode]

const isNamed = (rule: Rule, { afzenderRol, afzenderOin }: DecisionInput): boolean =>
  afzenderRol === rule.afzender &&
  (rule.deelnemers === undefined || (afzenderOin !== undefined && rule.deelnemers.has(afzenderOin)))

/** The conditions that stand in every rule. */
const commonChecks = (rule: Rule, input: DecisionInput): readonly Check[] => {
  const { gemeente, feiten, dag } = input
  const checks: Check[] = [
    ['afzenderBevoegd', isNamed(rule, input), 'afzender-niet-bevoegd'],
    ['gemeenteBekend', gemeente !== undefined, 'postcode-onbekend'],
    [
      'signaaldatumBinnenBereik',
      isDatedWell(rule, feiten.signaaldatum, dag),
      'signaaldatum-buiten-bereik',
    ],
    [
      'gegevensdelingNietGeweigerd',
      feiten.inspanningen?.reactie !== 'geweigerd',
      'gegevensdeling-geweigerd',
    ],
  ]
  if (gemeente === undefined) return checks
  const designated = rule.aangewezen?.has(gemeente.gemeentecode) ?? true
  const connected = hasKeyFor(gemeente, 'hulpaanbod')
  checks.push(
    ['gemeenteAangewezen', designated, 'gemeente-niet-aangewezen'],
    ['gemeenteAangesloten', connected, 'gemeente-niet-aangesloten'],
  )
  return checks
}

type Condition = Rule['voorwaarden'][number]

const toldOf = ({ code, grondslag, zin, remedie }: Condition): Besluitreden => ({
  code,
  grondslag,
  zin,
  remedie,
})

/** Weighs every condition of a rule, so that a refusal names all its reasons at once. */
export function judge(rule: Rule, input: DecisionInput): Judged {
  const voorwaarden: Record<string, boolean> = {}
  const redenen: Besluitreden[] = []
  for (const [naam, geldt, code] of commonChecks(rule, input)) {
    voorwaarden[naam] = geldt
    if (!geldt) redenen.push(reasonOf(code, PRACTICAL.has(code) ? undefined : rule.grondslag))
  }
  const failed: Condition[] = []
  for (const condition of rule.voorwaarden) {
    const geldt = condition.geldt(input.feiten, input.dag)
    if (geldt === undefined) continue
    voorwaarden[condition.naam] = geldt
    if (!geldt) failed.push(condition)
  }
  const told = (weigert: boolean): readonly Besluitreden[] =>
    failed.filter(({ code }) => REDENEN[code].weigert === weigert).map(toldOf)
  return { voorwaarden, redenen: [...redenen, ...told(true)], opmerkingen: told(false) }
}
