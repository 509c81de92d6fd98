/**
 * What a proposed set of policies would have decided on a verdict of the past, from what stands recorded of it: truth values, codes and names of
 * fields. No value of a person is known here; what cannot be told without one is said so. Pure.
 */
import type { Voorwaardewaarden } from '../model/besluit.ts'
import type { Openingsdoel } from '../model/doel.ts'
import type { Dag, Gemeentecode, Oin } from '../model/ids.ts'
import { REDENEN, type RedenCode } from '../model/reden.ts'
import type { Veld } from '../model/veld.ts'
import type { Policies, Rule } from './compile.ts'
import { findThreshold } from './drempel.ts'
import { findRule, reasonOfNone } from './judge.ts'
import { carryOver } from './strictness.ts'
import { isWithin } from './window.ts'

/** What the log holds of one verdict; `dag` is the day of receipt. Of a refusal all fields stand under `nietDoorgegeven`. */
export type PastVerdict = {
  readonly aanvaard: boolean
  readonly signaaltype: string
  readonly dag: Dag
  readonly gemeentecode: Gemeentecode | undefined
  readonly afzenderOin: Oin
  readonly redenen: readonly RedenCode[]
  readonly voorwaarden: Voorwaardewaarden
  readonly doorgegeven: readonly Veld[]
  readonly nietDoorgegeven: readonly Veld[]
}

/** How the proposed set decides. `ontbreekt` names what is not recorded: conditions, fields, or the threshold. */
export type Redecided =
  | { readonly soort: 'gelijk' }
  | { readonly soort: 'onbekend'; readonly ontbreekt: readonly string[] }
  | {
      readonly soort: 'geweigerd'
      /** Codes of what speaks against it now. */
      readonly redenen: readonly RedenCode[]
      readonly eraf: readonly Veld[]
    }
  | { readonly soort: 'aanvaard'; readonly erbij: readonly Veld[] }
  | { readonly soort: 'velden'; readonly erbij: readonly Veld[]; readonly eraf: readonly Veld[] }

type Sets = {
  readonly before: Policies
  readonly after: Policies
  /** The day as which the proposed set decides. */
  readonly dag: Dag
}

/** A truth value that is not known stands as undefined. */
type Weighed = readonly (readonly [naam: string, geldt: boolean | undefined, code: RedenCode])[]

/** Decides again under `after`; `before` is the set that decided. */
export function whatIf(sets: Sets, past: PastVerdict): Redecided {
  const old = findRule(sets.before, past.signaaltype, past.dag)
  const rule = findRule(sets.after, past.signaaltype, sets.dag)
  // How a kenmerk ended is no matter of policy.
  if (past.redenen.includes('kenmerk-beeindigd')) return { soort: 'gelijk' }
  if (typeof rule === 'string') {
    if (!past.aanvaard) return { soort: 'gelijk' }
    const { code } = reasonOfNone(sets.after, { ...past, dag: sets.dag }, rule)
    return { soort: 'geweigerd', redenen: [code], eraf: past.doorgegeven }
  }
  const oldRule = typeof old === 'string' ? undefined : old
  const weighed = [...weighCommon(oldRule, rule, past), ...weighOwn(oldRule, rule, sets, past)]
  const against = weighed.filter(([, geldt]) => geldt === false).map(([, , code]) => code)
  if (against.length > 0)
    return past.aanvaard
      ? { soort: 'geweigerd', redenen: [...new Set(against)], eraf: past.doorgegeven }
      : { soort: 'gelijk' }
  const unknown = weighed.filter(([, geldt]) => geldt === undefined).map(([naam]) => naam)
  if (unknown.length > 0) return { soort: 'onbekend', ontbreekt: unknown }
  return decideAgain(sets, { old: oldRule, rule }, past)
}

const sameParties = (one: Rule, other: Rule): boolean =>
  [...(one.deelnemers ?? ['*'])].toSorted().join() ===
  [...(other.deelnemers ?? ['*'])].toSorted().join()

/** Whether the sender is among those of the rule: its role is recorded only as the answer to the old question. */
const weighSender = (
  old: Rule | undefined,
  rule: Rule,
  { afzenderOin, voorwaarden }: PastVerdict,
): boolean | undefined => {
  if (rule.deelnemers !== undefined && !rule.deelnemers.has(afzenderOin)) return false
  const was = voorwaarden['afzenderBevoegd']
  if (old === undefined || was === undefined) return undefined
  if (was) return old.afzender === rule.afzender
  return old.afzender === rule.afzender && sameParties(old, rule) ? false : undefined
}

const weighDate = (
  old: Rule | undefined,
  rule: Rule,
  { voorwaarden }: PastVerdict,
): boolean | undefined => {
  const was = voorwaarden['signaaldatumBinnenBereik']
  if (old === undefined || was === undefined) return undefined
  if (rule.wet.vanaf === old.wet.vanaf && rule.voorganger?.vanaf === old.voorganger?.vanaf)
    return was
  if (was) return rule.wet.vanaf <= old.wet.vanaf ? true : undefined
  return rule.wet.vanaf >= old.wet.vanaf && rule.voorganger === undefined ? false : undefined
}

