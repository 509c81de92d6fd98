/**
 * `node bench/policy.ts`: decisions on a whole signal per second, ours and Cedar's, on the same rules and the same signals in one run.
 * Prints the ratio and asserts nothing. Cedar's time leaves out making its questions; of a refused signal it is asked no field.
 */
import { decide } from '../src/legal/decide.ts'
import type { DecisionInput } from '../src/legal/decision.ts'
import { loadPolicies } from '../src/legal/load.ts'
import { Cases } from '../tests/oracle/cases.ts'
import { CedarEngine } from '../tests/oracle/cedar-engine.ts'
import { prepareQuestions, teach } from '../tests/oracle/compare.ts'

const CASES = 1_000
/** Ours and Cedar's take turns; the best turn of each counts, so that other work on the machine weighs on neither. */
const TURNS = 7
const ROUNDS_OURS = 50
const TARGET = 50

const policies = loadPolicies('policies')
const cedar = new CedarEngine()
teach(cedar, policies)

const perSecond = (count: number, run: () => void): number => {
  const began = performance.now()
  run()
  return (count * 1000) / (performance.now() - began)
}

/** The first generated signals that `wanted` takes. */
function gather(wanted: (input: DecisionInput) => boolean): readonly DecisionInput[] {
  const source = new Cases(policies.documents, 1)
  const found: DecisionInput[] = []
  while (found.length < CASES) {
    const input = source.next()
    if (wanted(input)) found.push(input)
  }
  return found
}

function compare(what: string, inputs: readonly DecisionInput[]): void {
  const questions = inputs.map(prepareQuestions)
  let [ours, theirs] = [0, 0]
  for (let turn = 0; turn < TURNS; turn += 1) {
    const mine = perSecond(CASES * ROUNDS_OURS, () => {
      for (let round = 0; round < ROUNDS_OURS; round += 1)
        for (const input of inputs) decide(policies, input)
    })
    const cedars = perSecond(CASES, () => {
      for (const ask of questions) ask(cedar)
    })
    ours = Math.max(ours, mine)
    theirs = Math.max(theirs, cedars)
  }
  const whole = (value: number): string => Math.round(value).toLocaleString('en')
  process.stdout.write(
    `${what}: ours ${whole(ours)}/s, Cedar ${cedar.version} ${whole(theirs)}/s: ratio ${(ours / theirs).toFixed(0)} (target ${TARGET})\n`,
  )
}

compare(
  'accepted signals, every field decided',
  gather((input) => decide(policies, input).besluit.besluit === 'aanvaard'),
)
compare(
  'as generated, three of four refused',
  gather(() => true),
)
