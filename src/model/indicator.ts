/**
 * Every indicator that the sources name (Divosa's monitor, the KPIs of the national meeting of 30 May 2022, the Signaalreis), by name: what it says in
 * Dutch and English, and where it is computed. The closed list; a name is never given another meaning.
 */

/** `divosa`: the monitor vroegsignalering schulden; `kpi`: themasessie registratie en monitoring; `signaalreis`: the table of signals followed at the VLP; `beleid`: what a municipality may count by a policy of its own. */
export type Indicatorbron = 'divosa' | 'kpi' | 'signaalreis' | 'beleid'

/**
 * `poort`: here, of coded rows; `gemeente`: at the municipality, by `afnemer kpi` or from its own files, since it takes opened data or what the gateway
 * never hears. `instroom`: fixed at the closing of the month; `uitkomst`: fixed when the last row of the month has ended.
 */
type Plaats =
  | { readonly waar: 'poort'; readonly fase: Indicatorfase }
  | { readonly waar: 'gemeente' }
export const INDICATORFASEN = ['instroom', 'uitkomst'] as const
export type Indicatorfase = (typeof INDICATORFASEN)[number]

export type Indicatoruitleg = Plaats & {
  readonly bron: Indicatorbron
  readonly eenheid: 'aantal' | 'procent' | 'per1000' | 'euro' | 'tekst'
  readonly nl: readonly [titel: string, definitie: string]
  readonly en: readonly [titel: string, definitie: string]
}

const instroom = { waar: 'poort', fase: 'instroom' } as const
const uitkomst = { waar: 'poort', fase: 'uitkomst' } as const
const gemeente = { waar: 'gemeente' } as const

