import { expect, test } from 'vitest'
import { readMunicipalityNames } from './read-municipality-names.ts'

const FRYSLAN = 'Súdwest-Fryslân'

test.each([
  [
    '2020',
    Buffer.from(`Gemcode2020;Gemeentenaam2020\r\n1900;${FRYSLAN}\r\n3;Appingedam\r\n`, 'latin1'),
  ],
  [
    '2024',
    Buffer.from(`\ufeffGemeente2024;Gemeentenaam2024\n1900;${FRYSLAN}\n0003;"Appingedam"\n`),
  ],
  ['kaart', Buffer.from(`GM_CODE,GM_NAAM\nGM1900,${FRYSLAN}\nGM0003,Appingedam`)],
])('reads codes and names in the form of %s', (_, bytes) => {
  expect(readMunicipalityNames(bytes)).toEqual([
    { gemeentecode: '1900', naam: FRYSLAN },
    { gemeentecode: '0003', naam: 'Appingedam' },
  ])
})

test.each([
  ['Gemcode2020\n1900\n', /gemeentenaam ontbreekt/],
  ['Gemcode2020;Gemeentenaam2020\n1900;\n', /regel 2/],
  ['Gemcode2020;Gemeentenaam2020\n1900;Ede\nx;Ede\n', /regel 3/],
  ['Gemcode2020;Gemeentenaam2020\n1900;<b>\n', /regel 2/],
])('refuses %j', (text, expected) => {
  expect(() => readMunicipalityNames(Buffer.from(text))).toThrow(expected)
})
