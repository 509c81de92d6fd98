/** Indicators of what only the municipality can compute: it takes opened data or what the gateway never hears. */
import type { Indicatoruitleg } from './indicatoruitleg.ts'

const gemeente = { waar: 'gemeente' } as const

export const BIJ_GEMEENTE = {
  'gemiddelde-achterstand': {
    ...gemeente,
    bron: 'kpi',
    eenheid: 'euro',
    nl: [
      'Gemiddelde hoogte betalingsachterstand van vroegsignalen',
      'Het gemiddelde bedrag van de geopende signalen; de poort kent alleen klassen.',
    ],
    en: [
      'Average amount of the arrears of early signals',
      'The average amount of the signals that were opened; the gateway knows classes only.',
    ],
  },
  'schuld-bij-aanvang': {
    ...gemeente,
    bron: 'kpi',
    eenheid: 'euro',
    nl: ['Hoogte van de schulden bij aanvang schuldregelingstraject', 'Uit het schuldhulpdossier.'],
    en: ['Amount of the debts at the start of debt settlement', 'From the debt-help file.'],
  },
  'schuldeisers-bij-aanvang': {
    ...gemeente,
    bron: 'kpi',
    eenheid: 'aantal',
    nl: ['Aantal schuldeisers bij aanvang schuldregelingstraject', 'Uit het schuldhulpdossier.'],
    en: ['Number of creditors at the start of debt settlement', 'From the debt-help file.'],
  },
  'opvolging-x-schuldregeling': {
    ...gemeente,
    bron: 'kpi',
    eenheid: 'procent',
    nl: [
      'Huisbezoeken (of andere opvolging) x start trajecten schuldregeling',
      'Per soort poging het deel waarop een schuldregeling volgde; het traject staat verzegeld.',
    ],
    en: [
      'Home visits (or other follow-up) × start of debt settlement',
      'For each type of attempt the share that a debt settlement followed; the programme is sealed.',
    ],
  },
  'plannen-van-aanpak': {
    ...gemeente,
    bron: 'kpi',
    eenheid: 'aantal',
    nl: ['Hoeveel plannen van aanpak', 'De soort hulp van het verzegelde resultaat.'],
    en: ['How many plans of action', 'The kind of help of the sealed result.'],
  },
  'afgeronde-dossiers': {
    ...gemeente,
    bron: 'kpi',
    eenheid: 'aantal',
    nl: ['Succesvol afgeronde dossiers', 'Uit het dossier van de hulp die volgde.'],
    en: ['Cases completed with success', 'From the file of the help that followed.'],
  },
  klanttevredenheid: {
    ...gemeente,
    bron: 'kpi',
    eenheid: 'tekst',
    nl: ['Klanttevredenheid', 'Uit eigen onderzoek van de gemeente.'],
    en: ['Satisfaction', "From the municipality's own survey."],
  },
  'interventie-per-doelgroep': {
    ...gemeente,
    bron: 'kpi',
    eenheid: 'tekst',
    nl: [
      'Welke interventie werkt voor welke doelgroep',
      'Soort hulp en opvolging naast de geopende gegevens.',
    ],
    en: ['Which intervention works for whom', 'Kind of help and follow-up beside the opened data.'],
  },
  'recidive-na-half-jaar': {
    ...gemeente,
    bron: 'kpi',
    eenheid: 'procent',
    nl: [
      'Recidive langer dan een half jaar',
      'De poort herkent een persoon hoogstens zes maanden; langer terug kijkt alleen de gemeente.',
    ],
    en: [
      'Recurrence after more than half a year',
      'The gateway recognises a person for six months at most; only the municipality looks further back.',
    ],
  },
  'reden-geen-hulp': {
    ...gemeente,
    bron: 'kpi',
    eenheid: 'tekst',
    nl: ['Reden van geen hulp', 'De reden van het verzegelde resultaat.'],
    en: ['Reason for no help', 'The reason of the sealed result.'],
  },
  'latere-aanmelding': {
    ...gemeente,
    bron: 'kpi',
    eenheid: 'aantal',
    nl: [
      'Aantal inwoners die benaderd zijn maar geen hulp wilden of niet reageerden en die binnen een bepaalde termijn bij de gemeente aankloppen voor financiële ondersteuning',
      'Geopende meldingen naast latere aanmeldingen bij de gemeente.',
    ],
    en: [
      'Number of residents who were approached but wanted no help or did not react, and who turn to the municipality for financial support within a certain term',
      'Opened meldingen beside later applications at the municipality.',
    ],
  },
} as const satisfies Record<string, Indicatoruitleg>
