import { expect, test } from 'vitest'
import { Cases } from '../../tests/oracle/cases.ts'
import { canonicalJson } from '../crypto/canonical-json.ts'
import { decide } from './decide.ts'
import type { Decision, DecisionInput } from './decision.ts'
import { loadPolicies } from './load.ts'
import { replayDecision } from './replay.ts'

const policies = loadPolicies('policies')

type Case = { readonly input: DecisionInput; readonly decision: Decision }

/** The accepted ones of the first generated signals, of every type that the policies know. */
const accepted: readonly Case[] = (() => {
  const source = new Cases(policies.documents, 24)
  return Array.from({ length: 6_000 }, () => source.next())
    .map((input) => ({ input, decision: decide(policies, input) }))
    .filter(({ decision }) => decision.besluit.besluit === 'aanvaard')
})()

const replayed = (
  { input, decision: { besluit, voorwaarden } }: Case,
  changes: Readonly<Record<string, boolean>> = {},
): string | undefined => {
  const { signaaltype, dag } = input
  const recorded = { signaaltype, dag, besluit, voorwaarden: { ...voorwaarden, ...changes } }
  const again = replayDecision(policies, recorded)
  return again && canonicalJson(again)
}

test('what was accepted is decided to the same bytes from its truth values, own fields and remarks too', () => {
  for (const one of accepted) expect(replayed(one)).toBe(canonicalJson(one.decision.besluit))
  const velden = accepted.flatMap(({ decision }) => decision.besluit.velden)
  const outcomes = velden.filter(({ veld }) => veld.startsWith('bijzonderheden.'))
  expect(outcomes.map(({ uitkomst, reden }) => reden ?? uitkomst)).toEqual(
    expect.arrayContaining(['doorgegeven', 'alleen-voor-besluit', 'geen-grondslag', 'onbruikbaar']),
  )
})

test.each(['vroegsignaalVooraf', 'eindeleveringOpTijd'])(
  'another truth value of %s, which only remarks, gives another verdict',
  (naam) => {
    const weighed = accepted.filter(({ decision }) => decision.voorwaarden[naam] !== undefined)
    expect(weighed.length).toBeGreaterThan(3)
    for (const one of weighed) {
      const other = replayed(one, { [naam]: one.decision.voorwaarden[naam] !== true })
      expect(other).toBeDefined()
      expect(other).not.toBe(canonicalJson(one.decision.besluit))
    }
  },
)

/** They decide on fields and refuse nothing. */
const BESIDE: ReadonlySet<string> = new Set(['gemeentelijkeDrempelGehaald', 'wijkBekend'])

test('another truth value of the district gives another verdict', () => {
  const weighed = accepted.filter(({ decision }) => decision.voorwaarden['wijkBekend'] === true)
  expect(weighed.length).toBeGreaterThan(20)
  for (const one of weighed)
    expect(replayed(one, { wijkBekend: false })).not.toBe(canonicalJson(one.decision.besluit))
})

test('another truth value of a condition that refuses gives no acceptance', () => {
  const remarking = new Set(['vroegsignaalVooraf', 'eindeleveringOpTijd'])
  for (const one of accepted.slice(0, 200))
    for (const naam of Object.keys(one.decision.voorwaarden)) {
      if (remarking.has(naam) || BESIDE.has(naam)) continue
      expect(replayed(one, { [naam]: false })).toBeUndefined()
    }
})
