/** Puts the same case to our decision and to Cedar, and says where they differ. */
import type { Policies } from '../../src/legal/compile.ts'
import { allowedToday, decide } from '../../src/legal/decide.ts'
import type { Decision, DecisionInput } from '../../src/legal/decision.ts'
import type { Feiten } from '../../src/legal/facts.ts'
import { formToday } from '../../src/legal/purpose-form.ts'
import { OPENINGSDOELEN } from '../../src/model/doel.ts'
import type { Dag } from '../../src/model/ids.ts'
import { AFGELEIDE_VELDEN } from '../../src/model/veld.ts'
import { fieldsOf, typesOf } from './cases.ts'
import type { CedarContext, CedarEngine } from './cedar-engine.ts'
import {
  dayNumber,
  type Exported,
  exportIntake,
  exportOpening,
  keyFor,
  ownName,
} from './cedar-export.ts'
import { monthOf, workingDaysBetween } from './own-calendar.ts'

/** Changes what Cedar reads: to see whether the comparison notices. */
export type Change = (exported: Exported) => Exported

const NO_TYPE = 'onbekend'

/** Lets Cedar read the rules of every signal type; an unknown type has none. */
export function teach(cedar: CedarEngine, { documents }: Policies, change?: Change): void {
  for (const type of [...typesOf(documents), NO_TYPE]) {
    const exported = exportIntake(documents, type)
    const { whole, fields } = change?.(exported) ?? exported
    cedar.read(type, whole)
    cedar.read(`${type} velden`, fields)
    cedar.read(`${type} openen`, exportOpening(documents, type))
  }
}

const onDay = (name: string, day: Dag | undefined): CedarContext =>
  day === undefined ? {} : { [name]: dayNumber(day) }

/** The parts of the days between which calendar months are counted. */
const monthFacts = ({ signaaldatum, ontstaansdatum }: Feiten): CedarContext => {
  if (ontstaansdatum === undefined) return {}
  const [signal, began] = [monthOf(signaaldatum), monthOf(ontstaansdatum)]
  return {
    signaalMaand: signal.month,
    signaalDag: signal.day,
    maandlengte: signal.length,
    ontstaanMaand: began.month,
    ontstaanDag: began.day,
  }
}

/** What a type has of its own, what the gateway found, and the end of supply. */
const ownFacts = ({ dag, feiten, afzenderOin }: DecisionInput): CedarContext => {
  const { bijzonderheden = [], eerdereSoorten, eindeleveringDatum: end } = feiten
  return {
    ...Object.fromEntries(
      bijzonderheden.map(({ code, soort, waarde }) => [ownName(soort, code), waarde]),
    ),
    ...(eerdereSoorten === undefined ? {} : { eerder: [...eerdereSoorten] }),
    ...(end === undefined ? {} : { werkdagen: workingDaysBetween(dayNumber(dag), dayNumber(end)) }),
    ...(afzenderOin === undefined ? {} : { afzender: afzenderOin }),
  }
}

/** The facts of a case on which the whole is decided. */
const wholeContext = (input: DecisionInput): CedarContext => {
  const { feiten } = input
  const { inspanningen: efforts, maanden } = feiten
  const reminders = (efforts?.herinneringen ?? []).toSorted()
  return {
    ...fieldContext(input),
    ...monthFacts(feiten),
    ...ownFacts(input),
    signaaldatum: dayNumber(feiten.signaaldatum),
    natuurlijk: feiten.natuurlijkPersoon,
    beeindigd: input.beeindigd !== undefined,
    ...onDay('contact', efforts?.pogingPersoonlijkContactDatum),
    ...onDay('gewezen', efforts?.gewezenOpSchuldhulpDatum),
    ...onDay('aanbod', efforts?.aanbodGegevensdelingDatum),
    ...onDay('ontstaan', feiten.ontstaansdatum),
    ...Object.fromEntries(reminders.map((day, index) => [`r${index}`, dayNumber(day)])),
    ...(maanden === undefined ? {} : { maanden }),
    ...(efforts?.reactie === undefined ? {} : { reactie: efforts.reactie }),
  }
}

/** The names of the fields that came and could be used. */
const presentOf = ({ velden, onbruikbaar }: DecisionInput): string[] =>
  velden.filter((veld) => !onbruikbaar.includes(veld))

