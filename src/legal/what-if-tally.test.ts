import { describe, expect, test } from 'vitest'
import { addToTally, describeTally, SMALL, type Tally } from './what-if-tally.ts'

const refused = { soort: 'geweigerd', redenen: ['te-jong'], eraf: ['klantnummer'] } as const

describe('describeTally', () => {
  test('says counts by signal type, with reasons and fields', () => {
    const tally: Tally = new Map()
    addToTally(tally, 'huur', { soort: 'gelijk' }, 40)
    addToTally(tally, 'huur', refused, 12)
    addToTally(tally, 'huur', { soort: 'velden', erbij: ['klantnummer'], eraf: [] }, 10)
    addToTally(tally, 'energie', { soort: 'onbekend', ontbreekt: ['minstensBedrag'] }, 11)
    expect(describeTally(tally)).toEqual([
      'energie: 11 besluiten',
      '  hetzelfde: 0',
      '  niet te zeggen: 11',
      '    niet vastgelegd: minstensBedrag (11)',
      'huur: 62 besluiten',
      '  hetzelfde: 40',
      '  aanvaard, zou geweigerd zijn: 12',
      '    reden: te-jong (12)',
      '  aanvaard, met andere velden: 10',
      '  velden eraf: klantnummer (12)',
      '  velden erbij, hooguit: klantnummer (10)',
    ])
  })

  test.each([
    ['abc', ['a', 'b', 'c']],
    ['cba', ['c', 'b', 'a']],
    ['bca', ['b', 'c', 'a']],
  ])('names types and reasons by the alphabet, though they came as %s', (_how, names) => {
    const tally: Tally = new Map()
    for (const name of names) addToTally(tally, name, { soort: 'onbekend', ontbreekt: names }, 10)
    const lines = describeTally(tally)
    expect(lines.filter((line) => line.endsWith('besluiten'))).toEqual([
      'a: 10 besluiten',
      'b: 10 besluiten',
      'c: 10 besluiten',
    ])
    expect(lines).toContain('    niet vastgelegd: a (10), b (10), c (10)')
  })

  test.each([1, SMALL - 1])('never gives away a cell of %i, nor by what is left over', (few) => {
    const lines = (count: number): readonly string[] => {
      const tally: Tally = new Map()
      addToTally(tally, 'huur', { soort: 'gelijk' }, 100)
      addToTally(tally, 'huur', refused, count)
      addToTally(tally, 'huur', { soort: 'aanvaard', erbij: ['klantnummer'] }, 3)
      return describeTally(tally)
    }
    expect(lines(few)).toContain('  aanvaard, zou geweigerd zijn: minder dan 10')
    expect(lines(few)).toContain('    reden: te-jong (minder dan 10)')
    expect(lines(few)[1]).toBe('  hetzelfde: ongeveer 100')
    expect(lines(few)[0]).toMatch(/^huur: ongeveer 1[01]0 besluiten$/)
  })

  test('does not let a small rest be found from the cells that are told', () => {
    const tally: Tally = new Map()
    addToTally(tally, 'huur', { soort: 'gelijk' }, 4)
    addToTally(tally, 'huur', refused, 21)
    expect(describeTally(tally).slice(0, 3)).toEqual([
      'huur: ongeveer 30 besluiten',
      '  hetzelfde: minder dan 10',
      '  aanvaard, zou geweigerd zijn: 21',
    ])
  })

  test('says each way in which a verdict turns out, with its fields, in one order', () => {
    const tally: Tally = new Map()
    addToTally(tally, 'huur', { soort: 'aanvaard', erbij: ['klantnummer', 'crisissignaal'] }, 10)
    addToTally(
      tally,
      'huur',
      { soort: 'velden', erbij: ['klantnummer'], eraf: ['signaaldatum'] },
      20,
    )
    addToTally(tally, 'huur', { soort: 'geweigerd', redenen: ['te-oud', 'te-jong'], eraf: [] }, 30)
    addToTally(tally, 'huur', { soort: 'onbekend', ontbreekt: [] }, 40)
    addToTally(tally, 'energie', { soort: 'gelijk' }, 50)
    addToTally(tally, 'energie', { soort: 'gelijk' }, 50)
    addToTally(tally, 'drinkwater', { soort: 'gelijk' }, 10)
    expect(describeTally(tally)).toEqual([
      'drinkwater: 10 besluiten',
      '  hetzelfde: 10',
      'energie: 100 besluiten',
      '  hetzelfde: 100',
      'huur: 100 besluiten',
      '  hetzelfde: 0',
      '  aanvaard, zou geweigerd zijn: 30',
      '    reden: te-jong (30), te-oud (30)',
      '  geweigerd, zou aanvaard zijn: 10',
      '  aanvaard, met andere velden: 20',
      '  niet te zeggen: 40',
      '  velden eraf: signaaldatum (20)',
      '  velden erbij, hooguit: crisissignaal (10), klantnummer (30)',
    ])
  })

  test('rounds a total of few to fewer than ten, and one of ten to about ten', () => {
    const first = (few: number, more: number): string | undefined => {
      const tally: Tally = new Map()
      addToTally(tally, 'huur', refused, few)
      addToTally(tally, 'huur', { soort: 'velden', erbij: [], eraf: [] }, more)
      return describeTally(tally)[0]
    }
    expect(first(4, 2)).toBe('huur: minder dan 10 besluiten')
    expect(first(4, 6)).toBe('huur: ongeveer 10 besluiten')
  })
})
