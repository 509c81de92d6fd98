import { describe, expect, test } from 'vitest'
import { aGroup, aRule } from '../../tests/support/rules.ts'
import { parseTermijn } from './calendar.ts'
import { loadPolicies } from './load.ts'
import {
  codedDue,
  confirmedDue,
  fieldDue,
  findOwnTerm,
  type OwnTerms,
  termFault,
  termsToCarryOut,
  termsToday,
} from './own-terms.ts'

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
    expect(reached(policies)).toBe(3)
    const others = [{ categorie: 'geweigerd', termijn: 'P3M' }, ...termijnen]
    expect([...termsToCarryOut(policies, others).keys()]).toEqual(['gecodeerd'])
  })

  test('of confirmed signals takes the place of the term in the policies', () => {
    expect(confirmedDue(policies, new Map(), '2026-11-03')).toBe('2026-11-17')
    const terms = termsToday(policies, new Map([['verzegeldGeopend', 'P0D']]))
    expect(confirmedDue(policies, terms, '2026-11-03')).toBe('2026-11-03')
  })
})

describe('the day on which something ends', () => {
  const rule = aRule()
  const own = (terms: Readonly<Record<string, string>>): OwnTerms =>
    new Map(Object.entries(terms).map(([name, term]) => [name, parseTermijn(term)]))
  const group = aGroup()

  test('of a coded row is that of the rule, or of the municipality', () => {
    expect(codedDue(rule, undefined, '2026-11-03')).toBe('2027-05-03')
    expect(codedDue(rule, own({ verzegeld: 'P1M' }), '2026-11-03')).toBe('2027-05-03')
    expect(codedDue(rule, own({ gecodeerd: 'P2M' }), '2026-11-03')).toBe('2027-01-03')
  })

  test('of a field is that of its group, or of the municipality, and never after its row', () => {
    const due = (terms: OwnTerms | undefined, of = group): string =>
      fieldDue(rule, of, terms, '2026-11-03')
    expect(due(undefined)).toBe('2027-05-03')
    expect(due(new Map())).toBe('2027-05-03')
    expect(due(own({ verzegeld: 'P1M' }))).toBe('2026-12-03')
    expect(due(own({ gecodeerd: 'P2M' }))).toBe('2027-01-03')
    expect(due(own({ gecodeerd: 'P2M', verzegeld: 'P3M' }))).toBe('2027-01-03')
    expect(due(own({ gecodeerd: 'P2M', verzegeld: 'P1M' }))).toBe('2026-12-03')
    // Without a decision of the municipality the check of the policies holds fields within their row.
    const long = aGroup(['hulpaanbod'], { termijn: { maanden: 7, dagen: 0 } })
    expect(due(undefined, long)).toBe('2027-06-03')
    expect(due(new Map(), long)).toBe('2027-06-03')
  })
})
