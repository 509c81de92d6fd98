/** A rule to read from top to bottom: who, to whom, on which article, on which conditions, which fields, how long. Dutch or English. */
import { VELDEN } from '../model/veld.ts'
import type { Termijn } from './calendar.ts'
import type { Policies, Rule } from './compile.ts'
import { englishOf } from './english.ts'
import { cite } from './explain.ts'

export type Taal = 'nl' | 'en'

const WORDS = {
  nl: {
    from: 'Wie geeft het signaal',
    to: 'Wie krijgt het',
    all: 'het college van de woongemeente',
    only: 'alleen deze gemeenten',
    since: 'Geldt vanaf',
    until: 'tot',
    articles: 'Artikelen',
    conditions: 'Dit moet waar zijn',
    fields: 'Deze velden gaan mee',
    others: 'Deze velden gaan nooit mee',
    kept: 'Hoe lang het blijft: verzegelde velden en de gecodeerde rij ten hoogste',
    avg: 'AVG: grondslag van de aanleveraar art.',
    recipient: 'van de gemeente art.',
    informs: 'Wie de inwoner informeert',
    objection: 'Bezwaar (AVG art. 21) kan',
    noObjection: 'Bezwaar (AVG art. 21) kan niet',
    open: 'Open vraag',
    accepted: 'aanvaard door',
    none: 'geen doel',
  },
  en: {
    from: 'Who gives the signal',
    to: 'Who receives it',
    all: 'the municipality of residence (college)',
    only: 'only these municipalities',
    since: 'In force from',
    until: 'until',
    articles: 'Articles',
    conditions: 'This must hold',
    fields: 'These fields pass',
    others: 'These fields never pass',
    kept: 'How long it stays: sealed fields and the coded row at most',
    avg: 'GDPR: basis of the creditor art.',
    recipient: 'of the municipality art.',
    informs: 'Who informs the resident',
    objection: 'Objection (GDPR art. 21) is possible',
    noObjection: 'Objection (GDPR art. 21) is not possible',
    open: 'Open question',
    accepted: 'accepted by',
    none: 'no purpose',
  },
} as const satisfies Record<Taal, Record<string, string>>

type Words = Record<keyof (typeof WORDS)['nl'], string>
type Open = { readonly open?: string | undefined; readonly aanvaardDoor?: string | undefined }

const openOf = (part: Open, words: Words): readonly string[] =>
  part.open === undefined
    ? []
    : [`      ${words.open}: ${part.open} (${words.accepted} ${part.aanvaardDoor ?? '-'})`]

/** `6 maanden`, `14 dagen`, `1 maand en 14 dagen`. */
export function termWords({ maanden, dagen }: Termijn, taal: Taal): string {
  const [month, months, day, days, and] =
    taal === 'nl'
      ? ['maand', 'maanden', 'dag', 'dagen', ' en ']
      : ['month', 'months', 'day', 'days', ' and ']
  const parts = [
    ...(maanden === 0 ? [] : [`${maanden} ${maanden === 1 ? month : months}`]),
    ...(dagen === 0 && maanden !== 0 ? [] : [`${dagen} ${dagen === 1 ? day : days}`]),
  ]
  return parts.join(and)
}

const citer = ({ file }: Rule): ((ids: readonly string[]) => string) => {
  const articles = new Map(file.grondslag.map((one) => [one.id, cite(one)]))
  return (ids) => ids.map((id) => articles.get(id) ?? id).join('; ')
}

const conditionLines = (rule: Rule, taal: Taal): readonly string[] => {
  const articles = citer(rule)
  return rule.file.voorwaarden.flatMap((condition, index) => {
    const sentence = taal === 'en' ? englishOf(condition) : rule.voorwaarden[index]?.uitleg
    return [
      `    - ${sentence ?? ''} (${articles(condition.grondslag)})`,
      ...openOf(condition, WORDS[taal]),
    ]
  })
}

const fieldLines = (rule: Rule, taal: Taal): readonly string[] => {
  const [articles, words] = [citer(rule), WORDS[taal]]
  const files = new Map<string, Open & { readonly omdat: string }>(Object.entries(rule.file.velden))
  return [...rule.velden].flatMap(([veld, { grondslag, group }]) => {
    const doelen = [...new Set(group.doelen.map(({ doel }) => doel))].join(', ')
    const file = files.get(veld)
    return [
      `    - ${veld} → ${doelen || words.none}: ${file?.omdat ?? ''} (${articles(grondslag)})`,
      ...(file === undefined ? [] : openOf(file, words)),
    ]
  })
}

const avgLine = ({ avg }: Rule['file'], words: Words): string =>
  [
    `  ${words.avg} ${avg.verzender}, ${words.recipient} ${avg.ontvanger}.`,
    `${words.informs}: ${avg.informatie.wie}, ${avg.informatie.wanneer}.`,
    `${avg.bezwaar ? words.objection : words.noObjection}.`,
  ].join(' ')

/** The lines of one rule. What lawyers wrote in the files stays in their Dutch; the frame and the conditions follow `taal`. */
export function readRule(rule: Rule, taal: Taal): readonly string[] {
  const words: Words = WORDS[taal]
  const { file } = rule
  const term = [...rule.velden.values()][0]?.group.termijn ?? rule.gecodeerd
  const until = rule.tot === undefined ? '' : ` ${words.until} ${rule.tot}`
  const municipalities =
    file.naar.aangewezen === undefined
      ? words.all
      : `${words.all}, ${words.only}: ${file.naar.aangewezen.join(', ')}`
  return [
    `${rule.id}: ${file.zin.trim()}`,
    ...openOf(file, words),
    `  ${words.from}: ${rule.afzender}. ${words.to}: ${municipalities}.`,
    `  ${words.since} ${rule.vanaf}${until}.`,
    `  ${words.articles}:`,
    ...file.grondslag.map((one) => `    - ${cite(one)}: ${one.strekking} ${one.link}`),
    `  ${words.conditions}:`,
    ...conditionLines(rule, taal),
    `  ${words.fields}:`,
    ...fieldLines(rule, taal),
    `  ${words.others}: ${VELDEN.filter((veld) => !rule.velden.has(veld)).join(', ')}.`,
    `  ${words.kept} ${termWords(term, taal)}.`,
    avgLine(file, words),
  ]
}

/** Rules by what a person types: `huur`, `wet/huur` (all its versions) or `wet/huur@1`. */
export function findRules(policies: Policies, asked: string): readonly Rule[] {
  const name = asked.startsWith('wet/') ? asked : `wet/${asked}`
  return [...policies.regels.values()]
    .flat()
    .filter((rule) => rule.id === name || rule.file.regel === name)
}
