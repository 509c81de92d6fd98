/** What a run of the comparison saw: so that "no differences" says over what. */
import type { Decision, DecisionInput } from '../../src/legal/decision.ts'

export type Tally = {
  cases: number
  accepted: number
  /** Fields that passed for a purpose, and fields that were offered, over all cases. */
  passed: number
  offered: number
  /** By condition: how often it held and how often not. */
  readonly conditions: Map<string, [held: number, failed: number]>
  /** By rule: how many signals it accepted. */
  readonly rules: Map<string, number>
  /** The first differences, and how many cases had one. */
  differing: number
  readonly examples: string[]
}

/** A tally of nothing yet. */
export function startTally(): Tally {
  const empty = { cases: 0, accepted: 0, passed: 0, offered: 0, differing: 0 }
  return { ...empty, conditions: new Map(), rules: new Map(), examples: [] }
}

const MOST_EXAMPLES = 5

/** Adds one case. */
export function count(
  tally: Tally,
  input: DecisionInput,
  outcome: { readonly decision: Decision; readonly differs: readonly string[] },
): void {
  const { decision, differs } = outcome
  tally.cases += 1
  if (decision.besluit.besluit === 'aanvaard') {
    const { id } = decision.besluit.beleid
    tally.accepted += 1
    tally.rules.set(id, (tally.rules.get(id) ?? 0) + 1)
  }
  for (const { doelen } of decision.regels.values()) tally.passed += doelen.length
  tally.offered += input.velden.length
  for (const [name, holds] of Object.entries(decision.voorwaarden)) {
    const seen = tally.conditions.get(name) ?? [0, 0]
    seen[holds ? 0 : 1] += 1
    tally.conditions.set(name, seen)
  }
  if (differs.length === 0) return
  tally.differing += 1
  if (tally.examples.length < MOST_EXAMPLES)
    tally.examples.push(`${differs.join('; ')}\n    ${JSON.stringify(input)}`)
}

/** Adds the tally of another worker. */
export function addTally(to: Tally, from: Tally): void {
  for (const name of ['cases', 'accepted', 'passed', 'offered', 'differing'] as const)
    to[name] += from[name]
  to.examples.push(...from.examples)
  for (const [id, accepted] of from.rules) to.rules.set(id, (to.rules.get(id) ?? 0) + accepted)
  for (const [name, [held, failed]] of from.conditions) {
    const seen = to.conditions.get(name) ?? [0, 0]
    to.conditions.set(name, [seen[0] + held, seen[1] + failed])
  }
}
