/** Example signals about invented persons at invented addresses, dated around a given day: some lawful, some not. */
import { addDays } from '../legal/calendar.ts'
import type { Dag } from '../model/ids.ts'

/** A signal's JSON as a VLP would post it; not every one is right. */
export type Signal = Readonly<Record<string, unknown>>

/** One example; `door` is the folder of the party that would post it. `maak` gives the body for a day and a suffix of its kenmerk. */
export type Example = {
  readonly naam: string
  readonly uitleg: string
  readonly door:
    | 'de-linde'
    | 'het-lage-land'
    | 'kompas'
    | 'lichtbron'
    | 'warmtebaan'
    | 'heldere-bron'
  readonly maak: (dag: Dag, suffix: string) => Signal
}

/** The four efforts, made in time (Bgs art. 2 a–d). */
function efforts(dag: Dag): Signal {
  return {
    pogingPersoonlijkContactDatum: addDays(dag, -30),
    gewezenOpSchuldhulpDatum: addDays(dag, -30),
    herinneringen: [addDays(dag, -43)],
    aanbodGegevensdelingDatum: addDays(dag, -43),
    reactie: 'geen',
  }
}

/** Rent arrears with everything in order. */
export function rent(dag: Dag, suffix: string): Signal {
  return {
    kenmerk: `WDL-${dag}-${suffix}`,
    signaaltype: 'huur',
    signaaldatum: dag,
    persoon: { voorletters: 'J.', voorvoegsel: 'de', achternaam: 'Boer', natuurlijkPersoon: true },
    adres: { straatnaam: 'Lindelaan', huisnummer: 12, postcode: '6811AB', plaatsnaam: 'Arnhem' },
    contact: { telefoonnummer: '+31612345678', emailadres: 'j@example.nl' },
    achterstand: { bedragInCenten: 81_200, ontstaansdatum: addDays(dag, -62) },
    inspanningen: efforts(dag),
  }
}

/** Premium arrears of 62 days with date of birth, BSN and UZOVI number, everything in order. */
export function premium(dag: Dag, suffix: string): Signal {
  return {
    kenmerk: `KOM-${dag}-${suffix}`,
    signaaltype: 'zorgverzekering',
    signaaldatum: dag,
    persoon: {
      voorletters: 'A.',
      achternaam: 'Visser',
      geboortedatum: '1985-06-15',
      burgerservicenummer: '999990019',
      natuurlijkPersoon: true,
    },
    adres: { straatnaam: 'Wevershof', huisnummer: 7, postcode: '5011EF', plaatsnaam: 'Tilburg' },
    achterstand: { bedragInCenten: 28_400, ontstaansdatum: addDays(dag, -62) },
    polis: { uzovinummer: '9999' },
    inspanningen: efforts(dag),
  }
}

/** Arrears at a supplier, after three reminders with two weeks each and an attempt at personal contact. */
function utility(dag: Dag, signal: Signal): Signal {
  return {
    signaaldatum: dag,
    achterstand: { bedragInCenten: 43_000, ontstaansdatum: addDays(dag, -75) },
    klantnummer: '8841-22',
    inspanningen: {
      ...efforts(dag),
      herinneringen: [addDays(dag, -60), addDays(dag, -43), addDays(dag, -28)],
      pogingPersoonlijkContactDatum: addDays(dag, -12),
    },
    ...signal,
  }
}

const energy = (dag: Dag, suffix: string): Signal =>
  utility(dag, {
    kenmerk: `LB-${dag}-${suffix}`,
    signaaltype: 'energie',
    persoon: { voorletters: 'A.', achternaam: 'Zonneveld', natuurlijkPersoon: true },
    adres: { straatnaam: 'Rivierpad', huisnummer: 14, postcode: '6511NP', plaatsnaam: 'Nijmegen' },
    contact: { telefoonnummer: '+31600000021' },
  })

const heat = (dag: Dag, suffix: string): Signal =>
  utility(dag, {
    kenmerk: `WB-${dag}-${suffix}`,
    signaaltype: 'warmte',
    persoon: { voorletters: 'M.', achternaam: 'Kuiper', natuurlijkPersoon: true },
    adres: {
      straatnaam: 'Zonnebloemstraat',
      huisnummer: 5,
      postcode: '6825CD',
      plaatsnaam: 'Arnhem',
    },
  })

const water = (dag: Dag, suffix: string): Signal =>
  utility(dag, {
    kenmerk: `HB-${dag}-${suffix}`,
    signaaltype: 'drinkwater',
    persoon: { voorletters: 'S.', achternaam: 'Bakker', natuurlijkPersoon: true },
    adres: { straatnaam: 'Beukenhof', huisnummer: 9, postcode: '6871RS', plaatsnaam: 'Renkum' },
    contact: { emailadres: 's.bakker@example.nl' },
  })

/** The signal with some of its efforts changed. */
export const withEfforts = (signal: Signal, dag: Dag, change: Signal): Signal => ({
  ...signal,
  inspanningen: { ...efforts(dag), ...change },
})

/** The signal with some of its person changed. */
export const withPerson = (signal: Signal, change: Signal): Signal => ({
  ...signal,
  persoon: { ...(signal['persoon'] as Signal), ...change },
})

const withReaction = (signal: Signal, reactie: string): Signal => ({
  ...signal,
  inspanningen: { ...(signal['inspanningen'] as Signal), reactie },
})

