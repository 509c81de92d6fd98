import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cel } from './cellen.ts'
import { hideSmall, ownCounts, publishedCounts, type Telling } from './publish.ts'

const K = 5
const maand = '2026-10'
const cellsOf = (tabel: Cel['tabel'], counts: Readonly<Record<string, number>>): readonly Cel[] =>
  Object.entries(counts).map(([waarde, aantal]) => ({ maand, tabel, waarde, aantal }))
const hide = (counts: Readonly<Record<string, number>>): Telling =>
  hideSmall(new Map(Object.entries(counts)), K)
const shown = ({ delen }: Telling): object => Object.fromEntries(delen)

/** Every way in which the hidden numbers can make what is missing from the total; what an outsider can still think. */
function possible(missing: number, hidden: number): readonly (readonly number[])[] {
  if (hidden === 0) return missing === 0 ? [[]] : []
  return Array.from({ length: missing }, (_, i) => i + 1).flatMap((first) =>
    possible(missing - first, hidden - 1).map((rest) => [first, ...rest]),
  )
}

describe('hiding small numbers', () => {
  test('shows a table without them as it is, zero among them', () => {
    const counts = { huur: 40, water: 0, zorg: 5 }
    expect(shown(hide(counts))).toEqual(counts)
    expect(hide(counts).totaal).toBe(45)
  })

  test('hides another number beside a single one, so that the total does not give it back', () => {
    expect(shown(hide({ huur: 40, water: 3, zorg: 12 }))).toEqual({
      huur: 40,
      water: null,
      zorg: null,
    })
  })

  test('hides more while what is hidden together is itself small', () => {
    expect(shown(hide({ huur: 40, water: 1, zorg: 2, duo: 9 }))).toEqual({
      huur: 40,
      water: null,
      zorg: null,
      duo: null,
    })
  })

  test('hides the total of a table that is small itself', () => {
    expect(hide({ huur: 2, water: 1 })).toEqual({
      totaal: null,
      delen: new Map([
        ['huur', null],
        ['water', null],
      ]),
    })
  })

  test('leaves more than one thought about every small number, whatever the table', () => {
    const table = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(table, (numbers) => {
        const { totaal, delen } = hideSmall(new Map(numbers.map((n, i) => [`v${i}`, n])), K)
        const small = numbers.flatMap((n, i) => (n > 0 && n < K ? [i] : []))
        for (const i of small) expect(delen.get(`v${i}`)).toBeNull()
        if (totaal === null || small.length === 0) return
        const open = [...delen.values()].filter((n) => n !== null)
        const missing = totaal - open.reduce((sum, n) => sum + n, 0)
        const thoughts = possible(missing, delen.size - open.length)
        // Positive control: the truth is among them.
        expect(thoughts.length).toBeGreaterThan(1)
        for (let place = 0; place < delen.size - open.length; place += 1)
          expect(new Set(thoughts.map((one) => one[place])).size).toBeGreaterThan(1)
      }),
      { numRuns: 300 },
    )
  })
})

describe('what may be published', () => {
  const outcome = cellsOf('uitkomst', {
    'hulp-aanvaard': 3,
    'geen-hulp': 20,
    'niet-bereikt': 40,
    gesloten: 6,
  })
  const reached = cellsOf('bereikt', { ja: 23, nee: 46 })

  test('holds no table of two dimensions; the municipality itself reads it', () => {
    const cells = cellsOf('uitkomstwijk', { 'WK020201/hulp-aanvaard': 30 })
    expect(publishedCounts(cells, K, ['uitkomst'])('uitkomstwijk')).toBeUndefined()
    expect(ownCounts(cells)('uitkomstwijk')?.totaal).toBe(30)
  })

  test('holds nothing of a phase that can still change', () => {
    const cells = cellsOf('soort', { huur: 30 })
    expect(publishedCounts(cells, K, [])('soort')).toBeUndefined()
    expect(publishedCounts(cells, K, ['instroom'])('soort')?.totaal).toBe(30)
  })

  test('does not say who was reached where that would give back a hidden outcome', () => {
    const attack = publishedCounts([...outcome, ...reached], K, ['uitkomst'])
    expect(attack('bereikt')).toBeUndefined()
    const large = cellsOf('uitkomst', { 'hulp-aanvaard': 30, 'niet-bereikt': 40 })
    expect(publishedCounts([...large, ...reached], K, ['uitkomst'])('bereikt')?.totaal).toBe(69)
  })

  test('does not say how many were chosen beside a hidden outcome', () => {
    const chosen = cellsOf('gekozen', { ja: 60, nee: 9 })
    expect(publishedCounts([...outcome, ...chosen], K, ['uitkomst'])('gekozen')).toBeUndefined()
  })
})
