import { describe, expect, test } from 'vitest'
import { projectPolicies } from '../../tests/support/project-policies.ts'
import { Gemeentecode } from '../model/ids.ts'
import { compile, type Policies, type Rule } from './compile.ts'
import type { Voorwaarde } from './conditions.ts'
import { runExample } from './examples.ts'
import type { Voorbeeld } from './policy-file.ts'

const policies = projectPolicies()

const ruleOf = (of: Policies, type: string): Rule => {
  const rule = of.regels.get(type)?.at(-1)
  if (rule === undefined) throw new Error(`no rule for ${type}`)
  return rule
}

/** What differs of an example that should hold of the latest rule for a type. */
const run = (
  type: string,
  example: Partial<Voorbeeld>,
  of: Policies = policies,
): readonly string[] =>
  runExample(of, ruleOf(of, type), {
    naam: 'proef',
    verwacht: 'aanvaard',
    redenen: [],
    velden: {},
    doelen: {},
    ...example,
  })

/** The policies with a condition more in the rule of this file. */
const withCondition = (file: string, condition: Voorwaarde): Policies => {
  const wet = new Map(policies.documents.wet)
  const rule = wet.get(file)
  if (rule === undefined) throw new Error(`no file ${file}`)
  wet.set(file, { ...rule, voorwaarden: [...rule.voorwaarden, condition] })
  return compile({ ...policies.documents, wet }, policies.hash)
}

describe('the examples', () => {
  test('of every rule hold', () => {
    const differences = [...policies.regels.values()]
      .flat()
      .flatMap((rule) =>
        rule.file.voorbeelden.flatMap((one) =>
          runExample(policies, rule, one).map((found) => [rule.id, one.naam, found]),
        ),
      )
    expect(differences).toEqual([])
  })

  test('are of the law: the threshold of a municipality changes none', () => {
    const all = [...policies.drempels.values()]
      .flat()
      .map((one) => ({ ...one, vanaf: '2000-01-01', tot: undefined }))
    expect(all).not.toEqual([])
    const everywhere = new Map([[Gemeentecode.parse('0000'), all]])
    const cent = { feiten: { bedragInCenten: 1 } }
    expect(run('huur', cent, { ...policies, drempels: everywhere })).toEqual([])
  })
})

describe('an example that does not hold says what was found', () => {
  test('the decision, and that there was no reason', () => {
    expect(run('huur', { verwacht: 'geweigerd', redenen: ['rechtspersoon'] })).toEqual([
      'besluit is aanvaard',
      'redenen zijn geen',
    ])
  })

  test('every reason there was', () => {
    const zonder = ['inspanningen.gewezenOpSchuldhulpDatum', 'inspanningen.herinneringen'] as const
    expect(run('huur', { zonder: [...zonder], verwacht: 'geweigerd' })).toEqual([
      'redenen zijn verwijzing-ontbreekt, herinnering-ontbreekt',
    ])
    const redenen = ['herinnering-ontbreekt', 'verwijzing-ontbreekt'] as const
    expect(
      run('huur', { zonder: [...zonder], verwacht: 'geweigerd', redenen: [...redenen] }),
    ).toEqual([])
  })

  test('a field that passed, was withheld, or was not offered', () => {
    expect(
      run('huur', {
        met: ['klantnummer'],
        zonder: ['persoon.voorletters'],
        velden: {
          'persoon.achternaam': 'niet-doorgegeven',
          klantnummer: 'doorgegeven',
          'persoon.voorletters': 'doorgegeven',
        },
      }),
    ).toEqual([
      'persoon.achternaam is doorgegeven',
      'klantnummer is niet-doorgegeven',
      'persoon.voorletters is afwezig',
    ])
  })

  test('the purposes of a field, and that it has none', () => {
    expect(
      run('huur', {
        doelen: { 'persoon.achternaam': ['hulpaanbod'], klantnummer: ['controle'] },
      }),
    ).toEqual(['persoon.achternaam is voor controle, hulpaanbod', 'klantnummer is voor geen doel'])
  })
})

describe('the lawful signal of a rule', () => {
  const grondslag = ['wgs-art-3-1-b']

  test('is as old as the rule asks, and 60 days where it asks less', () => {
    const older = withCondition('wet/huur.yaml', {
      voorwaarde: 'minstensDagenOud',
      dagen: 90,
      grondslag,
    })
    expect(run('huur', {}, older)).toEqual([])
    expect(run('huur', { feiten: { dagenOud: 89 } }, older)).toEqual([
      'besluit is geweigerd',
      'redenen zijn te-jong',
    ])
    const sixty = withCondition('wet/huur.yaml', {
      voorwaarde: 'minstensDagenOud',
      dagen: 60,
      grondslag,
    })
    expect(run('huur', {}, sixty)).toEqual([])
  })

  test('is no older than the rule allows', () => {
    const younger = withCondition('wet/huur.yaml', {
      voorwaarde: 'hoogstensDagenOud',
      dagen: 45,
      grondslag,
    })
    expect(run('huur', {}, younger)).toEqual([])
  })
})
