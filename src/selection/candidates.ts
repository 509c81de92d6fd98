/** Makes candidates of the coded rows of signals: only what may be shown of each, the strongest of several. Pure. */
import type { Oin, SignaalId } from '../model/ids.ts'
import type { AfgeleidVeld } from '../model/veld.ts'
import { higherClass, type Kandidaat, lowerBound } from './candidate.ts'

/** A living signal of a melding, as it is kept. */
export type Signaalrij = {
  readonly melding: SignaalId
  readonly id: SignaalId
  readonly versie: number
  readonly oin: Oin
  readonly signaaltype: string
  readonly soort: string | null
  readonly crisis: boolean | null
  readonly bedragklasse: string | null
  readonly leeftijdsklasse: string | null
  readonly wijkcode: string | null
  /** Its sender's own arrears of this person grew within the month. */
  readonly gegroeid: boolean
}

/** A melding with what is known of the person's earlier one. */
export type Meldingrij = {
  readonly id: SignaalId
  readonly versie: number
  readonly uitgesteld: number
  readonly beschikbaar: Date | null
  readonly signalen: readonly Signaalrij[]
  /** The living signals of the melding before it. */
  readonly eerder: readonly Signaalrij[]
  /** That one was taken up. */
  readonly eerderOpgepakt: boolean
}

/** What is kept of a melding beside what is shown: whether it is still what was proposed. */
export type Lijstregel = Kandidaat & {
  readonly beschikbaar: Date | null
  readonly stand: string
}

export type Toonregels = {
  /** The derived fields that may be shown today of a type of signal. */
  readonly shows: (signaaltype: string) => ReadonlySet<AfgeleidVeld>
  readonly kindOf: (oins: readonly Oin[], hasEarlier: boolean) => Kandidaat['soort']
}

type Toonbaar = {
  readonly soort: string | undefined
  readonly crisis: boolean
  readonly bedragklasse: string | undefined
  readonly leeftijdsklasse: string | undefined
  readonly wijk: string | undefined
}

const showable = (one: Signaalrij, { shows }: Toonregels): Toonbaar => {
  const allowed = shows(one.signaaltype)
  const shown = <T>(veld: AfgeleidVeld, value: T | null): T | undefined =>
    allowed.has(veld) ? (value ?? undefined) : undefined
  return {
    soort: shown('signaalsoort', one.soort),
    crisis: shown('crisisvlag', one.crisis) === true,
    bedragklasse: shown('achterstand.bedragklasse', one.bedragklasse),
    leeftijdsklasse: shown('achterstand.leeftijdsklasse', one.leeftijdsklasse),
    wijk: shown('adres.wijk', one.wijkcode),
  }
}

/** As intake saw it in the sender's own rows of the month: by amount and class, so only where the class may be shown. */
const grewAtIntake = (one: Signaalrij, { shows }: Toonregels): boolean =>
  one.gegroeid && shows(one.signaaltype).has('achterstand.bedragklasse')

/** Beside the same creditor's signal in the melding before: nothing to compare, no more than then, or more. */
const repeatOf = (
  one: Signaalrij,
  eerder: readonly Signaalrij[],
  rules: Toonregels,
): Kandidaat['herhaald'] => {
  const now = showable(one, rules).bedragklasse
  const then = eerder
    .filter(({ oin, signaaltype }) => oin === one.oin && signaaltype === one.signaaltype)
    .map((before) => showable(before, rules).bedragklasse)
    .reduce(higherClass, undefined)
  if (now === undefined || then === undefined) return undefined
  return lowerBound(now) > lowerBound(then) ? 'gegroeid' : 'gelijk'
}

const repeatOfAll = (
  { signalen, eerder, eerderOpgepakt }: Meldingrij,
  rules: Toonregels,
): Kandidaat['herhaald'] => {
  if (signalen.some((one) => grewAtIntake(one, rules))) return 'gegroeid'
  if (!eerderOpgepakt) return undefined
  const each = signalen.map((one) => repeatOf(one, eerder, rules))
  if (each.includes('gegroeid')) return 'gegroeid'
  return each.every((one) => one === 'gelijk') ? 'gelijk' : undefined
}

/** Changes whenever a signal joins, leaves or is corrected, or the municipality does something with the melding. */
const standOf = ({ versie, signalen }: Meldingrij): string =>
  `${versie}.${signalen.length}.${signalen.reduce((sum, one) => sum + one.versie, 0)}`

const distinct = (values: readonly (string | undefined)[]): readonly string[] =>
  [...new Set(values.filter((one) => one !== undefined))].toSorted()

function toKandidaat(melding: Meldingrij, rules: Toonregels): Lijstregel {
  const { signalen, eerder } = melding
  const shown = signalen.map((one) => showable(one, rules))
  const wijken = distinct(shown.map(({ wijk }) => wijk))
  return {
    id: melding.id,
    soort: rules.kindOf(
      signalen.map(({ oin }) => oin),
      eerder.length > 0,
    ),
    soorten: distinct(shown.map(({ soort }) => soort)),
    bedragklasse: shown.map(({ bedragklasse }) => bedragklasse).reduce(higherClass, undefined),
    leeftijdsklasse: shown
      .map(({ leeftijdsklasse }) => leeftijdsklasse)
      .reduce(higherClass, undefined),
    // Two addresses in two districts: a melding of one person lives in one, and nobody guesses which.
    wijk: wijken.length === 1 ? wijken[0] : undefined,
    crisis: shown.some(({ crisis }) => crisis),
    uitgesteld: melding.uitgesteld,
    herhaald: repeatOfAll(melding, rules),
    beschikbaar: melding.beschikbaar,
    stand: standOf(melding),
  }
}

/** The meldingen as candidates, by id. */
export function toKandidaten(
  meldingen: readonly Meldingrij[],
  rules: Toonregels,
): readonly Lijstregel[] {
  return meldingen.map((one) => toKandidaat(one, rules)).toSorted((a, b) => (a.id < b.id ? -1 : 1))
}
