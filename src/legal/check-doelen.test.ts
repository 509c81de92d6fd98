import { describe, expect, test } from 'vitest'
import { expectTold } from '../../tests/support/policy-folder.ts'
import type { Veld } from '../model/veld.ts'
import { checkDoelen } from './check-doelen.ts'
import type { PolicyDocuments } from './compile.ts'
import { loadPolicies } from './load.ts'

const { documents } = loadPolicies('policies')
const HUUR = 'wet/huur.yaml'

/** The set as if the rent rule let these fields not pass. */
const without = (...velden: readonly Veld[]): PolicyDocuments => {
  const rule = documents.wet.get(HUUR)
  if (rule === undefined) throw new Error('the set has no rent rule')
  const kept = Object.fromEntries(
    Object.entries(rule.velden).filter(([veld]) => !velden.includes(veld as Veld)),
  )
  return { ...documents, wet: new Map(documents.wet).set(HUUR, { ...rule, velden: kept }) }
}

const told = (set: PolicyDocuments): readonly string[] =>
  checkDoelen(set).map(({ file, path, detail }) => `${file}, ${path.join('/')}: ${detail}`)

describe('a class is made of fields that pass', () => {
  test('of two that say the same one is enough', () => {
    expect(told(documents)).toEqual([])
    expect(told(without('achterstand.maanden'))).toEqual([])
    expect(told(without('achterstand.ontstaansdatum'))).toEqual([])
    expectTold(
      'klasse: of neither',
      told(without('achterstand.maanden', 'achterstand.ontstaansdatum')),
    )
  })

  test('any other needs its own', () => {
    expectTold('klasse: of no amount', told(without('achterstand.bedragInCenten')))
  })

  test('of age needs classes of age, and a rule that derives none does not', () => {
    const { leeftijd: _, ...klassen } = documents.klassen
    const rules = [...documents.wet].map(
      ([file, rule]) => [file, { ...rule, afgeleid: {} }] as const,
    )
    expect(told({ ...documents, klassen, wet: new Map(rules) })).toEqual([])
  })
})

test('a purpose that is counted from another needs that one', () => {
  const others = [...documents.doelen].filter(([, { doel }]) => doel !== 'selectie')
  expectTold(
    'doel: counted from one that is not there',
    told({ ...documents, doelen: new Map(others) }),
  )
})
