/** Runs the examples of a rule: the lawful signal of the rule with the changes that the example names. */
import type { Dag, Gemeentecode } from '../model/ids.ts'
import type { Ontvangersleutel } from '../model/sealed.ts'
import type { Inspanningen } from '../model/signaal.ts'
import type { Veld } from '../model/veld.ts'
import { addDays } from './calendar.ts'
import type { Policies, Rule } from './compile.ts'
import { decide } from './decide.ts'
import type { DecisionInput } from './decision.ts'
import type { Feiten } from './facts.ts'
import type { Voorbeeld } from './policy-file.ts'

const EFFORT_FIELDS = [
  'pogingPersoonlijkContactDatum',
  'gewezenOpSchuldhulpDatum',
  'herinneringen',
  'aanbodGegevensdelingDatum',
  'reactie',
] as const

const efforts = (example: Voorbeeld, dag: Dag): Inspanningen => {
  const made: Inspanningen = {
    pogingPersoonlijkContactDatum: addDays(dag, -(example.feiten?.dagenSindsContact ?? 31)),
    gewezenOpSchuldhulpDatum: addDays(dag, -31),
    herinneringen: [-60, -45, -30, -15]
      .slice(-(example.feiten?.herinneringen ?? 4))
      .map((days) => addDays(dag, days)),
    aanbodGegevensdelingDatum: addDays(dag, -45),
    reactie: example.feiten?.reactie ?? 'geen',
  }
  const taken = new Set<string>(example.zonder)
  return Object.fromEntries(
    EFFORT_FIELDS.filter((name) => !taken.has(`inspanningen.${name}`)).map((n) => [n, made[n]]),
  )
}

const facts = (example: Voorbeeld, dag: Dag): Feiten => {
  const {
    dagenOud,
    maanden,
    bedragInCenten = 50_000,
    natuurlijkPersoon = true,
  } = example.feiten ?? {}
  const age =
    maanden === undefined ? { ontstaansdatum: addDays(dag, -(dagenOud ?? 60)) } : { maanden }
  const inspanningen = efforts(example, dag)
  const { crisissignaal } = example.feiten ?? {}
  return {
    signaaldatum: dag,
    natuurlijkPersoon,
    bedragInCenten,
    ...age,
    inspanningen,
    crisissignaal,
  }
}

const KEY: Ontvangersleutel = {
  sleutelId: '0'.repeat(32) as Ontvangersleutel['sleutelId'],
  gemeentecode: '0000' as Gemeentecode,
  doelen: ['controle', 'hulpaanbod'],
  publiekeSleutel: new Uint8Array(32),
  toestand: 'actief',
}

/** What an example puts to the decision: on the first day of its rule, to a municipality with keys for every purpose. */
const inputOf = (rule: Rule, example: Voorbeeld): DecisionInput => {
  const dag = rule.vanaf
  const taken = new Set(example.zonder)
  const velden: Veld[] = [
    ...rule.velden.keys(),
    'persoon.natuurlijkPersoon',
    ...EFFORT_FIELDS.map((name) => `inspanningen.${name}` as const),
    ...(example.met ?? []),
  ]
  const [gemeentecode = KEY.gemeentecode] = rule.aangewezen ?? []
  return {
    signaaltype: rule.signaaltype,
    velden: velden.filter((veld) => !taken.has(veld)),
    onbruikbaar: [],
    feiten: facts(example, dag),
    afzenderRol: example.afzender ?? rule.afzender,
    dag,
    gemeente: { gemeentecode, sleutels: [KEY] },
  }
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.toSorted().join() === b.toSorted().join()

/** Runs one example of a rule; the differences from what it expects, in Dutch. None means that it holds. */
export function runExample(policies: Policies, rule: Rule, example: Voorbeeld): readonly string[] {
  // An example is of the law: what a municipality decided for itself does not change it.
  const { besluit, regels } = decide({ ...policies, drempels: new Map() }, inputOf(rule, example))
  const faults: string[] = []
  const codes = besluit.redenen.map(({ code }) => code)
  if (besluit.besluit !== example.verwacht)
    faults.push(`besluit is ${besluit.besluit} (${codes.join(', ')})`)
  if (!same(codes, example.redenen)) faults.push(`redenen zijn ${codes.join(', ') || 'geen'}`)
  for (const [veld, expected] of Object.entries(example.velden)) {
    const found = besluit.velden.find((one) => one.veld === veld)?.uitkomst ?? 'afwezig'
    if (found !== expected) faults.push(`${veld} is ${found}`)
  }
  for (const [veld, expected] of Object.entries(example.doelen)) {
    const found = regels.get(veld as Veld)?.doelen ?? []
    if (!same(found, expected)) faults.push(`${veld} is voor ${found.join(', ') || 'geen doel'}`)
  }
  return faults
}
