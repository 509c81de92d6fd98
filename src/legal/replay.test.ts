import { expect, test } from 'vitest'
import { Cases } from '../../tests/oracle/cases.ts'
import { DAY } from '../../tests/support/builders.ts'
import {
  ARNHEM,
  aCondition,
  aGroup,
  aKey,
  anInput,
  aRule,
  policiesOf,
} from '../../tests/support/rules.ts'
import { canonicalJson } from '../crypto/canonical-json.ts'
import type { Openingsdoel } from '../model/doel.ts'
import { decide } from './decide.ts'
import type { Decision, DecisionInput } from './decision.ts'
import { reasonOf } from './judge.ts'
import { loadPolicies } from './load.ts'
import { type Recorded, replayDecision } from './replay.ts'

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

const recorded = (
  voorwaarden: Recorded['voorwaarden'],
  more: Partial<Recorded['besluit']> = {},
): Recorded => ({
  signaaltype: 'huur',
  dag: DAY,
  voorwaarden,
  besluit: {
    besluit: 'aanvaard',
    redenen: [],
    velden: [],
    beleid: { id: 'wet/huur@1', hash: 'f'.repeat(64) },
    ontvanger: { gemeentecode: ARNHEM, sleutelIds: [] },
    ...more,
  },
})

test('nothing is accepted again without a rule, or without the answer to a condition that refuses', () => {
  const asked = [aCondition('te-oud', true), aCondition('te-jong', true)]
  const asking = policiesOf([aRule({ voorwaarden: asked })])
  expect(replayDecision(policiesOf([]), recorded({}))).toBeUndefined()
  expect(replayDecision(asking, recorded({ 'te-oud': true }))).toBeUndefined()
  expect(replayDecision(asking, recorded({ 'te-oud': true, 'te-jong': true }))).toBeDefined()
  const remarking = policiesOf([
    aRule({ voorwaarden: [aCondition('eindelevering-te-laat', true)] }),
  ])
  expect(replayDecision(remarking, recorded({}))).toBeDefined()
})

test('a threshold that was held back says so in its remark, or there is no remark at all', () => {
  const below = [reasonOf('onder-gemeentelijke-drempel')]
  const rule = policiesOf([aRule()])
  const remarks = (reached: boolean, redenen: typeof below): unknown =>
    replayDecision(rule, recorded({ gemeentelijkeDrempelGehaald: reached }, { redenen }))?.redenen
  expect(remarks(false, below)).toEqual(below)
  expect(remarks(false, [])).toEqual([])
  expect(remarks(true, below)).toEqual([])
  const other = [reasonOf('bedreigend')]
  expect(remarks(true, other)).toEqual(other)
  expect(remarks(false, other)).toEqual([])
})

test('a record without a recipient is replayed without one', () => {
  const { ontvanger: _recipient, ...besluit } = recorded({}).besluit
  const again = replayDecision(policiesOf([aRule()]), { ...recorded({}), besluit })
  expect(again).toStrictEqual(besluit)
})

test('a field without a key, and one that could not be used, are so again', () => {
  const fields = new Map([
    [
      'persoon.achternaam',
      { omdat: 'proef', grondslag: ['art-1'], group: aGroup(['controle', 'hulpaanbod']) },
    ],
    [
      'persoon.burgerservicenummer',
      { omdat: 'proef', grondslag: ['art-1'], group: aGroup(['controle']) },
    ],
    ['contact.emailadres', { omdat: 'proef', grondslag: ['art-1'], group: aGroup() }],
  ] as const)
  const set = policiesOf([aRule({ velden: fields })])
  const again = (input: DecisionInput) => {
    const { besluit, voorwaarden } = decide(set, input)
    const { signaaltype, dag } = input
    expect(besluit.besluit).toBe('aanvaard')
    expect(replayDecision(set, { signaaltype, dag, besluit, voorwaarden })).toEqual(besluit)
    return besluit.velden.map(({ uitkomst, reden }) => reden ?? uitkomst)
  }
  const velden = [...fields.keys()]
  const sleutels = (...doelen: readonly Openingsdoel[]) =>
    ({ gemeentecode: ARNHEM, sleutels: [aKey('a', { doelen: [...doelen] })] }) as const
  expect(again(anInput({ velden, gemeente: sleutels('hulpaanbod') }))).toContain('geen-sleutel')
  expect(again(anInput({ velden, gemeente: sleutels('hulpaanbod', 'controle') }))).not.toContain(
    'geen-sleutel',
  )
  const onbruikbaar = ['contact.emailadres'] as const
  const gemeente = sleutels('hulpaanbod', 'controle')
  expect(again(anInput({ velden, onbruikbaar: [...onbruikbaar], gemeente }))).toContain(
    'onbruikbaar',
  )
})

test('what a condition remarks is said in the words of its rule, another remark in the usual ones', () => {
  const late = { ...aCondition('eindelevering-te-laat', false), naam: 'eindeleveringOpTijd' }
  const set = policiesOf([aRule({ voorwaarden: [late] })])
  const usual = reasonOf('naam-mogelijk-onderneming')
  const told = replayDecision(
    set,
    recorded(
      { eindeleveringOpTijd: false },
      { redenen: [usual, reasonOf('eindelevering-te-laat')] },
    ),
  )
  const { code, grondslag, zin, remedie } = late
  expect(told?.redenen).toEqual([{ code, grondslag, zin, remedie }, usual])
})
