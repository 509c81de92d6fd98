/** Indicators of what came in, fixed at the closing of the month. */
import type { Indicatoruitleg } from './indicatoruitleg.ts'

const instroom = { waar: 'poort', fase: 'instroom' } as const

export const IN_INSTROOM = {
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
} as const satisfies Record<string, Indicatoruitleg>
