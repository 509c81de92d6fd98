import { describe, expect, test } from 'vitest'
import { expectApproved } from '../../tests/support/approved.ts'
import { usePolicyFolder } from '../../tests/support/policy-folder.ts'
import { loadPolicies } from './load.ts'
import { listQuestions, readQuestions } from './read-questions.ts'

const policies = loadPolicies('policies')
const folder = usePolicyFolder()
/** The questions of one rule, beside those of the set and of feedback. */
const few = {
  ...policies,
  regels: new Map([...policies.regels].filter(([type]) => type === 'huur')),
}

describe('the open questions of a set', () => {
  test.each(['nl', 'en'] as const)(
    'are read with their readings and who accepted which, in %s',
    (taal) => {
      expectApproved('questions', `${taal}: all`, readQuestions(few, taal, { onlyOpen: false }))
      expectApproved(
        'questions',
        `${taal}: accepted by nobody`,
        readQuestions(few, taal, { onlyOpen: true }),
      )
    },
  )

  test('stand in one line each, so that two sets can be held side by side', () => {
    expectApproved('questions', 'one line each', listQuestions(few))
  })

  test('are told apart once somebody accepts one', () => {
    folder.change(
      'open-vragen.yaml',
      /(aan: zij staan in het bestand)/,
      '$1\n    lezing: aan\n    aanvaardDoor: proef',
    )
    const after = listQuestions(loadPolicies(folder.path))
    const before = listQuestions(policies)
    expect(after.filter((line) => !before.includes(line))).toEqual([
      expect.stringMatching(/^open-vragen\.yaml, statistiek: .* \(aan, aanvaard door proef\)$/),
    ])
    expect(after).toHaveLength(before.length)
  })
})
