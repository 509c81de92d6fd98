import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normaliseName } from './normalise-name.ts'

const surname = (achternaam: string): string => normaliseName({ achternaam }).namen.join(' ')
const initials = (voorletters: string): string =>
  normaliseName({ achternaam: 'Boer', voorletters }).voorletters

/** Each row is one name. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  'a prefix, in or out': ['Boer', 'de Boer', 'Boer, de', 'DE BOER', 'deBoer', 'Deboer'],
  'a prefix of two words': [
    'Berg',
    'van den Berg',
    'v.d. Berg',
    'vd Berg',
    'v/d Berg',
    'Berg, v.d.',
    'Vandenberg',
    'VanDenBerg',
    'V.D. BERG',
  ],
  'an apostrophe': ["van 't Hof", 'van t Hof', 'van het Hof', '‘t Hof', 'Hof'],
  'an Arabic article': ['El Amrani', 'el-Amrani', 'Elamrani', 'Amrani'],
  diacritics: ['Çelik', 'Celik', 'C\u0327elik', 'Ã‡elik'],
  'a dotless i': ['Yılmaz', 'Yilmaz', 'YILMAZ'],
  'an umlaut written out': ['Müller', 'Mueller', 'Muller'],
  'ij and y': ['Meijer', 'Meyer', 'Meĳer', 'Meier', 'Meÿer'],
  'ss, sz and ß': ['Weiß', 'Weiss', 'Weisz', 'WEISS'],
  'double letters': ['Janssen', 'Jansen', 'Janszen', 'Janssenn'],
  'the same sound': ['Hendriks', 'Hendrix', 'Hendricks', 'Hendrickx'],
  'two names': ['Jansen-de Vries', 'de Vries - Jansen', 'Jansen de Vries', 'Vries e/v Jansen'],
  'born as': ['Jansen geb. de Vries', 'Jansen–Vries', 'mevr. Jansen-de Vries'],
  'a firm': ['Zonneveld', 'Bakkerij Zonneveld', 'Firma Zonneveld & Zn.', 'Zonneveld V.O.F.'],
  'a firm with its owner': ['A. Zonneveld h.o.d.n. Bakkerij Zonneveld', 'Zonneveld'],
}

describe('a surname', () => {
  test.each(Object.entries(SAME))('is the same with %s', (_, spellings) => {
    expect(new Set(spellings.map(surname)).size).toBe(1)
  })

  test('stays apart from another', () => {
    const names = ['Jansen', 'Jacobs', 'Visser', 'Vos', 'Bos', 'Smit', 'Smeets', 'Kok', 'Koster']
    expect(new Set(names.map(surname)).size).toBe(names.length)
  })

  test('is never empty, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (achternaam) => {
        expect(normaliseName({ achternaam }).namen.length).toBeGreaterThan(0)
      }),
    )
  })

  test('that is a prefix or a firm word only, is that', () => {
    expect(surname('Le')).toBe('le')
    expect(surname('Garage')).toBe('garage')
  })
})

describe('initials', () => {
  test.each([
    ['J.P.', 'jp'],
    ['J P', 'jp'],
    ['JP', 'jp'],
    ['Jan Pieter', 'jp'],
    ['Jan-Pieter', 'jp'],
    ['Dhr. J.P.', 'jp'],
    ['Jan', 'j'],
    ['JAN', 'j'],
    ['Th.', 't'],
    ['IJ.', 'y'],
    ['IJsbrand', 'y'],
    ['É.', 'e'],
    ['', ''],
  ])('of %s are "%s"', (given, wanted) => {
    expect(initials(given)).toBe(wanted)
  })

  test('are found with the surname when they are not given', () => {
    expect(normaliseName({ achternaam: 'J.P. de Boer' }).voorletters).toBe('jp')
    expect(normaliseName({ achternaam: 'Boer, IJ.P. de' }).voorletters).toBe('yp')
    expect(normaliseName({ achternaam: 'V.D. BERG' }).voorletters).toBe('')
  })
})
