import { describe, expect, test } from 'vitest'
import { usePolicyFolder } from '../../tests/support/policy-folder.ts'
import { missingEnglish } from './check-english.ts'
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