/** The facts on which a field of an accepted signal is decided. */
const fieldContext = (input: DecisionInput): CedarContext => {
  const { dag, feiten, gemeente, wijkBekend } = input
  const keys = (gemeente?.sleutels ?? []).filter(({ toestand }) => toestand === 'actief')
  return {
    dag: dayNumber(dag),
    bedrag: feiten.bedragInCenten,
    crisis: feiten.crisissignaal === true,
    velden: presentOf(input),
    wijkBekend: wijkBekend !== false,
    ...Object.fromEntries(
      OPENINGSDOELEN.map((doel) => [
        keyFor(doel),
        keys.some(({ doelen }) => doelen.includes(doel)),
      ]),
    ),
    ...(gemeente === undefined ? {} : { gemeente: gemeente.gemeentecode }),
  }
}

/** The questions of a case, made beforehand: all that Cedar allows of it. */
export function prepareQuestions(input: DecisionInput): (cedar: CedarEngine) => readonly string[] {
  const { signaaltype, afzenderRol } = input
  const [facts, fieldFacts] = [wholeContext(input), fieldContext(input)]
  // What is derived rests on the fields that came, and needs none of its own name.
  const present = new Set<string>([...presentOf(input), ...AFGELEIDE_VELDEN])
  return (cedar) => {
    const whole = cedar.ask(signaaltype, afzenderRol, facts)
    if (!whole.some((name) => name.endsWith(' aanvaard'))) return whole
    const fields = cedar.ask(`${signaaltype} velden`, afzenderRol, fieldFacts)
    // A rule speaks of fields that a signal may have; of those that this one has not, nothing is asked.
    return [...whole, ...fields.filter((name) => present.has(name.split(' ')[1] ?? ''))]
  }
}

/** Truth values that Cedar gives no policy of its own; the verdict and the fields rest on them. */
const NOT_ASKED = new Set([
  'grondslagInWerking',
  'gemeentelijkeDrempelGehaald',
  'wijkBekend',
  'nietEerderGemeld',
])

/** Our decision in the names of the exported policies. */
function namesOf({ besluit, voorwaarden, regels, afgeleid }: Decision): readonly string[] {
  const { id } = besluit.beleid
  if (id === 'geen') return besluit.besluit === 'geweigerd' && regels.size === 0 ? [] : ['?']
  const holding = Object.entries(voorwaarden).filter(
    ([name, holds]) => holds && !NOT_ASKED.has(name),
  )
  return [
    id,
    ...holding.map(([name]) => `${id} ? ${name}`),
    ...(besluit.besluit === 'aanvaard' ? [`${id} aanvaard`] : []),
    ...[...regels].flatMap(([veld, { doelen }]) => doelen.map((doel) => `${id} ${veld} ${doel}`)),
    ...afgeleid.map((veld) => `${id} ${veld} selectie`),
  ]
}

const differences = (ours: readonly string[], theirs: readonly string[]): readonly string[] => {
  const [a, b] = [new Set(ours), new Set(theirs)]
  return [
    ...ours.filter((one) => !b.has(one)).map((one) => `only ours: ${one}`),
    ...theirs.filter((one) => !a.has(one)).map((one) => `only Cedar's: ${one}`),
  ]
}

/** One case at intake: our decision, and the differences. */
export function compareIntake(
  cedar: CedarEngine,
  policies: Policies,
  input: DecisionInput,
): { readonly decision: Decision; readonly differs: readonly string[] } {
  const decision = decide(policies, input)
  const theirs = prepareQuestions(input)(cedar)
  return { decision, differs: differences(namesOf(decision), theirs) }
}

/** The check on the way out of one signal type on one day, for every field and purpose. */
export function compareOpening(
  cedar: CedarEngine,
  policies: Policies,
  signaaltype: string,
  dag: Dag,
): readonly string[] {
  const ours = fieldsOf(policies.documents).flatMap((veld) =>
    OPENINGSDOELEN.filter(
      (doel) => allowedToday(policies, { signaaltype, doel, veld, dag }) !== undefined,
    ).map((doel) => `${veld} ${doel}`),
  )
  const derived = AFGELEIDE_VELDEN.filter(
    (veld) => formToday(policies, { signaaltype, doel: 'selectie', veld, dag }) !== undefined,
  ).map((veld) => `${veld} selectie`)
  const theirs = cedar.ask(`${signaaltype} openen`, 'college', { dag: dayNumber(dag) })
  // The rule is in the name, so that two of them at once would show.
  return differences(
    [...ours, ...derived],
    theirs.map((one) => one.split(' ').slice(1).join(' ')),
  )
}