/** Every example, lawful ones first of their kind. */
export const EXAMPLES: readonly Example[] = [
  { naam: 'huur', door: 'de-linde', uitleg: 'huurachterstand, alles in orde', maak: rent },
  {
    naam: 'huur-zonder-herinnering',
    door: 'de-linde',
    uitleg: 'zonder schriftelijke herinnering: geweigerd',
    maak: (dag, suffix) => withEfforts(rent(dag, suffix), dag, { herinneringen: [] }),
  },
  {
    naam: 'huur-met-bsn',
    door: 'de-linde',
    uitleg: 'met een BSN dat een verhuurder niet mag geven: dat veld gaat niet door',
    maak: (dag, suffix) => withPerson(rent(dag, suffix), { burgerservicenummer: '999990019' }),
  },
  {
    naam: 'huur-met-notitie',
    door: 'de-linde',
    uitleg: 'met vrije tekst: het hele verzoek is ongeldig',
    maak: (dag, suffix) => ({ ...rent(dag, suffix), notitie: 'verslaafd, overlast' }),
  },
  {
    naam: 'huur-delen-geweigerd',
    door: 'de-linde',
    uitleg: 'de huurder weigerde het delen van gegevens: geweigerd',
    maak: (dag, suffix) => withEfforts(rent(dag, suffix), dag, { reactie: 'geweigerd' }),
  },
  {
    naam: 'huur-neutraal',
    door: 'de-linde',
    uitleg: 'de huurder reageerde, maar weigerde niet: aanvaard',
    maak: (dag, suffix) => withEfforts(rent(dag, suffix), dag, { reactie: 'neutraal' }),
  },
  {
    naam: 'huur-crisis',
    door: 'het-lage-land',
    uitleg: 'bedreigende situatie: aanvaard, met een termijn van drie werkdagen',
    maak: (dag, suffix) => ({ ...rent(dag, suffix), crisissignaal: true }),
  },
  {
    naam: 'huur-rechtspersoon',
    door: 'het-lage-land',
    uitleg: 'de huurder is een rechtspersoon: geweigerd',
    maak: (dag, suffix) =>
      withPerson(rent(dag, suffix), {
        achternaam: 'Zonneveld Bakkers B.V.',
        natuurlijkPersoon: false,
      }),
  },
  {
    naam: 'huur-niet-aangesloten',
    door: 'de-linde',
    uitleg: 'een adres in een gemeente die niet is aangesloten: geweigerd',
    maak: (dag, suffix) => ({
      ...rent(dag, suffix),
      adres: { straatnaam: 'Havenkade', huisnummer: 3, postcode: '4811JK', plaatsnaam: 'Breda' },
    }),
  },
  {
    naam: 'huur-onbekend-adres',
    door: 'de-linde',
    uitleg: 'een postcode die nergens ligt: geweigerd',
    maak: (dag, suffix) => ({ ...rent(dag, suffix), adres: { huisnummer: 1, postcode: '9999ZZ' } }),
  },
  {
    naam: 'premie',
    door: 'kompas',
    uitleg: 'premieachterstand van 62 dagen met BSN: aanvaard, het BSN alleen voor controle',
    maak: premium,
  },
  {
    naam: 'premie-te-oud',
    door: 'kompas',
    uitleg: 'premieachterstand van 7 maanden: geweigerd, de weg loopt langs het CAK',
    maak: (dag, suffix) => ({
      ...premium(dag, suffix),
      achterstand: { bedragInCenten: 102_000, maanden: 7 },
    }),
  },
  {
    naam: 'energie',
    door: 'lichtbron',
    uitleg: 'energieachterstand in Nijmegen, ontvangen door Samenwerking Rijnoever',
    maak: energy,
  },
  {
    naam: 'energie-neutraal',
    door: 'lichtbron',
    uitleg: 'de klant antwoordde neutraal, en dat is hier niet genoeg: geweigerd',
    maak: (dag, suffix) => withReaction(energy(dag, suffix), 'neutraal'),
  },
  {
    naam: 'energie-eenmanszaak',
    door: 'lichtbron',
    uitleg: 'op naam van een eenmanszaak: aanvaard, met een opmerking over de naam',
    maak: (dag, suffix) => withPerson(energy(dag, suffix), { achternaam: 'Bakkerij Zonneveld' }),
  },
  {
    naam: 'warmte',
    door: 'warmtebaan',
    uitleg: 'achterstand bij stadsverwarming in Arnhem',
    maak: heat,
  },
  {
    naam: 'drinkwater',
    door: 'heldere-bron',
    uitleg: 'achterstand bij het waterbedrijf in Renkum, ontvangen door Samenwerking Rijnoever',
    maak: water,
  },
  {
    naam: 'drinkwater-onder-drempel',
    door: 'heldere-bron',
    uitleg: '€ 48 in Tilburg, dat € 75 als drempel heeft: aanvaard, en geen veld bewaard',
    maak: (dag, suffix) => ({
      ...water(dag, suffix),
      adres: { straatnaam: 'Wevershof', huisnummer: 9, postcode: '5011EF', plaatsnaam: 'Tilburg' },
      achterstand: { bedragInCenten: 4_800, ontstaansdatum: addDays(dag, -75) },
    }),
  },
]
