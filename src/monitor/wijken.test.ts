import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cel } from './cellen.ts'
import { joinSmallDistricts, OVERIG, standingDistricts } from './wijken.ts'

const K = 5
const sizes = (counts: Readonly<Record<string, number>>) => new Map(Object.entries(counts))

describe('small districts', () => {
  test('stand together, and take the smallest of the others along while they are too few', () => {
    expect(standingDistricts(sizes({ a: 30, b: 9, c: 3 }), K)).toEqual(new Set(['a']))
    expect(standingDistricts(sizes({ a: 30, b: 9, c: 3, d: 2 }), K)).toEqual(new Set(['a', 'b']))
    expect(standingDistricts(sizes({ a: 30, b: 9 }), K)).toEqual(new Set(['a', 'b']))
  })

  test('never leave fewer than k persons together, nor a standing district of fewer', () => {
    const any = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(any, (numbers) => {
        const all = new Map(numbers.map((n, i) => [`w${i}`, n]))
        const standing = standingDistricts(all, K)
        for (const wijk of standing) expect(all.get(wijk)).toBeGreaterThanOrEqual(K)
        const left = numbers.reduce((sum, n, i) => sum + (standing.has(`w${i}`) ? 0 : n), 0)
        if (standing.size > 0) expect(left === 0 || left >= K).toBe(true)
      }),
    )
  })

  test('are the same in every table, and count persons: five signals of one person make no district', () => {
    const cell = (tabel: Cel['tabel'], waarde: string, aantal: number): Cel => ({
      maand: '2026-10',
      tabel,
      waarde,
      aantal,
    })
    const joined = joinSmallDistricts(
      [
        cell('meldingwijk', 'a', 8),
        cell('meldingwijk', 'b', 1),
        cell('meldingwijk', 'c', 4),
        cell('wijk', 'a', 9),
        cell('wijk', 'b', 5),
        cell('uitkomstwijk', 'a/hulp-aanvaard', 2),
        cell('uitkomstwijk', 'b/hulp-aanvaard', 1),
        cell('soort', 'b', 1),
      ],
      K,
    )
    const found = joined.map(({ tabel, waarde, aantal }) => [tabel, waarde, aantal])
    expect(found).toEqual([
      ['meldingwijk', 'a', 8],
      ['meldingwijk', OVERIG, 5],
      ['soort', 'b', 1],
      ['uitkomstwijk', 'a/hulp-aanvaard', 2],
      ['uitkomstwijk', `${OVERIG}/hulp-aanvaard`, 1],
      ['wijk', 'a', 9],
      ['wijk', OVERIG, 5],
    ])
  })
})
