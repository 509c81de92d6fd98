/** The demo's signals that are refused, each for another reason. All persons are invented. */
import { addDays } from '../legal/calendar.ts'
import { huur, metLeeftijd, premie } from './demo-signals.ts'
import type { DemoStep } from './demo-step.ts'
import { withEfforts, withPerson } from './examples.ts'

/** Of these no value is kept. */
export const geweigerd: readonly DemoStep[] = [
  {
    door: 'de-linde',
    wat: 'De Linde stuurde de huurder nog geen herinnering.',
    waarom: 'Een verhuurder moet het eerst zelf proberen. Pas daarna mag de gemeente het weten.',
    maak: huur(
      { naam: ['W.', 'Groot', 'de'], woont: ['lindelaanOneven', 7], centen: 70_300, toestel: 17 },
      (signal, dag) => withEfforts(signal, dag, { herinneringen: [] }),
    ),
    verwacht: { soort: 'geweigerd', redenen: ['herinnering-ontbreekt'] },
  },
  {
    door: 'de-linde',
    wat: 'De huurder zei: nee, deel mijn gegevens niet.',
    waarom: 'De huurder mag dat weigeren. Dan gaat er niets door, ook niet een deel.',
    maak: huur(
      { naam: ['H.', 'Bosman'], woont: ['lindelaanEven', 20], centen: 88_800, toestel: 18 },
      (signal, dag) => withEfforts(signal, dag, { reactie: 'geweigerd' }),
    ),
    verwacht: { soort: 'geweigerd', redenen: ['gegevensdeling-geweigerd'] },
  },
  {
    door: 'het-lage-land',
    wat: 'De huurder is geen mens, maar een bedrijf (een B.V.).',
    waarom: 'Vroegsignalering is hulp aan inwoners.',
    maak: huur(
      {
        naam: ['-', 'Zonneveld Bakkers B.V.'],
        woont: ['spinnerij', 2],
        centen: 412_000,
        toestel: 19,
      },
      (signal) => withPerson(signal, { natuurlijkPersoon: false }),
    ),
    verwacht: { soort: 'geweigerd', redenen: ['rechtspersoon'] },
  },
  {
    door: 'kompas',
    wat: 'De premie is al zeven maanden niet betaald.',
    waarom: 'Vroeg is het dan niet meer. Voor oude premieschuld is er een andere weg.',
    maak: premie(
      { naam: ['D.', 'Peters'], woont: ['wevershof', 61], centen: 102_000, geboren: '1966-04-04' },
      metLeeftijd(() => ({ maanden: 7 })),
    ),
    verwacht: { soort: 'geweigerd', redenen: ['te-oud'] },
  },
  {
    door: 'de-linde',
    wat: 'Het signaal zelf is goed, maar de huurder woont in Breda.',
    waarom: 'Breda doet hier niet mee. Er is dus niemand die het signaal kan openen.',
    maak: huur({ naam: ['K.', 'Meijer'], woont: ['havenkade', 3], centen: 59_900, toestel: 20 }),
    verwacht: { soort: 'geweigerd', redenen: ['gemeente-niet-aangesloten'] },
  },
  {
    door: 'het-lage-land',
    wat: 'Het Lage Land koos het verkeerde soort: zorgpremie. En de achterstand is 12 dagen oud.',
    waarom: 'Er is meer mis. De poort noemt alle redenen in één keer.',
    maak: huur(
      { naam: ['G.', 'Vermeer'], woont: ['spinnerij', 40], centen: 21_000, toestel: 21 },
      (signal, dag) => ({
        ...metLeeftijd(() => ({ ontstaansdatum: addDays(dag, -12) }))(signal, dag),
        signaaltype: 'zorgverzekering',
      }),
    ),
    verwacht: { soort: 'geweigerd', redenen: ['afzender-niet-bevoegd', 'te-jong'] },
  },
  {
    door: 'de-linde',
    wat: 'De Linde voegt een notitie toe met eigen woorden over de huurder.',
    waarom:
      "In vrije tekst kan van alles staan: ziekte, roddel, een vermoeden. Daarom bestaat zo'n veld hier niet, en kijkt de poort niet verder.",
    maak: huur(
      { naam: ['B.', 'Dekker'], woont: ['lindelaanEven', 34], centen: 76_100, toestel: 22 },
      (signal) => ({ ...signal, notitie: 'verslaafd, geeft overlast' }),
    ),
    verwacht: { soort: 'ongeldig', plaatsen: ['/notitie'] },
  },
]
