/** Signals made of a seed, close to every boundary that the policies draw: days of windows, terms, ages, amounts. */
import { addDays, addMonths } from '../../src/legal/calendar.ts'
import type { PolicyDocuments } from '../../src/legal/compile.ts'
import type { DecisionInput } from '../../src/legal/decision.ts'
import type { Bijzonderheidregel, WetFile } from '../../src/legal/policy-file.ts'
import { ROLLEN } from '../../src/model/deelnemer.ts'
import { OPENINGSDOELEN } from '../../src/model/doel.ts'
import type { Dag, Gemeentecode, Oin, SleutelId } from '../../src/model/ids.ts'
import type { Ontvangersleutel } from '../../src/model/sealed.ts'
import type { Bijzonderheid, Inspanningen } from '../../src/model/signaal.ts'
import { bijzonderVeld, VELDEN, type Veld } from '../../src/model/veld.ts'
import { seededNumbers } from '../support/seeded-numbers.ts'
import { MOST_REMINDERS } from './cedar-export.ts'

/** Every day on which something in the policies begins or ends, with its neighbours, ascending. */
export function boundaryDays({ wet, doelen, gemeenten }: PolicyDocuments): readonly Dag[] {
  const files = [...wet.values(), ...doelen.values()]
  const edges = [
    ...files.flatMap(({ geldig, actief }) => [geldig.vanaf, geldig.tot, actief.vanaf, actief.tot]),
    ...[...gemeenten.values()].flatMap(({ drempels, afspraken }) =>
      [...drempels, ...afspraken].flatMap((one) => [one.vanaf, one.tot]),
    ),
  ].filter((day) => day !== undefined)
  return [...new Set(edges.flatMap((day) => [-1, 0, 1].map((n) => addDays(day, n))))].toSorted()
}

/** The signal types that have a rule. */
export function typesOf({ wet }: PolicyDocuments): readonly string[] {
  return [...new Set([...wet.values()].map(({ regel }) => regel.slice('wet/'.length)))]
}

/** The fields of their own that the rules declare. */
const ownRules = ({ wet }: PolicyDocuments): readonly (readonly [string, Bijzonderheidregel])[] => [
  ...new Map([...wet.values()].flatMap((file) => Object.entries(file.bijzonderheden))),
]

/** The vocabulary, with the fields that a signal type has of its own. */
export function fieldsOf(documents: PolicyDocuments): readonly Veld[] {
  return [...VELDEN, ...ownRules(documents).map(([code]) => bijzonderVeld(code))]
}

const KEY_STATES = ['actief', 'actief', 'actief', 'alleenOpenen', 'gecompromitteerd'] as const
const REACTIONS = [
  'geen',
  'geen',
  'geen',
  'geen',
  'geen',
  'geen',
  'neutraal',
  'akkoord',
  'geweigerd',
] as const
const AMOUNTS = [1, 4999, 5000, 7499, 7500, 7501, 26_999, 27_000, 50_000, 100_000_000]
const ENDS = ['ingetrokken', 'verlopen', 'onleesbaar'] as const
/** Days back: around terms of reminders, ages and the window of a signal's date. */
const BACK = [0, 1, 13, 14, 15, 27, 28, 29, 30, 31, 32, 42, 43, 56, 60, 89, 90, 91, 100, 101, 400]

/** Those, and around every amount that a condition names. */
const amountsOf = ({ wet }: PolicyDocuments): readonly number[] => {
  const named = [...wet.values()]
    .flatMap(({ voorwaarden }) => voorwaarden)
    .flatMap((one) => ('centen' in one ? [one.centen - 1, one.centen] : []))
  return [...new Set([...AMOUNTS, ...named.filter((one) => one > 0)])]
}

/** Party that no rule names. */
const STRANGER = '00000099000000098000' as Oin

/** Gives one case after another, for ever the same for a seed. */
export class Cases {
  readonly #next: () => number
  readonly #documents: PolicyDocuments
  readonly #types: readonly string[]
  readonly #days: readonly Dag[]
  readonly #gemeenten: readonly Gemeentecode[]
  readonly #fields: readonly Veld[]
  readonly #amounts: readonly number[]

  constructor(documents: PolicyDocuments, seed: number) {
    this.#next = seededNumbers(seed)
    this.#documents = documents
    this.#types = typesOf(documents)
    this.#days = boundaryDays(documents)
    this.#fields = fieldsOf(documents)
    this.#amounts = amountsOf(documents)
    const named = [...documents.wet.values()].flatMap(({ naar }) => naar.aangewezen ?? [])
    const own = [...documents.gemeenten.values()].map(({ gemeente }) => gemeente)
    this.#gemeenten = [...new Set([...named, ...own, '0268' as Gemeentecode])]
  }

