/** The verdict on a signal and on every field of it. Pure: the same policies and input give the same answer, for ever. */
import type { Besluit, Besluitreden } from '../model/besluit.ts'
import type { Openingsdoel } from '../model/doel.ts'
import type { Dag } from '../model/ids.ts'
import { REDENEN } from '../model/reden.ts'
import type { Veld } from '../model/veld.ts'
import { dueDate, type FieldGroup, isWithin, type Policies, type Rule } from './compile.ts'
import { decideFields, hasSources, type Stop } from './decide-fields.ts'
import type { Decision, DecisionInput, Veldverstrekking } from './decision.ts'
import { reachesThreshold } from './drempel.ts'
import { findRule, type Judged, judge, reasonOf, reasonOfNone } from './judge.ts'
import { codedDue } from './own-terms.ts'

const remarks = (
  input: DecisionInput,
  { opmerkingen }: Judged,
  stop: Stop | undefined,
): readonly Besluitreden[] => {
  const codes = new Set(input.opmerkingen)
  if (stop === 'onder-gemeentelijke-drempel') codes.add(stop)
  if (input.feiten.crisissignaal === true) codes.add('bedreigend')
  const usual = [...codes].filter((code) => !REDENEN[code].weigert)
  return [...opmerkingen, ...usual.map((code) => reasonOf(code))]
}

/** The reason with the end in its sentence, when the kenmerk ended. */
const endedReason = ({ beeindigd }: DecisionInput): readonly Besluitreden[] => {
  if (beeindigd === undefined) return []
  const reason = reasonOf('kenmerk-beeindigd')
  return [{ ...reason, zin: `Het signaal met dit kenmerk is beëindigd: ${beeindigd}.` }]
}

const stopOf = (accepted: boolean, reachesThreshold: boolean | undefined): Stop | undefined => {
  if (!accepted) return 'signaal-geweigerd'
  return reachesThreshold === false ? 'onder-gemeentelijke-drempel' : undefined
}

const recipient = (
  input: DecisionInput,
  passing: ReadonlyMap<Veld, Veldverstrekking>,
): Pick<Besluit, 'ontvanger'> => {
  if (input.gemeente === undefined) return {}
  const { gemeentecode, oin, sleutels } = input.gemeente
  const used = new Set<Openingsdoel>()
  for (const { doelen } of passing.values()) for (const doel of doelen) used.add(doel)
  const sleutelIds = sleutels
    .filter((one) => one.toestand === 'actief' && one.doelen.some((doel) => used.has(doel)))
    .map((one) => one.sleutelId)
  return { ontvanger: { gemeentecode, ...(oin === undefined ? {} : { oin }), sleutelIds } }
}

/**
 * The fields that would pass if nothing spoke against the signal: what a repeat is recognised by on a day when it would no longer be
 * accepted; none below the municipality's threshold. For comparison only; nothing is kept or disclosed on it.
 */
export function passingIfAccepted(
  policies: Policies,
  input: DecisionInput,
): ReadonlyMap<Veld, Veldverstrekking> {
  const found = findRule(policies, input.signaaltype, input.dag)
  const rule = typeof found === 'string' ? undefined : found
  return decideFields(rule, input, stopOf(true, reachesThreshold(policies, input))).regels
}

/** Whether the municipality recorded an agreement with the sender is a fact like any other; an example says it itself. */
const withAgreement = (policies: Policies, input: DecisionInput): DecisionInput => {
  const { gemeente, feiten, afzenderOin, signaaltype, dag } = input
  if (gemeente === undefined || feiten.afspraak !== undefined) return input
  const afspraak = (policies.afspraken.get(gemeente.gemeentecode) ?? []).some(
    (one) =>
      one.deelnemer === afzenderOin &&
      isWithin(one, dag) &&
      (one.types === 'alle' || one.types.has(signaaltype)),
  )
  return { ...input, feiten: { ...feiten, afspraak } }
}

/** Whether the district is known is weighed where a rule derives it of an address that passes. */
const districtKnown = (
  rule: Rule | undefined,
  { wijkBekend }: DecisionInput,
  regels: ReadonlyMap<Veld, unknown>,
): Readonly<Record<string, boolean>> =>
  wijkBekend !== undefined &&
  rule?.afgeleid.has('adres.wijk') === true &&
  hasSources('adres.wijk', (bron) => regels.has(bron))
    ? { wijkBekend }
    : {}

/**
 * Decides on a signal: all reasons of a refusal at once, and one outcome for each field.
 * Default deny: without a rule in force nothing passes; a refused signal passes no field.
 */
export function decide(policies: Policies, input: DecisionInput): Decision {
  const found = findRule(policies, input.signaaltype, input.dag)
  const rule = typeof found === 'string' ? undefined : found
  const onRule: Judged =
    typeof found === 'string'
      ? {
          voorwaarden: { grondslagInWerking: false },
          redenen: [reasonOfNone(policies, input, found)],
          opmerkingen: [],
        }
      : judge(found, withAgreement(policies, input))
  const judged = { ...onRule, redenen: [...endedReason(input), ...onRule.redenen] }
  const accepted = rule !== undefined && judged.redenen.length === 0
  const reaches = reachesThreshold(policies, input)
  const stop = stopOf(accepted, reaches)
  const { velden, regels, afgeleid } = decideFields(rule, input, stop)
  return {
    besluit: {
      besluit: accepted ? 'aanvaard' : 'geweigerd',
      redenen: accepted ? [...remarks(input, judged, stop)] : [...judged.redenen],
      velden,
      beleid: { id: rule?.id ?? 'geen', hash: policies.hash },
      ...(accepted ? recipient(input, regels) : {}),
    },
    voorwaarden: {
      ...judged.voorwaarden,
      ...(reaches === undefined ? {} : { gemeentelijkeDrempelGehaald: reaches }),
      ...districtKnown(rule, input, regels),
    },
    regels,
    afgeleid,
    vervaldatum: accepted
      ? codedDue(rule, input.gemeente?.termijnen, input.dag)
      : dueDate(policies, 'geweigerd', input.dag),
  }
}

/**
 * The check on the way out: the articles on which a stored field may be opened for a purpose on `dag`; undefined when none does.
 * What was lawful at receipt is left out once its rule or purpose has ended.
 */
export function allowedToday(
  policies: Policies,
  question: {
    readonly signaaltype: string
    readonly doel: Openingsdoel
    readonly veld: Veld
    readonly dag: Dag
  },
): string[] | undefined {
  const rule = findRule(policies, question.signaaltype, question.dag)
  if (typeof rule === 'string') return undefined
  const field = rule.velden.get(question.veld)
  const isTaken = (one: FieldGroup['doelen'][number]): boolean =>
    one.doel === question.doel && isWithin(one, question.dag)
  return field?.group.doelen.some(isTaken) === true ? [...field.grondslag] : undefined
}
