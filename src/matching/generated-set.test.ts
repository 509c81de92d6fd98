import { beforeAll, describe, expect, test } from 'vitest'
import { groupByText, groupSet } from '../../tests/support/matching-run.ts'
import {
  countByHousehold,
  countByMistake,
  countPairs,
  makeMatchingSet,
  precisionOf,
  recallOf,
} from '../../tests/support/matching-set.ts'
import { loadBlindIndex } from '../crypto/blind-index.ts'

/** Not found back, by choice: what differs is more than spelling. */
const NEVER_FOUND = [
  'tikfout: letter vervangen',
  'roepnaam met een andere letter',
  'zaak zonder achternaam',
  'huisnummer verkeerd',
]

describe('a generated month with known truth', () => {
  const set = makeMatchingSet(6_000, 7)
  let groups: readonly string[] = []
  beforeAll(async () => {
    groups = groupSet(await loadBlindIndex(), set)
  })

  test('is grouped with recall of 0.95 and precision of 0.99 at least', () => {
    const pairs = countPairs(set, groups)
    expect(recallOf(pairs)).toBeGreaterThanOrEqual(0.95)
    expect(precisionOf(pairs)).toBeGreaterThanOrEqual(0.99)
    // Text as it stands finds less than half.
    expect(recallOf(countPairs(set, groupByText(set)))).toBeLessThan(0.5)
  })

  test('has each kind of mistake, and finds back three of four of each that is one of spelling', () => {
    const kinds = countByMistake(set, groups)
    for (const [kind, { gevonden, gemist }] of kinds) {
      expect(gevonden + gemist, kind).toBeGreaterThan(0)
      const share = gevonden / (gevonden + gemist)
      if (NEVER_FOUND.includes(kind)) expect(share, kind).toBe(0)
      else expect(share, kind).toBeGreaterThan(0.75)
    }
  })

  test('never joins neighbours behind other doors', () => {
    const pairs = countByHousehold(set, groups)
    expect(pairs.get('buren met een andere toevoeging')?.samen).toBe(0)
    expect(pairs.get('buren met een andere toevoeging')?.apart).toBeGreaterThan(500)
  })
})
