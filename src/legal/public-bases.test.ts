import { describe, expect, test } from 'vitest'
import { expectApproved } from '../../tests/support/approved.ts'
import { loadPolicies } from './load.ts'
import { describeBases, describePurposeQuestions, openQuestions, senderOf } from './public-bases.ts'
import { sayIn } from './say.ts'

const policies = loadPolicies('policies')
/** Landlords, and a body with fields of its own: the others say the same in other words. */
const few = {
  ...policies,
  regels: new Map(
    [...policies.regels].filter(([type]) => ['huur', 'belastingdienst'].includes(type)),
  ),
}

for (const taal of ['nl', 'en'] as const) {
  describe(`what may pass on which article, in ${taal},`, () => {
    test('of every rule whether it is in force, is to come or ended', () => {
      const days = ['2020-06-01', '2025-12-31', '2026-11-28'].map((dag) => {
        const { regels } = describeBases(policies, dag, taal)
        return [dag, Object.fromEntries(regels.map(({ id, stand }) => [id, stand]))] as const
      })
      expectApproved('public-bases', 'in force on', Object.fromEntries(days))
    })

    test('with its articles, conditions, fields and terms', () => {
      const { hash, ...view } = describeBases(few, '2026-11-28', taal)
      expect(hash).toBe(policies.hash)
      expectApproved('public-bases', `${taal}: the view`, view)
    })

    test('with each open question of rules and purposes', () => {
      const say = sayIn(policies, taal)
      const asked = [...few.regels.values()]
        .flat()
        .map((rule) => [rule.id, openQuestions(rule, taal, say)] as const)
      expectApproved('public-bases', `${taal}: questions of rules`, Object.fromEntries(asked))
      const purposes = describePurposeQuestions(policies, say)
      expectApproved('public-bases', `${taal}: questions of purposes`, purposes)
    })
  })
}

test('in Dutch where no language is asked for', () => {
  expect(describeBases(policies, '2026-11-28')).toEqual(describeBases(policies, '2026-11-28', 'nl'))
  const [rule] = policies.regels.get('huur') ?? []
  if (rule === undefined) throw new Error('the set has no rent rule')
  expect(openQuestions(rule)).toEqual(openQuestions(rule, 'nl', sayIn(policies, 'nl')))
})

test('a role, and who alone may have it where the rule names them', () => {
  const senders = [...policies.regels.values()]
    .flat()
    .map((rule) => [rule.id, senderOf(rule)] as const)
  expectApproved('public-bases', 'senders', Object.fromEntries(senders))
})

test('a set without unlawful types or questions says so by having none', () => {
  const { geweigerd: _, openVragen: __, ...documents } = policies.documents
  const bare = {
    ...policies,
    documents: { ...documents, geweigerd: undefined, openVragen: undefined },
  }
  expect(describeBases(bare, '2026-11-28')).toMatchObject({ geweigerd: [], vragen: [] })
})

test('of a field of a type of its own whether it passes or only decides', () => {
  const { regels } = describeBases(policies, '2026-11-28')
  const own = (rule: string) =>
    new Map(
      regels
        .filter(({ id }) => id === rule)
        .flatMap(({ eigen }) => eigen.map((one) => [one.code, one.alleenVoorBesluit] as const)),
    )
  expect(own('wet/duo@1').get('boeteachterstand')).toBe(false)
  expect(own('wet/belastingdienst@1').get('uitstel-verleend')).toBe(true)
})
