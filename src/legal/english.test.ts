import { expect, test } from 'vitest'
import { Voorwaarde } from './conditions.ts'
import { englishOf } from './english.ts'

const own = { bijzonderheid: 'boete' }

test.each<[Voorwaarde['voorwaarde'], object, string]>([
  ['persoonlijkContactGeprobeerd', {}, 'The creditor tried to reach the customer in person.'],
  [
    'persoonlijkContactGeprobeerd',
    { voorSignaaldatum: true },
    'The creditor tried to reach the customer in person before the date of the signal.',
  ],
  ['opSchuldhulpGewezen', {}, 'The creditor pointed the customer to debt help.'],
  [
    'schriftelijkHerinnerd',
    { minstens: 2 },
    'The creditor reminded the customer in writing, on at least 2 day(s).',
  ],
  [
    'schriftelijkHerinnerd',
    { minstens: 2, termijnDagen: 14 },
    'The creditor reminded the customer in writing at least 2 times, each time leaving 14 days.',
  ],
  ['aanbodGedaan', {}, 'The creditor offered to share the contact data with the municipality.'],
  [
    'reactieToereikend',
    { toegestaan: ['geen', 'akkoord'] },
    "The customer's reaction to that offer is one of: geen, akkoord.",
  ],
  ['natuurlijkPersoon', {}, 'The customer is a natural person.'],
  [
    'minstensDagenOud',
    { dagen: 30 },
    'On the date of the signal the arrears are at least 30 days old (a month counts as 30 days).',
  ],
  [
    'hoogstensDagenOud',
    { dagen: 90 },
    'On the date of the signal the arrears are at most 90 days old (a month counts as 30 days).',
  ],
  ['minstensBedrag', { centen: 7_550 }, 'The arrears are at least EUR 75.50.'],
  [
    'minstensMaandenOud',
    { maanden: 2 },
    'On the date of the signal the oldest claim is at least 2 months old.',
  ],
  [
    'boeteachterstand',
    { ...own, centen: 100 },
    'There are also arrears on a fine, of at least EUR 1.00 (boete).',
  ],
  [
    'geenUitstel',
    own,
    'The creditor declares that no postponement of payment was granted (boete).',
  ],
  ['soortAangewezen', { ...own, waarden: ['a', 'b'] }, 'It is about a, b (boete).'],
  ['afspraakMetGemeente', {}, 'The municipality recorded an agreement with this creditor.'],
  [
    'vroegsignaalVooraf',
    { signaaltypen: ['huur', 'warmte'] },
    'The creditor gave an early signal of this person before (huur, warmte); if not, only a remark follows.',
  ],
  [
    'eindeleveringOpTijd',
    { werkdagen: 20 },
    'The supply ends only after at least 20 working days; if not, only a remark follows.',
  ],
])('%s is told in English', (voorwaarde, more, sentence) => {
  expect(englishOf(Voorwaarde.parse({ voorwaarde, grondslag: 'x', ...more }))).toBe(sentence)
})