export const INDICATOREN = {
  'aantal-vroegsignalen': {
    ...instroom,
    bron: 'kpi',
    eenheid: 'aantal',
    nl: [
      'Aantal vroegsignalen',
      'Aanvaarde signalen van de maand; één signaal is één achterstand bij één aanleveraar.',
    ],
    en: [
      'Number of early signals',
      'Accepted signals of the month; one signal is one arrears at one creditor.',
    ],
  },
  'signalen-per-1000': {
    ...instroom,
    bron: 'divosa',
    eenheid: 'per1000',
    nl: [
      'Signalen per 1000 inwoners',
      'Vroegsignalen van de maand gedeeld door de inwoners, maal duizend.',
    ],
    en: [
      'Signals per 1000 inhabitants',
      'Early signals of the month divided by the inhabitants, times a thousand.',
    ],
  },
  'aandeel-per-sector': {
    ...instroom,
    bron: 'divosa',
    eenheid: 'procent',
    nl: ['Aandeel per sector', 'Signalen per soort aanleveraar, als deel van alle.'],
    en: ['Share per sector', 'Signals by kind of creditor, as a share of all.'],
  },
  'aandeel-eindelevering': {
    ...instroom,
    bron: 'divosa',
    eenheid: 'procent',
    nl: [
      'Aandeel eindelevering van energie',
      'Signalen over het einde van de levering, als deel van alle signalen over energie.',
    ],
    en: [
      'Share of end of supply within energy',
      'Signals about the end of supply, as a share of all energy signals.',
    ],
  },
  'signalen-per-bedragklasse': {
    ...instroom,
    bron: 'divosa',
    eenheid: 'aantal',
    nl: ['Signalen per bedragklasse', 'Signalen naar de klasse van de achterstand, in centen.'],
    en: ['Signals by amount class', 'Signals by the class of the arrears, in cents.'],
  },
  'signalen-per-leeftijdsklasse': {
    ...instroom,
    bron: 'kpi',
    eenheid: 'aantal',
    nl: [
      'Inwoners in een vroeger stadium: leeftijd van de achterstand',
      'Signalen naar hoe oud de achterstand was bij ontvangst, in dagen.',
    ],
    en: [
      'Residents at an earlier stage: age of the arrears',
      'Signals by how old the arrears were on receipt, in days.',
    ],
  },
  'signalen-per-wijk': {
    ...instroom,
    bron: 'divosa',
    eenheid: 'aantal',
    nl: ['Signalen per wijk', 'Signalen naar wijk (CBS); kleine wijken staan samen onder overig.'],
    en: [
      'Signals per district',
      'Signals by district (CBS); small districts stand together under the rest.',
    ],
  },
  crisissignalen: {
    ...instroom,
    bron: 'divosa',
    eenheid: 'aantal',
    nl: [
      'Crisissignalen',
      'Signalen over een bedreigende situatie (Wgs art. 4 lid 2), naar ja, nee en onbekend.',
    ],
    en: [
      'Crisis signals',
      'Signals about a threatening situation (Wgs art. 4(2)), by yes, no and unknown.',
    ],
  },
  slepers: {
    ...instroom,
    bron: 'beleid',
    eenheid: 'aantal',
    nl: [
      'Slepers',
      'Personen die in zoveel maanden als de gemeente besloot onder haar drempel bleven; alleen waar dat wordt geteld.',
    ],
    en: [
      'Persons who stay below the threshold',
      'Persons below the threshold in as many months as the municipality decided; only where that is counted.',
    ],
  },
  'aandeel-melding': {
    ...instroom,
    bron: 'divosa',
    eenheid: 'procent',
    nl: [
      'Aandeel signalen dat een melding werd',
      'Meldingen van de maand gedeeld door haar signalen.',
    ],
    en: [
      'Share of signals that became a melding',
      'Meldingen of the month divided by its signals.',
    ],
  },
  meldingen: {
    ...instroom,
    bron: 'divosa',
    eenheid: 'aantal',
    nl: ['Meldingen', 'Dossiers na het samenbrengen van signalen van één persoon.'],
    en: ['Meldingen', 'Cases after signals of one person were brought together.'],
  },
  'meldingen-per-1000': {
    ...instroom,
    bron: 'divosa',
    eenheid: 'per1000',
    nl: [
      'Meldingen per 1000 inwoners',
      'Meldingen van de maand gedeeld door de inwoners, maal duizend.',
    ],
    en: [
      'Meldingen per 1000 inhabitants',
      'Meldingen of the month divided by the inhabitants, times a thousand.',
    ],
  },
  enkelvoudig: {
    ...instroom,
    bron: 'divosa',
    eenheid: 'procent',
    nl: [
      'Enkelvoudige meldingen',
      'Meldingen van één aanleveraar zonder eerdere melding in zes maanden, als deel van alle.',
    ],
    en: [
      'Single meldingen',
      'Meldingen of one creditor without an earlier one in six months, as a share of all.',
    ],
  },
  meervoudig: {
    ...instroom,
    bron: 'divosa',
    eenheid: 'procent',
    nl: [
      'Meervoudige meldingen',
      'Meldingen met signalen van twee of meer aanleveraars in de maand, als deel van alle; ook als zij opeenvolgend zijn.',
    ],
    en: [
      'Multiple meldingen',
      'Meldingen with signals of two or more creditors in the month, as a share of all; also when consecutive.',
    ],
  },
  opeenvolgend: {
    ...instroom,
    bron: 'divosa',
    eenheid: 'procent',
    nl: [
      'Opeenvolgende meldingen',
      'Meldingen van een persoon met een eerdere melding in zes maanden, als deel van alle; ook als zij meervoudig zijn.',
    ],
    en: [
      'Consecutive meldingen',
      'Meldingen of a person with an earlier one in six months, as a share of all; also when multiple.',
    ],
  },
  'opgepakte-meldingen': {
    ...uitkomst,
    bron: 'divosa',
    eenheid: 'aantal',
    nl: ['Opgepakte meldingen', 'Meldingen die een medewerker koos.'],
    en: ['Meldingen picked up', 'Meldingen that an employee chose.'],
  },
  'opgepakte-meldingen-per-1000': {
    ...uitkomst,
    bron: 'divosa',
    eenheid: 'per1000',
    nl: [
      'Opgepakte meldingen per 1000 inwoners',
      'Gekozen meldingen gedeeld door de inwoners, maal duizend.',
    ],
    en: [
      'Meldingen picked up per 1000 inhabitants',
      'Chosen meldingen divided by the inhabitants, times a thousand.',
    ],
  },
  'aantal-contactpogingen': {
    ...uitkomst,
    bron: 'kpi',
    eenheid: 'aantal',
    nl: ['Aantal contactpogingen', 'Pogingen om de inwoner te bereiken, naar soort.'],
    en: ['Number of contact attempts', 'Attempts to reach the resident, by type.'],
  },
  'opvolging-x-contact': {
    ...uitkomst,
    bron: 'kpi',
    eenheid: 'procent',
    nl: [
      'Huisbezoeken (of andere opvolging) x contact',
      'Per soort poging het deel waarbij de inwoner werd bereikt.',
    ],
    en: [
      'Home visits (or other follow-up) × contact',
      'For each type of attempt the share that reached the resident.',
    ],
  },
  'aantal-inwoners-bereikt': {
    ...uitkomst,
    bron: 'kpi',
    eenheid: 'aantal',
    nl: [
      'Aantal inwoners bereikt',
      'Meldingen waarbij een poging slaagde of het resultaat contact veronderstelt.',
    ],
    en: [
      'Number of residents reached',
      'Meldingen of which an attempt succeeded or the result supposes contact.',
    ],
  },
  bereik: {
    ...uitkomst,
    bron: 'divosa',
    eenheid: 'procent',
    nl: ['Bereik', 'Bereikte inwoners als deel van alle meldingen.'],
    en: ['Reach', 'Residents reached as a share of all meldingen.'],
  },
  'hulpacceptatie-van-bereikt': {
    ...uitkomst,
    bron: 'divosa',
    eenheid: 'procent',
    nl: [
      'Hulpacceptatie van bereikte inwoners',
      'Meldingen waarop hulp is aanvaard, als deel van de bereikte.',
    ],
    en: [
      'Help accepted, of residents reached',
      'Meldingen on which help was accepted, as a share of those reached.',
    ],
  },
  'hulpacceptatie-van-meldingen': {
    ...uitkomst,
    bron: 'divosa',
    eenheid: 'procent',
    nl: ['Hulpacceptatie van meldingen', 'Meldingen waarop hulp is aanvaard, als deel van alle.'],
    en: ['Help accepted, of meldingen', 'Meldingen on which help was accepted, as a share of all.'],
  },
  uitkomsten: {
    ...uitkomst,
    bron: 'divosa',
    eenheid: 'aantal',
    nl: ['Uitkomsten', 'Meldingen naar de groep van hun eindresultaat, of hoe zij nog staan.'],
    en: ['Outcomes', 'Meldingen by the group of their end result, or how they still stand.'],
  },
  'uitkomsten-per-wijk': {
    ...uitkomst,
    bron: 'divosa',
    eenheid: 'aantal',
    nl: ['Uitkomsten per wijk', 'Meldingen naar wijk en groep van het eindresultaat.'],
    en: ['Outcomes per district', 'Meldingen by district and group of the end result.'],
  },
  recidive: {
    ...uitkomst,
    bron: 'divosa',
    eenheid: 'procent',
    nl: [
      'Recidive',
      'Meldingen waarop binnen zes maanden een nieuwe melding van dezelfde persoon volgde, als deel van alle.',
    ],
    en: [
      'Recurrence',
      'Meldingen that a new one of the same person followed within six months, as a share of all.',
    ],
  },
  'bekend-bij-shv': {
    ...uitkomst,
    bron: 'kpi',
    eenheid: 'aantal',
    nl: [
      'Inwoner al bekend bij SHV',
      'Meldingen van een inwoner die al bij schuldhulpverlening of in een ander traject bekend was.',
    ],
    en: [
      'Resident already known to debt help',
      'Meldingen of a resident already known to debt help or in another programme.',
    ],
  },
  signaalreis: {
    ...uitkomst,
    bron: 'signaalreis',
    eenheid: 'procent',
    nl: [
      'Ontwikkeling van de schuld bij de aanleveraar',
      'Signalen naar hoe de schuld zich ontwikkelde, per resultaat bij de gemeente.',
    ],
    en: [
      'Development of the debt at the creditor',
      'Signals by how the debt developed, for each result at the municipality.',
    ],
  },
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

export type Indicatornaam = keyof typeof INDICATOREN

export const INDICATORNAMEN = Object.keys(INDICATOREN) as [Indicatornaam, ...Indicatornaam[]]
