/** Valid wholes with overrides, about invented people. They are dated on 3 November 2026, or on the day that is given. */
import { addDays } from '../../src/legal/calendar.ts'
import type { Dag } from '../../src/model/ids.ts'

/** The day on which the built signals are dated and received, unless another is given. */
export const DAY: Dag = '2026-11-03'

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `overrides` over `base`, object by object; `undefined` takes a property away. */
function merge(base: Json, overrides: Json): Json {
  const merged: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(overrides)) {
    const old = merged[key]
    if (value === undefined) delete merged[key]
    else merged[key] = isObject(old) && isObject(value) ? merge(old, value) : value
  }
  return merged
}

const efforts = (dag: Dag): Json => ({
  pogingPersoonlijkContactDatum: addDays(dag, -31),
  gewezenOpSchuldhulpDatum: addDays(dag, -31),
  herinneringen: [addDays(dag, -44)],
  aanbodGegevensdelingDatum: addDays(dag, -44),
  reactie: 'geen',
})

const rent = (dag: Dag): Json => ({
  kenmerk: 'WDL-2026-11-000042',
  signaaltype: 'huur',
  signaaldatum: dag,
  persoon: { voorletters: 'J.', voorvoegsel: 'de', achternaam: 'Boer', natuurlijkPersoon: true },
  adres: { straatnaam: 'Lindelaan', huisnummer: 12, postcode: '6811AB', plaatsnaam: 'Arnhem' },
  contact: { telefoonnummer: '+31612345678' },
  achterstand: { bedragInCenten: 81_200, ontstaansdatum: addDays(dag, -63), maanden: 2 },
  inspanningen: efforts(dag),
})

const premium = (dag: Dag): Json => ({
  kenmerk: 'KMP-2026-11-000007',
  signaaltype: 'zorgverzekering',
  signaaldatum: dag,
  persoon: {
    voorletters: 'J.',
    voorvoegsel: 'de',
    achternaam: 'Boer',
    geboortedatum: '1985-06-15',
    burgerservicenummer: '999990019',
    natuurlijkPersoon: true,
  },
  adres: { straatnaam: 'Lindelaan', huisnummer: 12, postcode: '6811AB', plaatsnaam: 'Arnhem' },
  achterstand: { bedragInCenten: 28_400, ontstaansdatum: addDays(dag, -62) },
  polis: { uzovinummer: '9999' },
  inspanningen: efforts(dag),
})

/** Initials of its own for each kenmerk: signals of several kenmerken are of several persons, unless a test says whose they are. */
function initialsFor(kenmerk: unknown): string {
  let state = 7
  for (const letter of String(kenmerk))
    state = (state * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003
  const letters = Array.from({ length: 4 }, (_, i) => 65 + (Math.floor(state / 26 ** i) % 26))
  return `J.${letters.map((code) => `${String.fromCharCode(code)}.`).join('')}`
}

/** Whoever it is by default, with the initials of the kenmerk. */
function aPerson(signal: Json, overrides: Json): Json {
  const whole = merge(signal, overrides)
  return merge(whole, {
    persoon: { voorletters: initialsFor(whole['kenmerk']), ...personOf(overrides) },
  })
}

const personOf = (overrides: Json): Json => {
  const { persoon } = overrides
  return typeof persoon === 'object' && persoon !== null ? (persoon as Json) : {}
}

/** The JSON of a rent signal that is accepted: € 812 of J. de Boer, Lindelaan 12, all four efforts made, no reaction. */
export const aSignal = (overrides: Json = {}, dag: Dag = DAY): Json => aPerson(rent(dag), overrides)

/** The JSON of a health insurer's signal that is accepted: € 284, 62 days old, with BSN (test range) and date of birth. */
export const aPremiumSignal = (overrides: Json = {}, dag: Dag = DAY): Json =>
  aPerson(premium(dag), overrides)
