/** The values of derived fields: made at intake of the minimised signal and of the district that routing found, never of a withheld value. Pure. */
import type { Dag } from '../model/ids.ts'
import type { AfgeleidVeld } from '../model/veld.ts'
import { daysBetween } from './calendar.ts'
import type { Policies, Rule } from './compile.ts'
import type { MinimisedSignaal } from './minimise.ts'

/** What stands beside the fields of a signal: its rule, its day of receipt and its district (CBS code). */
export type Circumstances = {
  readonly rule: Pick<Rule, 'toonAls'>
  readonly dag: Dag
  readonly wijkcode: string | undefined
}

/**
 * The values of derived fields as they are kept. A class is written as its bounds, the upper one exclusive: `7500-10000` cents, `60-100` days, `500000-`. Null: not derived.
 */
export type Derived = {
  readonly soort: string | null
  readonly crisis: boolean | null
  readonly bedragklasse: string | null
  readonly leeftijdsklasse: string | null
  readonly wijkcode: string | null
}

/** Of a signal of which nothing was derived. */
export const NOTHING_DERIVED: Derived = {
  soort: null,
  crisis: null,
  bedragklasse: null,
  leeftijdsklasse: null,
  wijkcode: null,
}

const DAYS_IN_MONTH = 30

/** The class of a value among boundaries that rise; a boundary belongs to the class above it. */
export function classOf(value: number, bounds: readonly number[]): string {
  const above = bounds.find((bound) => value < bound)
  const below = bounds.findLast((bound) => bound <= value) ?? 0
  return `${below}-${above ?? ''}`
}

/** Age on the day of receipt; the date wins, as it does for the conditions. */
const ageOf = (lawful: MinimisedSignaal, dag: Dag): number | undefined => {
  const since = lawful.get('achterstand.ontstaansdatum')
  if (typeof since === 'string') return Math.max(0, daysBetween(since, dag))
  const months = lawful.get('achterstand.maanden')
  return typeof months === 'number' ? months * DAYS_IN_MONTH : undefined
}

/**
 * The values of the derived fields that a decision names (`afgeleid`); all others are null. `lawful` holds only fields that pass, so that a
 * withheld source leaves its class empty whatever the decision says.
 */
export function derive(
  { documents }: Pick<Policies, 'documents'>,
  afgeleid: Iterable<AfgeleidVeld>,
  lawful: MinimisedSignaal,
  { rule, dag, wijkcode }: Circumstances,
): Derived {
  const asked = new Set(afgeleid)
  const { bedrag, leeftijd } = documents.klassen
  const cents = lawful.get('achterstand.bedragInCenten')
  const crisis = lawful.get('crisissignaal')
  const age = ageOf(lawful, dag)
  const isAddressed = lawful.has('adres.postcode') && lawful.has('adres.huisnummer')
  const made = <T>(veld: AfgeleidVeld, value: T | undefined): T | null =>
    asked.has(veld) ? (value ?? null) : null
  return {
    soort: made('signaalsoort', rule.toonAls),
    crisis: made('crisisvlag', typeof crisis === 'boolean' ? crisis : undefined),
    bedragklasse: made(
      'achterstand.bedragklasse',
      typeof cents === 'number' ? classOf(cents, bedrag.grenzenInCenten) : undefined,
    ),
    leeftijdsklasse: made(
      'achterstand.leeftijdsklasse',
      age === undefined || leeftijd === undefined
        ? undefined
        : classOf(age, leeftijd.grenzenInDagen),
    ),
    wijkcode: made('adres.wijk', isAddressed ? wijkcode : undefined),
  }
}
