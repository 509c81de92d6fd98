/** Indicators of what came of it, fixed when the last row of the month has ended. */
import type { Indicatoruitleg } from './indicatoruitleg.ts'

const uitkomst = { waar: 'poort', fase: 'uitkomst' } as const

export const IN_UITKOMST = {
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
} as const satisfies Record<string, Indicatoruitleg>
