/** Signals made of a seed, close to every boundary that the policies draw: days of windows, terms, ages, amounts. */
import { addDays } from '../../src/legal/calendar.ts'
import type { PolicyDocuments } from '../../src/legal/compile.ts'
import type { DecisionInput } from '../../src/legal/decision.ts'
import { ROLLEN } from '../../src/model/deelnemer.ts'
import { OPENINGSDOELEN } from '../../src/model/doel.ts'
import type { Dag, Gemeentecode, SleutelId } from '../../src/model/ids.ts'
import type { Ontvangersleutel } from '../../src/model/sealed.ts'
import type { Inspanningen } from '../../src/model/signaal.ts'
import { VELDEN } from '../../src/model/veld.ts'
import { seededNumbers } from '../support/seeded-numbers.ts'
import { MOST_REMINDERS } from './cedar-export.ts'

/** Every day on which something in the policies begins or ends, with its neighbours, ascending. */
export function boundaryDays({ wet, doelen, gemeenten }: PolicyDocuments): readonly Dag[] {
  const files = [...wet.values(), ...doelen.values()]
  const edges = [
    ...files.flatMap(({ geldig, actief }) => [geldig.vanaf, geldig.tot, actief.vanaf, actief.tot]),
    ...[...gemeenten.values()].flatMap(({ drempels }) => drempels.flatMap((d) => [d.vanaf, d.tot])),
  ].filter((day) => day !== undefined)
  return [...new Set(edges.flatMap((day) => [-1, 0, 1].map((n) => addDays(day, n))))].toSorted()
}

/** The signal types that have a rule. */
export function typesOf({ wet }: PolicyDocuments): readonly string[] {
  return [...new Set([...wet.values()].map(({ regel }) => regel.slice('wet/'.length)))]
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
/** Days back: around terms of reminders, ages and the window of a signal's date. */
const BACK = [0, 1, 13, 14, 15, 27, 28, 29, 30, 31, 32, 42, 43, 56, 60, 89, 90, 91, 100, 101, 400]

/** Gives one case after another, for ever the same for a seed. */
export class Cases {
  readonly #next: () => number
  readonly #documents: PolicyDocuments
  readonly #types: readonly string[]
  readonly #days: readonly Dag[]
  readonly #gemeenten: readonly Gemeentecode[]

  constructor(documents: PolicyDocuments, seed: number) {
    this.#next = seededNumbers(seed)
    this.#documents = documents
    this.#types = typesOf(documents)
    this.#days = boundaryDays(documents)
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
    if (this.#chance(0.75)) return [60, 45, 30, 15].map((days) => addDays(dag, -days))
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
    const maanden = this.#chance(0.3) ? { maanden: Math.floor(this.#next() * 12) } : {}
    if (this.#chance(0.2)) return maanden
    const days = this.#chance(0.3) ? this.#next() * 400 - 10 : 30 + this.#next() * 40
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
    const right = [...this.#documents.wet.values()].find((f) => f.regel === `wet/${signaaltype}`)
    return right !== undefined && this.#chance(0.93) ? right.van.rol : this.#pick(ROLLEN)
  }

  #gemeente(): DecisionInput['gemeente'] {
    if (this.#chance(0.02)) return undefined
    const gemeentecode = this.#pick(this.#gemeenten)
    return { gemeentecode, sleutels: this.#keys(gemeentecode) }
  }

  /** The next case. */
  next(): DecisionInput {
    const signaaltype = this.#chance(0.01) ? 'onbekend' : this.#pick(this.#types)
    const dag = this.#day()
    const back = this.#chance(0.95) ? this.#next() * 31 : this.#pick([-1, 30, 31, 32, 40])
    const signaaldatum = addDays(dag, -Math.floor(back))
    const few = this.#chance(0.1) ? this.#next() : 0.95
    const velden = VELDEN.filter(() => this.#chance(few))
    return {
      signaaltype,
      velden,
      onbruikbaar: this.#chance(0.1) ? [this.#pick(VELDEN)] : [],
      feiten: {
        signaaldatum,
        natuurlijkPersoon: this.#chance(0.95),
        bedragInCenten: this.#pick(AMOUNTS),
        ...this.#age(signaaldatum),
        inspanningen: this.#efforts(dag),
        crisissignaal: this.#chance(0.2) ? this.#chance(0.5) : undefined,
      },
      afzenderRol: this.#sender(signaaltype),
      dag,
      gemeente: this.#gemeente(),
      beeindigd: this.#chance(0.02) ? this.#pick(['ingetrokken', 'verlopen'] as const) : undefined,
    }
  }
}
