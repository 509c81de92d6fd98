/** The open legal questions of a set to read: the question, its readings, who accepted which, and what hangs on it. Dutch or English. */
import type { Policies } from './compile.ts'
import { describePurposeQuestions, describeQuestions, openQuestions } from './public-bases.ts'
import { sayIn, type Taal } from './say.ts'

const ASKED = {
  nl: {
    set: 'Vragen die niet bij één regel horen',
    rules: 'Vragen bij een regel of doel',
    source: 'Bron',
    reading: 'Lezing',
    accepted: 'aanvaard door',
    nobody: 'door niemand aanvaard',
    touches: 'Raakt',
  },
  en: {
    set: 'Questions that belong to no single rule',
    rules: 'Questions of a rule or purpose',
    source: 'Source',
    reading: 'Reading',
    accepted: 'accepted by',
    nobody: 'accepted by nobody',
    touches: 'Touches',
  },
} as const satisfies Record<Taal, Record<string, string>>

/** Every open question of a set with who accepted which reading. `onlyOpen`: those that nobody accepted. */
export function readQuestions(
  policies: Policies,
  taal: Taal,
  { onlyOpen }: { readonly onlyOpen: boolean },
): readonly string[] {
  const [words, say] = [ASKED[taal], sayIn(policies, taal)]
  const by = (who: string): string => (who === '' ? words.nobody : `${words.accepted} ${who}`)
  const shown = ({ aanvaardDoor }: { readonly aanvaardDoor: string }): boolean =>
    !onlyOpen || aanvaardDoor === ''
  const own = describeQuestions(policies, say)
    .filter(shown)
    .flatMap((one) => [
      `  ${one.naam}: ${one.vraag}`,
      `      ${words.source}: ${one.bron}`,
      ...one.lezingen.map(({ naam, zin }) => `      ${words.reading} ${naam}: ${zin}`),
      `      ${one.lezing === undefined ? '' : `${one.lezing}, `}${by(one.aanvaardDoor)}`,
      ...(one.raakt.length === 0 ? [] : [`      ${words.touches}: ${one.raakt.join(', ')}`]),
    ])
  const asked = ruleQuestions(policies, taal)
    .filter(shown)
    .map(({ place, vraag, aanvaardDoor }) => `  ${place}: ${vraag} (${by(aanvaardDoor)})`)
  return [`${words.set}:`, ...own, `${words.rules}:`, ...asked]
}

/** Every question in one Dutch line, with who accepted it: so that two sets can be held side by side. */
export function listQuestions(policies: Policies): readonly string[] {
  const say = sayIn(policies, 'nl')
  const by = (who: string): string => (who === '' ? ASKED.nl.nobody : `${ASKED.nl.accepted} ${who}`)
  return [
    ...describeQuestions(policies, say).map(
      ({ naam, vraag, lezing, aanvaardDoor }) =>
        `open-vragen.yaml, ${naam}: ${vraag} (${lezing === undefined ? '' : `${lezing}, `}${by(aanvaardDoor)})`,
    ),
    ...ruleQuestions(policies, 'nl').map(
      ({ place, vraag, aanvaardDoor }) => `${place}: ${vraag} (${by(aanvaardDoor)})`,
    ),
  ]
}

type RuleQuestion = {
  readonly place: string
  readonly vraag: string
  readonly aanvaardDoor: string
}

function ruleQuestions(policies: Policies, taal: Taal): readonly RuleQuestion[] {
  const say = sayIn(policies, taal)
  const rules = [...policies.regels.values()].flat().map((rule) => ({
    id: rule.id,
    questions: openQuestions(rule, taal, say),
  }))
  return [...rules, ...describePurposeQuestions(policies, say)].flatMap(({ id, questions }) =>
    questions.map(({ waarover, vraag, aanvaardDoor }) => ({
      place: `${id}, ${waarover}`,
      vraag,
      aanvaardDoor,
    })),
  )
}
