import { describe, expect, test } from 'vitest'
import { loadPolicies } from './load.ts'
import { confirmedDue, findOwnTerm, termFault, termsToCarryOut, termsToday } from './own-terms.ts'

const policies = loadPolicies('policies')
/** The same set with other bounds for coded rows, as a later version may have. */
const bounded = (minstens: string, hoogstens: string): typeof policies => {
  const { documents } = policies
  const { bewaartermijnen } = documents
  const gecodeerd = { ...bewaartermijnen.categorieen['gecodeerd'], minstens, hoogstens }
  const categorieen = { ...bewaartermijnen.categorieen, gecodeerd }
  return {
    ...policies,
    documents: { ...documents, bewaartermijnen: { ...bewaartermijnen, categorieen } as never },
  }
}

describe('termFault', () => {
  test.each(['P1M', 'P6M', 'P3M', 'P2M14D', 'P31D', 'P180D'])('lets %s through', (termijn) => {
    expect(termFault(policies, 'gecodeerd', termijn)).toBeUndefined()
  })

  test.each([
    ['P0D', 'korter-dan-minstens', 'P1M'],
    ['P30D', 'korter-dan-minstens', 'P1M'],
    ['P6M1D', 'langer-dan-hoogstens', 'P6M'],
    ['P1Y', 'langer-dan-hoogstens', 'P6M'],
    // Six months from 1 February are 181 days.
    ['P182D', 'langer-dan-hoogstens', 'P6M'],
  ])('refuses %s, with the bound and its source', (termijn, waarom, grens) => {
    expect(termFault(policies, 'gecodeerd', termijn)).toMatchObject({
      waarom,
      grens,
      bron: expect.stringContaining('AVG art. 5') as unknown,
    })
  })

  test.each([
    'kenmerkBeeindigd',
    'geweigerd',
    'gebeurtenisVerstrekking',
    'eerderSignaal',
    'niets',
    'toString',
  ])('leaves %s to others', (categorie) => {
    expect(termFault(policies, categorie, 'P60D')).toEqual({ waarom: 'niet-door-gemeente' })
  })
})

describe('a term that was set once, under the policies of today', () => {
  const own = new Map([['gecodeerd', 'P3M']])

  test('counts as it was set while it lies within the bounds', () => {
    expect(termsToday(policies, own).get('gecodeerd')).toEqual({ maanden: 3, dagen: 0 })
  })

  test('counts as the bound that it crosses, for what comes in', () => {
    expect(findOwnTerm(bounded('P4M', 'P6M'), 'gecodeerd', 'P3M')).toBe('P4M')
    expect(findOwnTerm(bounded('P1M', 'P2M'), 'gecodeerd', 'P3M')).toBe('P2M')
    expect(
      termsToday(
        policies,
        new Map([
          ['geweigerd', 'P3M'],
          ['wijze', 'fgStelt'],
        ]),
      ).size,
    ).toBe(0)
  })

  test('never takes from what is stored more than was approved', () => {
    const termijnen = [{ categorie: 'gecodeerd', termijn: 'P3M' }]
    const reached = (set: typeof policies) =>
      termsToCarryOut(set, termijnen).get('gecodeerd')?.maanden
    expect(reached(bounded('P4M', 'P6M'))).toBe(4)
    expect(reached(bounded('P1M', 'P2M'))).toBe(3)
  })

  test('of confirmed signals takes the place of the term in the policies', () => {
    expect(confirmedDue(policies, new Map(), '2026-11-03')).toBe('2026-11-17')
    const terms = termsToday(policies, new Map([['verzegeldGeopend', 'P0D']]))
    expect(confirmedDue(policies, terms, '2026-11-03')).toBe('2026-11-03')
  })
})
