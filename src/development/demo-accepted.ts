/** The demo's signals that are accepted, whole or without a field that may not pass. All persons are invented. */
import { addDays } from '../legal/calendar.ts'
import { huur, metBsn, metLeeftijd, premie } from './demo-signals.ts'
import type { DemoStep } from './demo-step.ts'
import { withEfforts, withPerson } from './examples.ts'

/** Step 1, and again when it is repeated. */
export const deBoer = huur({
  naam: ['J.', 'Boer', 'de'],
  woont: ['lindelaanEven', 12],
  centen: 81_200,
  toestel: 10,
})

/** Step 2, and with another amount when it is corrected. */
export const visser = (centen: number): DemoStep['maak'] =>
  premie({ naam: ['A.', 'Visser'], woont: ['wevershof', 7], centen, geboren: '1985-06-15' }, metBsn)

/** Nothing is wrong with these. */
export const zoHoortHet: readonly DemoStep[] = [
  {
    door: 'de-linde',
    wat: 'De Linde zocht contact, wees op schuldhulp, stuurde een herinnering en bood aan gegevens te delen. De huurder reageerde niet.',
    waarom:
      'Alle vier de stappen zijn gezet. Dan mag een verhuurder contactgegevens en het bedrag geven.',
    maak: deBoer,
    verwacht: { soort: 'aanvaard', gemeente: 'arnhem', tegengehouden: [], opmerkingen: [] },
  },
  {
    door: 'kompas',
    wat: 'Twee maanden premie niet betaald. Kompas stuurt ook geboortedatum en BSN mee.',
    waarom:
      'Voor een zorgverzekeraar noemt de regeling het BSN wel. Maar het is alleen om te controleren over wie het gaat; wie hulp aanbiedt, krijgt het niet.',
    maak: visser(28_400),
    verwacht: { soort: 'aanvaard', gemeente: 'tilburg', tegengehouden: [], opmerkingen: [] },
  },
  {
    door: 'het-lage-land',
    wat: 'De huurder wordt bijna uit huis gezet. Het Lage Land meldt dat het dringend is.',
    waarom: 'Het is een bedreigende situatie. Dan moet de gemeente snel zijn.',
    maak: huur(
      { naam: ['M.', 'Çelik'], woont: ['spinnerij', 24], centen: 231_000, toestel: 11 },
      (signal) => ({ ...signal, crisissignaal: true }),
    ),
    verwacht: {
      soort: 'aanvaard',
      gemeente: 'tilburg',
      tegengehouden: [],
      opmerkingen: ['bedreigend'],
    },
  },
  {
    door: 'de-linde',
    wat: 'De huurder reageerde wel op het aanbod, maar zei geen ja en geen nee.',
    waarom: 'Alleen een "nee" houdt een signaal tegen.',
    maak: huur(
      {
        naam: ['C.', 'Berg', 'van den'],
        woont: ['lindelaanOneven', 31],
        centen: 45_500,
        toestel: 12,
      },
      (signal, dag) => withEfforts(signal, dag, { reactie: 'neutraal' }),
    ),
    verwacht: { soort: 'aanvaard', gemeente: 'arnhem', tegengehouden: [], opmerkingen: [] },
  },
  {
    door: 'kompas',
    wat: 'De premie is 38 dagen te laat. Kompas stuurt geen BSN mee; dat hoeft ook niet.',
    waarom: 'Een premiesignaal mag als de achterstand 30 tot en met 100 dagen oud is.',
    maak: premie(
      {
        naam: ['R.', 'Bakker'],
        woont: ['zonnebloemstraat', 45],
        centen: 15_300,
        geboren: '1972-01-30',
      },
      metLeeftijd((dag) => ({ ontstaansdatum: addDays(dag, -38) })),
    ),
    verwacht: { soort: 'aanvaard', gemeente: 'arnhem', tegengehouden: [], opmerkingen: [] },
  },
]

/** More than the law lets through. */
export const teVeel: readonly DemoStep[] = [
  {
    door: 'de-linde',
    wat: 'De Linde stuurt het BSN van de huurder mee.',
    waarom: 'Een verhuurder mag contactgegevens en het bedrag geven. Een BSN hoort daar niet bij.',
    maak: huur(
      { naam: ['L.', 'Jansen'], woont: ['zonnebloemstraat', 9], centen: 64_000, toestel: 13 },
      metBsn,
    ),
    verwacht: {
      soort: 'aanvaard',
      gemeente: 'arnhem',
      tegengehouden: ['persoon.burgerservicenummer'],
      opmerkingen: [],
    },
  },
  {
    door: 'het-lage-land',
    wat: 'Het Lage Land stuurt zijn hele klantkaart: geboortedatum, klantnummer en medehuurder.',
    waarom: 'Dat is handig, maar geen artikel noemt deze gegevens. Handig is niet genoeg.',
    maak: huur(
      { naam: ['P.', 'Smit'], woont: ['wevershof', 33], centen: 97_500, toestel: 14 },
      (signal) => ({
        ...withPerson(signal, { geboortedatum: '1990-11-02' }),
        klantnummer: '8841-22',
        medecontractant: { achternaam: 'Hendriks' },
      }),
    ),
    verwacht: {
      soort: 'aanvaard',
      gemeente: 'tilburg',
      tegengehouden: ['persoon.geboortedatum', 'medecontractant.achternaam', 'klantnummer'],
      opmerkingen: [],
    },
  },
  {
    door: 'kompas',
    wat: 'Kompas stuurt telefoonnummer en e-mailadres mee, zoals een verhuurder dat mag.',
    waarom:
      'Elk soort signaal heeft zijn eigen regel. Voor zorgpremie noemt de regeling naam en adres, maar geen telefoon en e-mail.',
    maak: premie(
      {
        naam: ['N.', 'Amrani', 'El'],
        woont: ['spinnerij', 58],
        centen: 30_600,
        geboren: '1998-08-19',
      },
      (signal) => ({
        ...signal,
        contact: { telefoonnummer: '+31600000015', emailadres: 'elamrani@example.nl' },
      }),
    ),
    verwacht: {
      soort: 'aanvaard',
      gemeente: 'tilburg',
      tegengehouden: ['contact.telefoonnummer', 'contact.emailadres'],
      opmerkingen: [],
    },
  },
  {
    door: 'de-linde',
    wat: 'In het veld voor het telefoonnummer staat geen nummer, maar "onbekend".',
    waarom: 'Een fout in een gegeven dat niet verplicht is, houdt de hulp niet op.',
    maak: huur(
      { naam: ['T.', 'Mulder'], woont: ['lindelaanEven', 48], centen: 52_000, toestel: 16 },
      (signal) => ({
        ...signal,
        contact: { telefoonnummer: 'onbekend', emailadres: 'mulder@example.nl' },
      }),
    ),
    verwacht: {
      soort: 'aanvaard',
      gemeente: 'arnhem',
      tegengehouden: ['contact.telefoonnummer'],
      opmerkingen: [],
    },
  },
]
