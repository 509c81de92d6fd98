/**
 * Decides again, years later: from the policies of then and the truth values that were recorded. Pure. Circumstances that no truth value
 * tells (which fields came and which of them could not be used, which keys there were, remarks of earlier steps) are read from the verdict.
 */
import {
  type Besluit,
  type Besluitreden,
  sentFields,
  type Voorwaardewaarden,
} from '../model/besluit.ts'
import { OPENINGSDOELEN } from '../model/doel.ts'
import type { Dag, Gemeentecode, SleutelId } from '../model/ids.ts'
import { REDENEN, type RedenCode } from '../model/reden.ts'
import type { Policies, Rule } from './compile.ts'
import { decideFields } from './decide-fields.ts'
import { findRule, reasonOf } from './judge.ts'

/** What stands recorded of one accepted signal; `dag` is the day of receipt in Europe/Amsterdam. */
export type Recorded = {
  readonly signaaltype: string
  readonly dag: Dag
  readonly voorwaarden: Voorwaardewaarden
  readonly besluit: Besluit
}

const THRESHOLD = 'gemeentelijkeDrempelGehaald'
const DISTRICT = 'wijkBekend'
const REPEAT = 'nietEerderGemeld'

/** What the truth value is called by which no field of an accepted signal passes, when it does not hold; the first counts. */
const STOPS = [
  [THRESHOLD, 'onder-gemeentelijke-drempel'],
  [REPEAT, 'herhaalde-melding'],
] as const

/** Truth values that decide on fields and refuse nothing. */
const BESIDE: ReadonlySet<string> = new Set([THRESHOLD, DISTRICT, REPEAT])

const stopOf = (voorwaarden: Voorwaardewaarden): (typeof STOPS)[number][1] | undefined =>
  STOPS.find(([naam]) => voorwaarden[naam] === false)?.[1]

/** Whether a condition did not hold that refuses; those that only remark, and those beside the rule, do not. */
const isRefused = (rule: Rule, voorwaarden: Voorwaardewaarden): boolean =>
  Object.entries(voorwaarden).some(([naam, geldt]) => {
    const condition = rule.voorwaarden.find((one) => one.naam === naam)
    return !geldt && !BESIDE.has(naam) && REDENEN[condition?.code ?? 'geen-grondslag'].weigert
  })

const remarkOf = (rule: Rule, code: RedenCode): Besluitreden => {
  const condition = rule.voorwaarden.find((one) => one.code === code)
  if (condition === undefined) return reasonOf(code)
  const { grondslag, zin, remedie } = condition
  return { code, grondslag, zin, remedie }
}

/** The remarks of then in the words of then; those of a stop too follow from their truth value. */
const remarksOf = (rule: Rule, { besluit, voorwaarden }: Recorded): readonly Besluitreden[] => {
  const stop = stopOf(voorwaarden)
  // What a condition of the rule remarks follows from its truth value alone, and is said first.
  const failed = rule.voorwaarden.filter(({ naam }) => voorwaarden[naam] === false)
  const own = failed.map(({ code }) => code)
  const isTold = (code: RedenCode): boolean => rule.voorwaarden.some((one) => one.code === code)
  const usual = besluit.redenen.map(({ code }) => code).filter((code) => !isTold(code))
  if (STOPS.some(([, code]) => usual.includes(code) !== (code === stop))) return []
  return [...own, ...usual].map((code) => remarkOf(rule, code))
}

/** Purposes with a key: help, or the signal would have been refused; the others unless a field says that there was none. */
const keysOf = ({ besluit }: Recorded): readonly (typeof OPENINGSDOELEN)[number][] => {
  const missing = besluit.velden.some(({ reden }) => reden === 'geen-sleutel')
  return OPENINGSDOELEN.filter((doel) => doel === 'hulpaanbod' || !missing)
}

/** The verdict that these policies give on what was recorded; undefined when they accept no such signal on that day. */
export function replayDecision(policies: Policies, recorded: Recorded): Besluit | undefined {
  const { signaaltype, dag, voorwaarden, besluit } = recorded
  const rule = findRule(policies, signaaltype, dag)
  if (typeof rule === 'string' || isRefused(rule, voorwaarden)) return undefined
  // A condition without a truth value was not weighed: then nothing says that it held.
  const unknown = rule.voorwaarden.some(
    ({ naam, code }) => REDENEN[code].weigert && voorwaarden[naam] === undefined,
  )
  if (unknown) return undefined
  const gemeentecode = besluit.ontvanger?.gemeentecode ?? ('' as Gemeentecode)
  const sleutel = {
    sleutelId: '' as SleutelId,
    gemeentecode,
    doelen: [...keysOf(recorded)],
    publiekeSleutel: new Uint8Array(0),
    toestand: 'actief' as const,
  }
  const isUnusable = ({ uitkomst }: { readonly uitkomst: string }): boolean =>
    uitkomst === 'onbruikbaar'
  const sent = sentFields(besluit.velden)
  const { velden } = decideFields(
    policies,
    rule,
    {
      signaaltype,
      velden: sent.map(({ veld }) => veld),
      onbruikbaar: sent.filter(isUnusable).map(({ veld }) => veld),
      dag,
      wijkBekend: voorwaarden[DISTRICT],
      gemeente: { gemeentecode, sleutels: [sleutel] },
    },
    stopOf(voorwaarden),
  )
  return {
    besluit: 'aanvaard',
    redenen: [...remarksOf(rule, recorded)],
    velden,
    beleid: { id: rule.id, hash: policies.hash },
    ...(besluit.ontvanger === undefined ? {} : { ontvanger: besluit.ontvanger }),
  }
}
