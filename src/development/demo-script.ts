/** The twenty signals of `signaalpoort demo`, chapter by chapter, with what is told about each and what must come of it. */
import { deBoer, teVeel, visser, zoHoortHet } from './demo-accepted.ts'
import { geweigerd } from './demo-refused.ts'
import { huur } from './demo-signals.ts'
import type { DemoChapter, DemoStep, DemoView } from './demo-step.ts'

const namensEenAnder: readonly DemoStep[] = [
  {
    door: 'incasso-noord',
    namens: 'de-linde',
    wat: 'De Linde laat haar softwareleverancier de signalen versturen.',
    waarom:
      'Daarvoor ligt een mandaat (toestemming) vast. De Linde blijft verantwoordelijk; beide namen staan in het logboek.',
    maak: huur({
      naam: ['E.', 'Willems'],
      woont: ['lindelaanOneven', 3],
      centen: 67_700,
      toestel: 23,
    }),
    verwacht: { soort: 'aanvaard', gemeente: 'arnhem', tegengehouden: [], opmerkingen: [] },
  },
  {
    door: 'incasso-noord',
    namens: 'het-lage-land',
    wat: 'Dezelfde leverancier probeert het ook namens een andere verhuurder.',
    waarom:
      'Het Lage Land gaf deze leverancier geen mandaat. De poort leest het signaal niet eens.',
    maak: huur({ naam: ['S.', 'Koster'], woont: ['spinnerij', 76], centen: 43_200, toestel: 24 }),
    verwacht: { soort: 'niet-toegelaten', probleem: 'mandaat-ontbreekt' },
  },
]

const nogEenKeer: readonly DemoStep[] = [
  {
    door: 'de-linde',
    wat: 'De verbinding viel weg. De Linde weet niet of signaal 1 aankwam en stuurt het nog eens.',
    waarom: 'Zelfde kenmerk, zelfde inhoud: dan is het hetzelfde signaal. Het telt één keer.',
    maak: deBoer,
    zelfdeKenmerkAls: 1,
    verwacht: { soort: 'herhaald' },
  },
  {
    door: 'kompas',
    wat: 'Het bedrag van signaal 2 was fout: geen € 284, maar € 248. Kompas verbetert het.',
    waarom:
      'Zelfde kenmerk, andere inhoud: dan is het een verbetering. De eerste versie is gewist.',
    maak: visser(24_800),
    zelfdeKenmerkAls: 2,
    verwacht: { soort: 'aanvaard', gemeente: 'tilburg', tegengehouden: [], opmerkingen: [] },
  },
]

/** The chapters in order; the steps are numbered through. */
export const DEMO_CHAPTERS: readonly DemoChapter[] = [
  {
    titel: 'Zo hoort het',
    uitleg:
      'Vijf signalen die mogen. Elk gaat naar de gemeente waar de persoon woont. Wat het bedrijf eerst zelf deed (contact zoeken, herinneren), gebruikt de poort alleen om te beslissen; dat gaat niet mee.',
    stappen: zoHoortHet,
  },
  {
    titel: 'Te veel meegestuurd',
    uitleg:
      'Vier signalen met een gegeven dat niet mee mag. Het signaal gaat door, dat gegeven niet. De poort bewaart het ook niet.',
    stappen: teVeel,
  },
  {
    titel: 'Dit mag niet',
    uitleg:
      'Zeven signalen die de poort weigert. Van een geweigerd signaal bewaart zij geen enkel gegeven; alleen dát zij weigerde, en waarom.',
    stappen: geweigerd,
  },
  {
    titel: 'Namens een ander',
    uitleg:
      'Een leverancier mag signalen versturen voor een bedrijf, als dat bedrijf het vastlegde.',
    stappen: namensEenAnder,
  },
  {
    titel: 'Nog een keer',
    uitleg:
      'Elk signaal heeft een kenmerk: een eigen nummer van het bedrijf. Daaraan herkent de poort een signaal dat zij al heeft.',
    stappen: nogEenKeer,
  },
]

const ARNHEM = [1, 4, 5, 6, 9, 17]
const TILBURG = [3, 7, 8, 20]

/** Signal 20 is the newer version of signal 2; only the check by machine sees its BSN. */
export const DEMO_VIEWS: readonly DemoView[] = [
  { gemeente: 'arnhem', doel: 'hulpaanbod', ziet: ARNHEM, metBsn: [] },
  { gemeente: 'arnhem', doel: 'controle', ziet: ARNHEM, metBsn: [] },
  { gemeente: 'tilburg', doel: 'hulpaanbod', ziet: TILBURG, metBsn: [] },
  { gemeente: 'tilburg', doel: 'controle', ziet: TILBURG, metBsn: [20] },
]
