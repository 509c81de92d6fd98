/** Valid wholes with overrides, about invented people. The day of all of them is 3 November 2026. */

/** The day on which the built signals are dated and received. */
export const DAY = '2026-11-03'

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

const EFFORTS: Json = {
  pogingPersoonlijkContactDatum: '2026-10-03',
  gewezenOpSchuldhulpDatum: '2026-10-03',
  herinneringen: ['2026-09-20'],
  aanbodGegevensdelingDatum: '2026-09-20',
  reactie: 'geen',
}

const RENT: Json = {
  kenmerk: 'WDL-2026-11-000042',
  signaaltype: 'huur',
  signaaldatum: DAY,
  persoon: { voorletters: 'J.', voorvoegsel: 'de', achternaam: 'Boer', natuurlijkPersoon: true },
  adres: { straatnaam: 'Lindelaan', huisnummer: 12, postcode: '6811AB', plaatsnaam: 'Arnhem' },
  contact: { telefoonnummer: '+31612345678' },
  achterstand: { bedragInCenten: 81_200, ontstaansdatum: '2026-09-01', maanden: 2 },
  inspanningen: EFFORTS,
}

const PREMIUM: Json = {
  kenmerk: 'KMP-2026-11-000007',
  signaaltype: 'zorgverzekering',
  signaaldatum: DAY,
  persoon: {
    voorletters: 'J.',
    voorvoegsel: 'de',
    achternaam: 'Boer',
    geboortedatum: '1985-06-15',
    burgerservicenummer: '999990019',
    natuurlijkPersoon: true,
  },
  adres: { straatnaam: 'Lindelaan', huisnummer: 12, postcode: '6811AB', plaatsnaam: 'Arnhem' },
  achterstand: { bedragInCenten: 28_400, ontstaansdatum: '2026-09-02' },
  polis: { uzovinummer: '9999' },
  inspanningen: EFFORTS,
}

/** The JSON of a rent signal that is accepted: € 812 of J. de Boer, Lindelaan 12, all four efforts made, no reaction. */
export const aSignal = (overrides: Json = {}): Json => merge(RENT, overrides)

/** The JSON of a health insurer's signal that is accepted: € 284, 62 days old, with BSN (test range) and date of birth. */
export const aPremiumSignal = (overrides: Json = {}): Json => merge(PREMIUM, overrides)
