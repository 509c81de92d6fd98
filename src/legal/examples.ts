/** Runs the examples of a rule: the lawful signal of the rule with the changes that the example names. */
import type { Dag, Gemeentecode } from '../model/ids.ts'
import type { Ontvangersleutel } from '../model/sealed.ts'
import type { Bijzonderheid, Inspanningen } from '../model/signaal.ts'
import { bijzonderVeld, type Veld } from '../model/veld.ts'
import { addDays, addMonths } from './calendar.ts'
import type { Policies, Rule } from './compile.ts'
import type { Voorwaarde } from './conditions.ts'
import { decide } from './decide.ts'
import type { DecisionInput } from './decision.ts'
import type { Feiten } from './facts.ts'
import type { Voorbeeld } from './policy-file.ts'
import { addWorkingDays } from './working-days.ts'

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

const EARLIEST: Dag = '2000-01-01'

type Find = <N extends Voorwaarde['voorwaarde']>(
  naam: N,
) => Extract<Voorwaarde, { readonly voorwaarde: N }> | undefined

const finderOf =
  (rule: Rule): Find =>
  (naam) =>
    rule.file.voorwaarden.find(
      (one): one is Extract<Voorwaarde, { readonly voorwaarde: typeof naam }> =>
        one.voorwaarde === naam,
    )

/** How old the arrears of the lawful signal are: 60 days, or what the rule asks. */
const ageOf = (
  find: Find,
  example: Voorbeeld,
  dag: Dag,
): Pick<Feiten, 'ontstaansdatum' | 'maanden'> => {
  const { maanden, dagenOud } = example.feiten ?? {}
  if (maanden !== undefined) return { maanden }
  const least = Math.max(60, find('minstensDagenOud')?.dagen ?? 0)
  const months = find('minstensMaandenOud')?.maanden
  if (dagenOud === undefined && months !== undefined)
    return { ontstaansdatum: addMonths(dag, -months) }
  const age = dagenOud ?? Math.min(least, find('hoogstensDagenOud')?.dagen ?? least)
  return { ontstaansdatum: addDays(dag, -age) }
}

/** The values of the type's own fields: those that the rule asks, else one of the kind. */
const ownOf = (rule: Rule, example: Voorbeeld): readonly Bijzonderheid[] => {
  const find = finderOf(rule)
  const asked = new Map<string, unknown>(Object.entries(example.feiten?.bijzonderheden ?? {}))
  const fine = find('boeteachterstand')
  const kinds = find('soortAangewezen')
  return Object.entries(rule.file.bijzonderheden).map(([code, regel]) => {
    const lawful = {
      bedragInCenten: fine?.bijzonderheid === code ? fine.centen : 10_000,
      datum: EARLIEST,
      jaNee: false,
      code: (kinds?.bijzonderheid === code
        ? kinds.waarden
        : regel.soort === 'code'
          ? regel.waarden
          : [])[0],
    }
    const waarde = asked.has(code) ? asked.get(code) : lawful[regel.soort]
    return { code, soort: regel.soort, waarde } as Bijzonderheid
  })
}

const facts = (rule: Rule, example: Voorbeeld, dag: Dag): Feiten => {
  const find = finderOf(rule)
  const { feiten = {}, zonder = [] } = example
  const own = ownOf(rule, example).filter(({ code }) => !zonder.includes(bijzonderVeld(code)))
  const ending = addWorkingDays(dag, feiten.werkdagenTotEinde ?? 30)
  return {
    signaaldatum: dag,
    natuurlijkPersoon: feiten.natuurlijkPersoon ?? true,
    bedragInCenten: feiten.bedragInCenten ?? Math.max(50_000, find('minstensBedrag')?.centen ?? 0),
    ...ageOf(find, example, dag),
    inspanningen: efforts(example, dag),
    crisissignaal: feiten.crisissignaal,
    eindeleveringDatum: zonder.includes('eindeleveringDatum') ? undefined : ending,
    bijzonderheden: own,
    eerdereSoorten: new Set(
      feiten.eerderSignaal === false ? [] : find('vroegsignaalVooraf')?.signaaltypen,
    ),
    afspraak: feiten.afspraak ?? true,
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
    ...rule.alleenVoorBesluit,
    'persoon.natuurlijkPersoon',
    ...EFFORT_FIELDS.map((name) => `inspanningen.${name}` as const),
    ...(example.met ?? []),
  ]
  const [first = KEY.gemeentecode] = rule.aangewezen ?? []
  const gemeentecode = example.gemeente ?? first
  const [named] = rule.deelnemers ?? []
  return {
    signaaltype: rule.signaaltype,
    velden: velden.filter((veld) => !taken.has(veld)),
    onbruikbaar: [],
    feiten: facts(rule, example, dag),
    afzenderRol: example.afzender ?? rule.afzender,
    afzenderOin: example.deelnemer ?? named,
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
  if (besluit.besluit !== example.verwacht) faults.push(`besluit is ${besluit.besluit}`)
  if (!same(codes, example.redenen)) faults.push(`redenen zijn ${codes.join(', ') || 'geen'}`)
  for (const [veld, expected] of Object.entries(example.velden)) {
    const found = besluit.velden.find((one) => one.veld === veld)?.uitkomst ?? 'afwezig'
    if (found !== expected) faults.push(`${veld} is ${found}`)
  }
  for (const [veld, expected = []] of Object.entries(example.doelen)) {
    const found = regels.get(veld as Veld)?.doelen ?? []
    if (!same(found, expected)) faults.push(`${veld} is voor ${found.join(', ') || 'geen doel'}`)
  }
  return faults
}