  #pick<T>(from: readonly T[]): T {
    const found = from[Math.floor(this.#next() * from.length)]
    if (found === undefined) throw new Error('nothing to choose from')
    return found
  }

  #chance(share: number): boolean {
    return this.#next() < share
  }

  #day(): Dag {
    if (this.#chance(0.3)) return this.#pick(this.#days)
    // The years in which the rules hold, and some around them.
    if (this.#chance(0.1)) return addDays('2020-06-01', Math.floor(this.#next() * 3000))
    return addDays('2024-02-01', Math.floor(this.#next() * 1200))
  }

  /** Mostly some weeks back; sometimes on a boundary, in the future, or absent. */
  #back(dag: Dag): Dag | undefined {
    if (this.#chance(0.7)) return addDays(dag, -35)
    if (this.#chance(0.1)) return undefined
    if (this.#chance(0.1)) return addDays(dag, 1 + Math.floor(this.#next() * 3))
    return addDays(dag, -(this.#chance(0.5) ? this.#pick(BACK) : 30 + this.#next() * 40))
  }

  #reminders(dag: Dag): Dag[] | undefined {
    if (this.#chance(0.03)) return undefined
    // Terms of fourteen days, each a day short, just enough, or a day more.
    const term = this.#chance(0.25) ? this.#pick([13, 14]) : 15
    if (this.#chance(0.8)) return [4, 3, 2, 1].map((times) => addDays(dag, -times * term))
    const count = Math.floor(this.#next() * (MOST_REMINDERS + 1))
    const days = Array.from({ length: count }, () => this.#back(dag))
    return days.filter((day) => day !== undefined)
  }

  #efforts(dag: Dag): Inspanningen | undefined {
    if (this.#chance(0.02)) return undefined
    const reactie = this.#chance(0.03) ? undefined : this.#pick(REACTIONS)
    return {
      pogingPersoonlijkContactDatum: this.#back(dag),
      gewezenOpSchuldhulpDatum: this.#back(dag),
      herinneringen: this.#reminders(dag),
      aanbodGegevensdelingDatum: this.#back(dag),
      reactie,
    }
  }

  #age(signaaldatum: Dag): { ontstaansdatum?: Dag; maanden?: number } {
    if (this.#chance(0.03)) return {}
    if (this.#chance(0.15)) return { ontstaansdatum: addDays(signaaldatum, -this.#pick(BACK)) }
    if (this.#chance(0.15)) {
      const whole = addMonths(signaaldatum, -1 - Math.floor(this.#next() * 3))
      return { ontstaansdatum: addDays(whole, this.#pick([-1, 0, 0, 1, 2, 3])) }
    }
    const maanden = this.#chance(0.3) ? { maanden: Math.floor(this.#next() * 12) } : {}
    if (this.#chance(0.2)) return maanden
    const days = this.#chance(0.3) ? this.#next() * 400 - 10 : 30 + this.#next() * 70
    return { ...maanden, ontstaansdatum: addDays(signaaldatum, -Math.round(days)) }
  }

  #keys(gemeentecode: Gemeentecode): readonly Ontvangersleutel[] {
    const usual = this.#chance(0.7)
    const count = usual ? 1 : Math.floor(this.#next() * 4)
    return Array.from({ length: count }, (_, index) => ({
      sleutelId: String(index).repeat(32) as SleutelId,
      gemeentecode,
      doelen: usual ? [...OPENINGSDOELEN] : OPENINGSDOELEN.filter(() => this.#chance(0.6)),
      publiekeSleutel: new Uint8Array(0),
      toestand: usual ? 'actief' : this.#pick(KEY_STATES),
    }))
  }

  #sender(signaaltype: string): DecisionInput['afzenderRol'] {
    const right = this.#ruleOf(signaaltype)
    return right !== undefined && this.#chance(0.93) ? right.van.rol : this.#pick(ROLLEN)
  }

  #ruleOf(signaaltype: string): WetFile | undefined {
    return [...this.#documents.wet.values()].find((file) => file.regel === `wet/${signaaltype}`)
  }

  /** Mostly a party that the rule names, or one with an agreement. */
  #party(signaaltype: string): Oin | undefined {
    if (this.#chance(0.04)) return this.#chance(0.5) ? undefined : STRANGER
    const named = (this.#ruleOf(signaaltype)?.van.deelnemers ?? []).map(({ oin }) => oin)
    const agreed = [...this.#documents.gemeenten.values()].flatMap(({ afspraken }) =>
      afspraken.map(({ deelnemer }) => deelnemer),
    )
    return this.#pick([...named, ...(named.length === 0 ? [...agreed, STRANGER] : [])])
  }

  /** What the rule declares of its own, mostly so that it helps; sometimes absent, of another kind, or of another rule. */
  #own(signaaltype: string): readonly Bijzonderheid[] {
    const declared = Object.entries(this.#ruleOf(signaaltype)?.bijzonderheden ?? {})
    const all = this.#chance(0.95) ? declared : ownRules(this.#documents)
    return all
      .filter(() => this.#chance(0.95))
      .map(([code, rule]) => (this.#chance(0.97) ? this.#ownValue(code, rule) : this.#odd(code)))
  }

  #odd(code: string): Bijzonderheid {
    return this.#chance(0.5)
      ? { code, soort: 'datum', waarde: this.#day() }
      : { code, soort: 'code', waarde: 'iets' }
  }

  #ownValue(code: string, rule: Bijzonderheidregel): Bijzonderheid {
    switch (rule.soort) {
      case 'bedragInCenten':
        return { code, soort: rule.soort, waarde: this.#pick([0, ...this.#amounts]) }
      case 'datum':
        return { code, soort: rule.soort, waarde: this.#day() }
      case 'jaNee':
        return { code, soort: rule.soort, waarde: this.#chance(0.2) }
      case 'code':
        return { code, soort: rule.soort, waarde: this.#pick(rule.waarden) }
    }
  }

  /** What the gateway found of the sender's earlier signals; not looked for: undefined. */
  #earlier(): ReadonlySet<string> | undefined {
    if (this.#chance(0.2)) return undefined
    return new Set(this.#types.filter(() => this.#chance(0.15)))
  }

  /** Around so many working days ahead, over weekends and holidays; sometimes past or absent. */
  #end(dag: Dag): Dag | undefined {
    if (this.#chance(0.1)) return undefined
    return addDays(dag, Math.floor(this.#next() * 50) - 5)
  }

  /** Mostly one that the rule designates, where it does. */
  #gemeente(signaaltype: string): DecisionInput['gemeente'] {
    if (this.#chance(0.02)) return undefined
    const designated = this.#ruleOf(signaaltype)?.naar.aangewezen
    const gemeentecode = this.#pick(
      designated !== undefined && this.#chance(0.8) ? designated : this.#gemeenten,
    )
    return { gemeentecode, sleutels: this.#keys(gemeentecode) }
  }

  /** The next case. */
  next(): DecisionInput {
    const signaaltype = this.#chance(0.01) ? 'onbekend' : this.#pick(this.#types)
    const dag = this.#day()
    const back = this.#chance(0.95) ? this.#next() * 31 : this.#pick([-1, 30, 31, 32, 40])
    // Sometimes the last day of a month: where months are of unequal length, it counts as any later day.
    const monthEnd = this.#chance(0.1) ? Number(dag.slice(8)) : undefined
    const signaaldatum = addDays(dag, -(monthEnd ?? Math.floor(back)))
    const few = this.#chance(0.1) ? this.#next() : 0.95
    const velden = this.#fields.filter(() => this.#chance(few))
    return {
      signaaltype,
      velden,
      onbruikbaar: this.#chance(0.1) ? [this.#pick(this.#fields)] : [],
      feiten: {
        signaaldatum,
        natuurlijkPersoon: this.#chance(0.95),
        bedragInCenten: this.#pick(this.#amounts),
        ...this.#age(signaaldatum),
        inspanningen: this.#efforts(dag),
        crisissignaal: this.#chance(0.2) ? this.#chance(0.5) : undefined,
        bijzonderheden: this.#own(signaaltype),
        eerdereSoorten: this.#earlier(),
        eindeleveringDatum: this.#end(dag),
      },
      afzenderRol: this.#sender(signaaltype),
      afzenderOin: this.#party(signaaltype),
      dag,
      gemeente: this.#gemeente(signaaltype),
      beeindigd: this.#chance(0.02) ? this.#pick(ENDS) : undefined,
      wijkBekend: this.#chance(0.1) ? undefined : this.#chance(0.8),
    }
  }
}
