import { describe, expect, test } from 'vitest'
import { readDate, readDecimal } from './rewrite-cell.ts'
import { splitHouseNumber, splitPostcode, splitStreet } from './split-address.ts'
import { type Naamvolgorde, splitName } from './split-name.ts'

describe('splitName', () => {
  test.each<[string, string, Naamvolgorde?]>([
    ['J. de Boer', 'J.|de|Boer'],
    ['Boer, J. de', 'J.|de|Boer'],
    ['de Boer, J.', 'J.|de|Boer'],
    ['Boer, de, J.', '?'],
    ['Dhr. J. P. van der Berg', 'J.P.|van der|Berg'],
    ['JP van den Berg', 'J.P.|van den|Berg'],
    ["mevr. drs. A. in 't Veld", "A.|in 't|Veld"],
    ['Jan-Willem de Boer', 'J.W.|de|Boer'],
    ['IJsbrand van Dam', 'IJ.|van|Dam'],
    ['Jansen J.', 'J.||Jansen'],
    ['Boer J. de', 'J.|de|Boer', 'achternaam-eerst'],
    ['Visser - de Vries, K.', 'K.||Visser - de Vries'],
    ['S. El Amrani', 'S.|el|Amrani'],
    ['Ch. Özdemir', 'Ch.||Özdemir'],
    ['Bakkerij Zonneveld', '||Bakkerij Zonneveld'],
    ['Jan Jansen', '?'],
    ['Jan Jansen', 'J.||Jansen', 'voorletters-eerst'],
    ['Boer', '?'],
    ['J. de Boer / A. Smit', '?'],
    ['', '?'],
  ])('%s', (text, expected, volgorde) => {
    const found = splitName(text, volgorde)
    const { voorletters = '', voorvoegsel = '', achternaam = '' } = found ?? {}
    expect(found === undefined ? '?' : [voorletters, voorvoegsel, achternaam].join('|')).toBe(
      expected,
    )
  })
})

describe('splitHouseNumber', () => {
  test.each([
    ['12', '12||'],
    ['12A', '12|A|'],
    ['12 a', '12|a|'],
    ['12-2', '12||2'],
    ['12 bis', '12||bis'],
    ['12bis', '12||bis'],
    ['12 A-2', '12|A|2'],
    ['12A2', '12|A|2'],
    ['12 t/m 18', '?'],
    ['bis', '?'],
  ])('%s', (text, expected) => {
    const found = splitHouseNumber(text)
    const { huisnummer = '', huisletter = '', huisnummertoevoeging = '' } = found ?? {}
    expect(
      found === undefined ? '?' : [huisnummer, huisletter, huisnummertoevoeging].join('|'),
    ).toBe(expected)
  })
})

test('a street ends where only one house number can begin', () => {
  expect(splitStreet('2e Lindedwarsstraat 12 bis')).toEqual({
    straatnaam: '2e Lindedwarsstraat',
    huisnummer: '12',
    huisnummertoevoeging: 'bis',
  })
  expect(splitStreet('Plein 1944 12')).toBeUndefined()
  expect(splitStreet('Lindelaan')).toBeUndefined()
  expect(splitPostcode('6811 ab Den Haag')).toEqual({ postcode: '6811AB', plaatsnaam: 'Den Haag' })
  expect(splitPostcode('6811AB')).toBeUndefined()
})

test('dates have the form that was told, and exist', () => {
  expect(readDate('3/11/2026', 'dd/mm/jjjj')).toBe('2026-11-03')
  expect(readDate('11/03/2026', 'mm/dd/jjjj')).toBe('2026-11-03')
  expect(readDate('20261103', 'jjjjmmdd')).toBe('2026-11-03')
  expect(readDate('3-11-26', 'dd-mm-jj')).toBe('2026-11-03')
  expect(readDate('46329', 'excel-dagnummer')).toBe('2026-11-03')
  expect(readDate('60', 'excel-dagnummer')).toBeUndefined()
  expect(readDate('31-2-2026', 'dd-mm-jjjj')).toBeUndefined()
})

test('decimals have the sign that was told, and no parts of a cent', () => {
  expect(readDecimal('1.234', 'komma')).toBe('1234,00')
  expect(readDecimal('1.234', 'punt')).toBeUndefined()
  expect(readDecimal('€ 1,234.5', 'punt')).toBe('1234,50')
  expect(readDecimal('812,5000', 'komma')).toBe('812,50')
  expect(readDecimal('812,005', 'komma')).toBeUndefined()
  expect(readDecimal('-5', 'komma')).toBeUndefined()
})
