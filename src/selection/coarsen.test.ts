import { describe, expect, test } from 'vitest'
import { SignaalId } from '../model/ids.ts'
import type { Kandidaat } from './candidate.ts'
import { coarsen } from './coarsen.ts'

const people = (count: number, from: number, overrides: Partial<Kandidaat> = {}): Kandidaat[] =>
  Array.from({ length: count }, (_, n) => ({
    id: SignaalId.parse(`019a0c3e-5b7a-7c41-9d2e-${String(from + n).padStart(12, '0')}`),
    soort: 'enkelvoudig',
    soorten: ['huur'],
    bedragklasse: '25000-50000',
    leeftijdsklasse: '60-100',
    wijk: 'WK1',
    crisis: false,
    uitgesteld: 0,
    herhaald: undefined,
    ...overrides,
  }))

describe('who is one of few', () => {
  test('is shown without district; who is one of k keeps it', () => {
    const shown = coarsen([...people(5, 0), ...people(4, 10, { wijk: 'WK2' })], 5)
    expect(shown.map(({ wijk }) => wijk)).toEqual([
      ...Array.from({ length: 5 }, () => 'WK1'),
      ...Array.from({ length: 4 }, () => undefined),
    ])
  })

  test.each([
    ['kind', { soort: 'meervoudig' }],
    ['types', { soorten: ['energie'] }],
    ['amount', { bedragklasse: '500000-' }],
    ['age', { leeftijdsklasse: '365-' }],
    ['crisis flag', { crisis: true }],
    ['repeat', { herhaald: 'gelijk' }],
  ] as const)('also when only the %s tells it apart', (_, overrides) => {
    const shown = coarsen([...people(9, 0), ...people(1, 20, overrides)], 5)
    expect(shown.map(({ wijk }) => wijk).filter((wijk) => wijk === undefined)).toHaveLength(1)
    expect(shown.at(-1)?.wijk).toBeUndefined()
  })

  test('without a smallest group in the policies no district is shown at all', () => {
    expect(coarsen(people(9, 0), undefined).some(({ wijk }) => wijk !== undefined)).toBe(false)
  })
})
