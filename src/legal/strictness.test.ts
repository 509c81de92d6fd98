import { describe, expect, test } from 'vitest'
import type { Voorwaarde } from './conditions.ts'
import { carryOver } from './strictness.ts'

const grondslag = ['a']
const days = (dagen: number): Voorwaarde => ({ voorwaarde: 'minstensDagenOud', dagen, grondslag })
const most = (dagen: number): Voorwaarde => ({ voorwaarde: 'hoogstensDagenOud', dagen, grondslag })
const reaction = (...toegestaan: ('geen' | 'neutraal' | 'akkoord')[]): Voorwaarde => ({
  voorwaarde: 'reactieToereikend',
  toegestaan,
  grondslag,
})
const reminders = (minstens: number, termijnDagen?: number): Voorwaarde => ({
  voorwaarde: 'schriftelijkHerinnerd',
  minstens,
  ...(termijnDagen !== undefined && { termijnDagen }),
  grondslag,
})
const contact = (before: boolean): Voorwaarde => ({
  voorwaarde: 'persoonlijkContactGeprobeerd',
  ...(before && { voorSignaaldatum: true }),
  grondslag,
})

describe('carryOver', () => {
  /** What the mild one answers for the strict one, and the other way about. */
  test.each<[string, Voorwaarde, Voorwaarde]>([
    ['a least age', days(45), days(30)],
    ['a greatest age', most(30), most(45)],
    [
      'an amount',
      { voorwaarde: 'minstensBedrag', centen: 2, grondslag },
      { voorwaarde: 'minstensBedrag', centen: 1, grondslag },
    ],
    [
      'months',
      { voorwaarde: 'minstensMaandenOud', maanden: 3, grondslag },
      { voorwaarde: 'minstensMaandenOud', maanden: 2, grondslag },
    ],
    ['reactions', reaction('geen'), reaction('geen', 'neutraal')],
    ['reminders', reminders(3, 14), reminders(2)],
    ['more reminders of one term', reminders(3, 14), reminders(2, 14)],
    ['reminders of a longer term', reminders(3, 14), reminders(3, 7)],
    ['reminders with a term', reminders(3, 14), reminders(3)],
    ['contact', contact(true), contact(false)],
    [
      'an amount of its own',
      { voorwaarde: 'boeteachterstand', bijzonderheid: 'boete', centen: 2, grondslag },
      { voorwaarde: 'boeteachterstand', bijzonderheid: 'boete', centen: 1, grondslag },
    ],
    [
      'working days',
      { voorwaarde: 'eindeleveringOpTijd', werkdagen: 5, grondslag },
      { voorwaarde: 'eindeleveringOpTijd', werkdagen: 3, grondslag },
    ],
    [
      'types of an earlier signal',
      { voorwaarde: 'vroegsignaalVooraf', signaaltypen: ['huur'], grondslag },
      { voorwaarde: 'vroegsignaalVooraf', signaaltypen: ['energie', 'huur'], grondslag },
    ],
    [
      'values of its own',
      { voorwaarde: 'soortAangewezen', bijzonderheid: 'soort', waarden: ['a'], grondslag },
      { voorwaarde: 'soortAangewezen', bijzonderheid: 'soort', waarden: ['a', 'b'], grondslag },
    ],
  ])(
    'of %s: what held strictly holds mildly, what failed mildly fails strictly',
    (_what, strict, mild) => {
      expect(carryOver(strict, true, mild)).toBe(true)
      expect(carryOver(strict, false, mild)).toBeUndefined()
      expect(carryOver(mild, false, strict)).toBe(false)
      expect(carryOver(mild, true, strict)).toBeUndefined()
      for (const one of [strict, mild])
        for (const value of [true, false]) expect(carryOver(one, value, one)).toBe(value)
    },
  )

  test.each([
    'opSchuldhulpGewezen',
    'aanbodGedaan',
    'natuurlijkPersoon',
    'afspraakMetGemeente',
  ] as const)(
    'of %s, which has no measure, stays what it was, on whatever article',
    (voorwaarde) => {
      for (const value of [true, false])
        expect(carryOver({ voorwaarde, grondslag }, value, { voorwaarde, grondslag: ['b'] })).toBe(
          value,
        )
    },
  )

  test('tells nothing of what was not asked, not weighed, or of another field or kind', () => {
    expect(carryOver(undefined, true, days(1))).toBeUndefined()
    expect(carryOver(days(1), undefined, days(1))).toBeUndefined()
    expect(carryOver(most(1), true, days(1))).toBeUndefined()
    expect(carryOver(days(1), true, most(1))).toBeUndefined()
    expect(carryOver(reminders(3), true, reminders(2, 14))).toBeUndefined()
    const own = (bijzonderheid: string): Voorwaarde => ({
      voorwaarde: 'geenUitstel',
      bijzonderheid,
      grondslag,
    })
    expect(carryOver(own('a'), true, own('b'))).toBeUndefined()
    expect(carryOver(reminders(3, 7), true, reminders(2, 14))).toBeUndefined()
    expect(carryOver(reminders(2, 14), true, reminders(3, 7))).toBeUndefined()
    const fine = (bijzonderheid: string, centen: number): Voorwaarde => ({
      voorwaarde: 'boeteachterstand',
      bijzonderheid,
      centen,
      grondslag,
    })
    expect(carryOver(fine('a', 2), true, fine('b', 1))).toBeUndefined()
    const kind = (bijzonderheid: string): Voorwaarde => ({
      voorwaarde: 'soortAangewezen',
      bijzonderheid,
      waarden: ['x'],
      grondslag,
    })
    expect(carryOver(kind('a'), true, kind('b'))).toBeUndefined()
    expect(carryOver(own('a'), true, { ...own('a'), grondslag: ['b'], zin: 'x' })).toBe(true)
  })
})