/** The conditions that stand in every rule. */
const weighCommon = (old: Rule | undefined, rule: Rule, past: PastVerdict): Weighed => {
  const { gemeentecode, voorwaarden } = past
  const designated =
    rule.aangewezen === undefined ||
    (gemeentecode !== undefined && rule.aangewezen.has(gemeentecode))
  return [
    ['afzenderBevoegd', weighSender(old, rule, past), 'afzender-niet-bevoegd'],
    ['gemeenteBekend', voorwaarden['gemeenteBekend'], 'postcode-onbekend'],
    ['signaaldatumBinnenBereik', weighDate(old, rule, past), 'signaaldatum-buiten-bereik'],
    [
      'gegevensdelingNietGeweigerd',
      voorwaarden['gegevensdelingNietGeweigerd'],
      'gegevensdeling-geweigerd',
    ],
    ['gemeenteAangewezen', designated, 'gemeente-niet-aangewezen'],
    ['gemeenteAangesloten', voorwaarden['gemeenteAangesloten'], 'gemeente-niet-aangesloten'],
  ]
}

const hasAgreement = ({ after, dag }: Sets, past: PastVerdict): boolean =>
  past.gemeentecode !== undefined &&
  (after.afspraken.get(past.gemeentecode) ?? []).some(
    (one) =>
      one.deelnemer === past.afzenderOin &&
      isWithin(one, dag) &&
      (one.types === 'alle' || one.types.has(past.signaaltype)),
  )

/** The rule's own conditions that refuse. */
const weighOwn = (old: Rule | undefined, rule: Rule, sets: Sets, past: PastVerdict): Weighed =>
  rule.voorwaarden.flatMap(({ naam, code }, index): Weighed => {
    const asked = rule.file.voorwaarden[index]
    if (!REDENEN[code].weigert || asked === undefined) return []
    if (asked.voorwaarde === 'afspraakMetGemeente') return [[naam, hasAgreement(sets, past), code]]
    const was = old?.file.voorwaarden.find((one) => one.voorwaarde === asked.voorwaarde)
    return [[naam, carryOver(was, past.voorwaarden[naam], asked), code]]
  })

type Rules = { readonly old: Rule | undefined; readonly rule: Rule }

/** The signal is accepted: which fields pass now. */
const decideAgain = (sets: Sets, rules: Rules, past: PastVerdict): Redecided => {
  // A repeat of its sender's own keeps nothing under any rule.
  const reaches =
    past.voorwaarden['nietEerderGemeld'] === false ? false : weighThreshold(sets, past)
  if (reaches === undefined)
    return { soort: 'onbekend', ontbreekt: ['gemeentelijkeDrempelGehaald'] }
  const fields = [...past.doorgegeven, ...past.nietDoorgegeven]
  const passed = new Set(past.doorgegeven)
  const now = fields.map((veld) => [veld, passesNow(sets, rules, past, veld)] as const)
  const unknown = now.filter(([, passes]) => passes === undefined).map(([veld]) => veld)
  if (reaches && unknown.length > 0) return { soort: 'onbekend', ontbreekt: unknown }
  const passing = new Set(
    reaches ? now.filter(([, passes]) => passes === true).map(([veld]) => veld) : [],
  )
  const erbij = fields.filter((veld) => passing.has(veld) && !passed.has(veld))
  const eraf = fields.filter((veld) => passed.has(veld) && !passing.has(veld))
  if (!past.aanvaard) return { soort: 'aanvaard', erbij }
  if (erbij.length + eraf.length === 0) return { soort: 'gelijk' }
  return { soort: 'velden', erbij, eraf }
}

/** Whether the arrears reach the proposed threshold; true where none counts, undefined when the amount is needed. */
const weighThreshold = ({ before, after, dag }: Sets, past: PastVerdict): boolean | undefined => {
  const { gemeentecode, signaaltype, voorwaarden, redenen } = past
  if (gemeentecode === undefined || redenen.includes('bedreigend')) return true
  const is = findThreshold(after.drempels, gemeentecode, { signaaltype, dag })
  if (is === undefined) return true
  const was = findThreshold(before.drempels, gemeentecode, { signaaltype, dag: past.dag })
  const held = voorwaarden['gemeentelijkeDrempelGehaald']
  if (was === undefined || held === undefined) return undefined
  if (held) return was >= is ? true : undefined
  return is >= was ? false : undefined
}

const purposesOf = (rule: Rule | undefined, veld: Veld, dag: Dag): readonly Openingsdoel[] =>
  (rule?.velden.get(veld)?.group.doelen ?? [])
    .filter((one) => isWithin(one, dag))
    .map(({ doel }) => doel)

/**
 * Whether a field passes under the new rule, were nothing against the signal. What kept it back although its rule let it pass (it could not be
 * used, nobody held a key) is taken to be so still.
 */
const passesNow = (
  { dag }: Sets,
  { old, rule }: Rules,
  past: PastVerdict,
  veld: Veld,
): boolean | undefined => {
  const is = purposesOf(rule, veld, dag)
  if (is.length === 0) return false
  const was = purposesOf(old, veld, past.dag)
  if (past.doorgegeven.includes(veld))
    // Who is connected has a key for help; of any other purpose only what it was used for tells.
    return is.includes('hulpaanbod') || was.every((doel) => is.includes(doel)) ? true : undefined
  const wasStopped = !past.aanvaard || past.voorwaarden['gemeentelijkeDrempelGehaald'] === false
  if (was.length > 0 && !wasStopped)
    return is.every((doel) => was.includes(doel)) ? false : undefined
  return is.includes('hulpaanbod') ? true : undefined
}
