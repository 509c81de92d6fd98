import { describe, expect, test } from 'vitest'
import { Cases } from '../../tests/oracle/cases.ts'
import { usePolicyFolder } from '../../tests/support/policy-folder.ts'
import { VeldReden } from '../model/besluit.ts'
import { REDENEN } from '../model/reden.ts'
import { missingEnglish } from './check-english.ts'
import { decide } from './decide.ts'
import { ENGLISH_REASONS, ENGLISH_WITHHELD } from './english-reasons.ts'
import { explainCase } from './explain-case.ts'
import { loadPolicies } from './load.ts'
import { describeBases } from './public-bases.ts'
import { readQuestions } from './read-questions.ts'
import { readRule, readUnlawful } from './read-rule.ts'
import { englishIn, sayIn } from './say.ts'

const policies = loadPolicies('policies')
const folder = usePolicyFolder()
const DAG = '2026-11-24'

/** Everything that the page of bases shows, and all that the commands read aloud. */
const spoken = (taal: 'nl' | 'en'): string =>
  [
    JSON.stringify(describeBases(policies, DAG, taal)),
    ...[...policies.regels.values()].flat().flatMap((rule) => readRule(policies, rule, taal)),
    ...(readUnlawful(policies, 'cjib', taal) ?? []),
    ...readQuestions(policies, taal, { onlyOpen: false }),
  ].join('\n')

/** The same text on a page, where quotes are escaped as JSON does. */
const sentences = [...englishIn(policies.documents)].filter(
  ([nl, en]) => nl !== en && nl.split(' ').length > 3 && !nl.includes('"'),
)

describe('the lawyers’ own sentences', () => {
  test('have an English one each', () => {
    expect(missingEnglish(policies.documents)).toEqual([])
  })

  test('leave no Dutch in what is shown in English', () => {
    const text = spoken('en')
    expect(sentences.length).toBeGreaterThan(250)
    expect(sentences.filter(([nl]) => text.includes(nl)).map(([nl]) => nl)).toEqual([])
  })

  test('are shown as they are in Dutch, and the English of most is shown in English', () => {
    const [dutch, english] = [spoken('nl'), spoken('en')]
    const shown = sentences.filter(([nl]) => dutch.includes(nl))
    expect(shown.length).toBeGreaterThan(200)
    expect(shown.filter(([, en]) => !english.includes(en)).map(([, en]) => en)).toEqual([])
  })

  test('stay Dutch where nobody translated them, and the check names them with their file', () => {
    folder.change('wet/huur.yaml', 'omdat: contactgegevens', 'omdat: om de huurder te bereiken')
    const changed = loadPolicies(folder.path)
    expect(missingEnglish(changed.documents)).toEqual([
      { file: 'wet/huur.yaml', zin: 'om de huurder te bereiken' },
    ])
    expect(sayIn(changed, 'en')('om de huurder te bereiken')).toBe('om de huurder te bereiken')
  })

  test('are found however a file folds them', () => {
    expect(sayIn(policies, 'en')('Eigen\n  keuze ')).toBe('Own choice')
  })
})

describe('a case in English', () => {
  const source = new Cases(policies.documents, 7)
  const cases = Array.from({ length: 400 }, () => source.next())
  const text = (taal: 'nl' | 'en'): string =>
    cases
      .flatMap((input) => explainCase(policies, decide(policies, input), input.signaaltype, taal))
      .join('\n')

  test('says verdict, conditions, reasons and withheld fields without Dutch words', () => {
    const [dutch, english] = [text('nl'), text('en')]
    const usual = Object.values(REDENEN).flatMap(({ zin, remedie }) => [zin, remedie])
    const met = usual.filter((one) => dutch.includes(one))
    expect(met.length).toBeGreaterThan(15)
    expect(usual.filter((one) => english.includes(one))).toEqual([])
    expect(sentences.filter(([nl]) => english.includes(nl)).map(([nl]) => nl)).toEqual([])
    expect(english).toContain('yes  achterstand.bedragklasse: derived, as class, for selectie')
  })

  test('says every reason and every reason of a field', () => {
    expect(Object.keys(ENGLISH_REASONS)).toEqual(Object.keys(REDENEN))
    expect(Object.keys(ENGLISH_WITHHELD)).toEqual(VeldReden.options)
  })
})
