import { describe, expect, test } from 'vitest'
import { expectApproved } from '../../tests/support/approved.ts'
import { Gemeentecode, Oin } from '../model/ids.ts'
import { comparePolicies } from './compare-policies.ts'
import { purposeValues } from './compare-purposes.ts'
import type { Policies, Rule } from './compile.ts'
import { loadPolicies } from './load.ts'

const policies = loadPolicies('policies')
const ARNHEM = Gemeentecode.parse('0202')
const TILBURG = Gemeentecode.parse('0855')
const [rent] = policies.regels.get('huur') ?? []
const [tax] = policies.regels.get('belastingdienst') ?? []
if (rent === undefined || tax === undefined) throw new Error('the set has no rule for these')

/** The set with one rule of its type in the place of another. */
const withRule = (rule: Rule): Policies => ({
  ...policies,
  regels: new Map(policies.regels).set(rule.signaaltype, [rule]),
})
const withRent = (more: Partial<Rule>): Policies => withRule({ ...rent, ...more })

const without = <K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> =>
  new Map([...map].filter(([one]) => one !== key))

const name = rent.velden.get('persoon.achternaam')
if (name === undefined) throw new Error('the rent rule gives no name')
const withName = (more: Partial<typeof name>): Policies =>
  withRent({ velden: new Map(rent.velden).set('persoon.achternaam', { ...name, ...more }) })
const withNameFor = (more: Partial<typeof name.group>): Policies =>
  withName({ group: { ...name.group, ...more } })

const withOwn = (bijzonderheden: Rule['file']['bijzonderheden']): Policies =>
  withRule({ ...tax, file: { ...tax.file, bijzonderheden } })

const parties = new Set([Oin.parse('00000099000000002000'), Oin.parse('00000099000000001000')])
const threshold = policies.drempels.get(TILBURG)?.[0]
const work = [...policies.werkwijzen].find(([, list]) => list.length > 0)
if (threshold === undefined || work === undefined || policies.geweigerd === undefined)
  throw new Error('the set has no threshold, way of working or unlawful type')
const agreement = { vanaf: '2025-01-01', tot: undefined, deelnemer: [...parties][0] } as const
const withAgreement = (types: unknown): Policies =>
  ({
    ...policies,
    afspraken: new Map([[ARNHEM, [{ ...agreement, types }]]]),
  }) as Policies

const CHANGED: readonly (readonly [string, Policies])[] = [
  ['the days of a rule', withRent({ tot: '2030-01-01' })],
  ['who sends', withRent({ afzender: 'energieleverancier' })],
  ['the only parties', withRent({ deelnemers: parties })],
  ['what it shows as', withRent({ toonAls: 'overheid' })],
  ['the municipalities', withRent({ aangewezen: new Set([TILBURG, ARNHEM]) })],
  ['the coded row', withRent({ gecodeerd: { maanden: 3, dagen: 0 } })],
  ['a condition less', withRent({ voorwaarden: rent.voorwaarden.slice(1) })],
  [
    'a condition in other words',
    withRent({
      voorwaarden: rent.voorwaarden.map((one, i) =>
        i === 0 ? { ...one, uitleg: 'Anders.' } : one,
      ),
    }),
  ],
  ['a field less', withRent({ velden: without(rent.velden, 'persoon.achternaam') })],
  ['the purposes of a field', withNameFor({ doelen: name.group.doelen.slice(0, 1) })],
  ['a field for nothing', withNameFor({ doelen: [] })],
  [
    'the days of a field',
    withNameFor({ doelen: name.group.doelen.map((one) => ({ ...one, tot: '2029-01-01' })) }),
  ],
  ['the term of a field', withNameFor({ termijn: { maanden: 1, dagen: 3 } })],
  ['the article of a field', withName({ grondslag: ['wgs-art-8b', 'nergens'] })],
  ['no own field', withOwn({})],
  [
    'an own field that only decides no longer',
    withOwn(
      Object.fromEntries(
        Object.entries(tax.file.bijzonderheden).map(([code, one]) => [
          code,
          { ...one, doelen: { hulpaanbod: 'heel' }, grondslag: ['wgs-art-8b'], omdat: 'proef' },
        ]),
      ) as unknown as Rule['file']['bijzonderheden'],
    ),
  ],
  ['a rule less', { ...policies, regels: without(policies.regels, 'huur') }],
  [
    'a term',
    {
      ...policies,
      termijnen: new Map(policies.termijnen).set('geweigerd', { maanden: 0, dagen: 10 }),
    },
  ],
  [
    'a threshold',
    { ...policies, drempels: new Map([[TILBURG, [{ ...threshold, centen: 12_345 }]]]) },
  ],
  [
    'a threshold for some types, for a time',
    {
      ...policies,
      drempels: new Map([
        [TILBURG, [{ ...threshold, types: new Set(['huur', 'energie']), tot: '2027-01-01' }]],
      ]),
    },
  ],
  ['an agreement on all', withAgreement('alle')],
  ['an agreement on some', withAgreement(new Set(['warmte', 'huur']))],
  ['no way of working', { ...policies, werkwijzen: without(policies.werkwijzen, work[0]) }],
  [
    'an unlawful type less',
    {
      ...policies,
      geweigerd: { ...policies.geweigerd, soorten: without(policies.geweigerd.soorten, 'cjib') },
    },
  ],
  ['no unlawful types', { ...policies, geweigerd: undefined }],
]

describe('a comparison of two sets tells', () => {
  test.each(CHANGED)('%s, and the way back', (what, changed) => {
    expectApproved('comparison', what, {
      heen: comparePolicies(policies, changed),
      terug: comparePolicies(changed, policies),
    })
  })

  test('nothing of a set beside itself', () => {
    expect(comparePolicies(policies, policies)).toEqual([])
  })
})

describe('what is said of purposes, classes and settings', () => {
  const { documents } = policies
  const said = (set: Policies): Readonly<Record<string, string>> =>
    Object.fromEntries(purposeValues(set))

  test('is each thing by its name', () => {
    expectApproved(
      'comparison',
      'values',
      said({ ...policies, regels: new Map([['huur', [rent]]]) }),
    )
  })

  test('is a day on which a purpose ends', () => {
    const ended = [...documents.doelen].map(
      ([file, one]) => [file, { ...one, geldig: { ...one.geldig, tot: '2030-01-01' } }] as const,
    )
    const doelen = new Map(ended)
    expectApproved(
      'comparison',
      'purposes that end',
      said({ ...policies, regels: new Map(), documents: { ...documents, doelen } }),
    )
  })

  test('is that there is none', () => {
    const { groep: _, leeftijd: __, ...klassen } = documents.klassen
    const bare = { ...documents, klassen, doelen: new Map() }
    const afgeleid = new Map(
      [...rent.afgeleid].map(([veld, one]) => [veld, { ...one, doelen: [] }] as const),
    )
    const regels = new Map([['huur', [{ ...rent, afgeleid }]]])
    expectApproved('comparison', 'nothing there', said({ ...policies, regels, documents: bare }))
  })
})
