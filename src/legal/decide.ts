/** The verdict on a signal and on every field of it. Pure: the same policies and input give the same answer, for ever. */
import type { Besluit, Besluitreden, Ontvanger } from '../model/besluit.ts'
import type { Openingsdoel } from '../model/doel.ts'
import type { Dag } from '../model/ids.ts'
import { REDENEN } from '../model/reden.ts'
import type { Veld } from '../model/veld.ts'
import { dueDate, type Policies, type Rule } from './compile.ts'
import { decideFields, hasSources, type Stop } from './decide-fields.ts'
import type { Decision, DecisionInput, Veldverstrekking } from './decision.ts'
import { reachesThreshold } from './drempel.ts'
import type { FieldGroup } from './field-rule.ts'
import { findRule, type Judged, judge, reasonOf, reasonOfNone } from './judge.ts'
import { codedDue } from './own-terms.ts'
import { isWithin } from './window.ts'

const remarks = (
  input: DecisionInput,
  { opmerkingen }: Judged,
  stop: Stop | undefined,
): Besluitreden[] => {
  const codes = new Set(input.opmerkingen)
  if (stop !== undefined && stop !== 'signaal-geweigerd') codes.add(stop)
  if (input.feiten.crisissignaal === true) codes.add('bedreigend')
  const usual = [...codes].filter((code) => !REDENEN[code].weigert)
  return [...opmerkingen, ...usual.map((code) => reasonOf(code))]
}

/** The reason with the end in its sentence. */
const endedReason = (end: NonNullable<DecisionInput['beeindigd']>): Besluitreden => ({
  ...reasonOf('kenmerk-beeindigd'),
  zin: `Het signaal met dit kenmerk is beëindigd: ${end}.`,
})

/** Whether the municipality recorded an agreement with the sender is a fact like any other; an example says it itself. */
const withAgreement = (policies: Policies, input: DecisionInput): DecisionInput => {
  const { gemeente, feiten, afzenderOin, signaaltype, dag } = input
  if (gemeente === undefined || feiten.afspraak !== undefined) return input
  const afspraak = policies.afspraken
    .get(gemeente.gemeentecode)
    ?.some(
      (one) =>
        one.deelnemer === afzenderOin &&
        isWithin(one, dag) &&
        (one.types === 'alle' || one.types.has(signaaltype)),
    )
  return afspraak === true ? { ...input, feiten: { ...feiten, afspraak } } : input
}

/** The rule in force and what it makes of the signal; without one there is nothing to weigh. */
const weigh = (
  policies: Policies,
  input: DecisionInput,
): { readonly rule: Rule | undefined; readonly judged: Judged } => {
  const found = findRule(policies, input.signaaltype, input.dag)
  if (typeof found !== 'string')
    return { rule: found, judged: judge(found, withAgreement(policies, input)) }
  const redenen = [reasonOfNone(policies, input, found)]
  return {
    rule: undefined,
    judged: { voorwaarden: { grondslagInWerking: false }, redenen, opmerkingen: [] },
  }
}

/** Whether the signal repeats its sender's own of this month; undefined where nobody could look. A threatening situation stands outside it. */
const repeats = ({ feiten, herhaald }: DecisionInput): boolean | undefined =>
  feiten.crisissignaal === true ? undefined : herhaald

type Stops = { readonly reaches: boolean | undefined; readonly repeated: boolean | undefined }

/** Below the threshold nothing is kept to compare with, so that comes first. */
const stopOf = (accepted: boolean, { reaches, repeated }: Stops): Stop | undefined => {
  if (!accepted) return 'signaal-geweigerd'
  if (reaches === false) return 'onder-gemeentelijke-drempel'
  return repeated === true ? 'herhaalde-melding' : undefined
}

const recipient = (
  { gemeentecode, oin, sleutels }: NonNullable<DecisionInput['gemeente']>,
  passing: ReadonlyMap<Veld, Veldverstrekking>,
): Ontvanger => {
  const used = new Set<Openingsdoel>()
  for (const { doelen } of passing.values()) for (const doel of doelen) used.add(doel)
  const sleutelIds = sleutels
    .filter((one) => one.toestand === 'actief' && one.doelen.some((doel) => used.has(doel)))
    .map((one) => one.sleutelId)
  return oin === undefined ? { gemeentecode, sleutelIds } : { gemeentecode, oin, sleutelIds }
}

/**
 * The fields that would pass if nothing spoke against the signal: what a repeat is recognised by on a day when it would no longer be
 * accepted, or what one of this month is recognised by; none below the municipality's threshold. For comparison only; nothing is kept or disclosed on it.
 */
export function passingIfAccepted(
  policies: Policies,
  input: DecisionInput,
): ReadonlyMap<Veld, Veldverstrekking> {
  const found = findRule(policies, input.signaaltype, input.dag)
  const rule = typeof found === 'string' ? undefined : found
  const reaches = reachesThreshold(policies, input)
  return decideFields(policies, rule, input, stopOf(true, { reaches, repeated: undefined })).regels
}

/** Whether the district is known is weighed where a rule derives it of an address that passes. */
const weighsDistrict = (rule: Rule | undefined, regels: ReadonlyMap<Veld, unknown>): boolean =>
  rule?.afgeleid.has('adres.wijk') === true && hasSources('adres.wijk', (bron) => regels.has(bron))

/**
 * Decides on a signal: all reasons of a refusal at once, and one outcome for each field.
 * Default deny: without a rule in force nothing passes; a refused signal passes no field.
 */
export function decide(policies: Policies, input: DecisionInput): Decision {
  const { gemeente, dag, wijkBekend } = input
  const { rule, judged } = weigh(policies, input)
  const { voorwaarden, redenen } = judged
  if (input.beeindigd !== undefined) redenen.unshift(endedReason(input.beeindigd))
  const accepted = rule !== undefined && redenen.length === 0
  const reaches = reachesThreshold(policies, input)
  if (reaches !== undefined) voorwaarden['gemeentelijkeDrempelGehaald'] = reaches
  const repeated = repeats(input)
  if (repeated !== undefined) voorwaarden['nietEerderGemeld'] = !repeated
  const stop = stopOf(accepted, { reaches, repeated })
  const { velden, regels, afgeleid } = decideFields(policies, rule, input, stop)
  if (wijkBekend !== undefined && weighsDistrict(rule, regels))
    voorwaarden['wijkBekend'] = wijkBekend
  const besluit: Besluit = {
    besluit: accepted ? 'aanvaard' : 'geweigerd',
    redenen: accepted ? remarks(input, judged, stop) : redenen,
    velden,
    beleid: { id: rule?.id ?? 'geen', hash: policies.hash },
  }
  if (accepted && gemeente !== undefined) besluit.ontvanger = recipient(gemeente, regels)
  const vervaldatum = accepted
    ? codedDue(rule, gemeente?.termijnen, dag)
    : dueDate(policies, 'geweigerd', dag)
  return { besluit, voorwaarden, regels, afgeleid, vervaldatum }
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
