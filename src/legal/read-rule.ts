/** A rule to read from top to bottom: who, to whom, on which article, on which conditions, which fields, how long. Dutch or English. */
import { afleidingOf, bijzonderVeld, VELDEN } from '../model/veld.ts'
import type { Termijn } from './calendar.ts'
import type { Policies, Rule } from './compile.ts'
import { englishOf } from './english.ts'
import { cite } from './explain.ts'
import { senderOf } from './public-bases.ts'
import { type Say, sayIn, type Taal } from './say.ts'

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
    deciding: 'Deze eigen velden dienen alleen het besluit en gaan niet mee',
    others: 'Deze velden gaan nooit mee',
    shown: 'Wie het signaal nog niet opende ziet als soort',
    ended: 'Wie na het einde aanlevert leest',
    agreements: 'Afspraken die gemeenten vastlegden',
    nobody: 'geen',
    kept: 'Hoe lang het blijft: verzegelde velden en de gecodeerde rij ten hoogste',
    avg: 'AVG: grondslag van de aanleveraar art.',
    recipient: 'van de gemeente art.',
    informs: 'Wie de inwoner informeert',
    objection: 'Bezwaar (AVG art. 21) kan',
    noObjection: 'Bezwaar (AVG art. 21) kan niet',
    open: 'Open vraag',
    accepted: 'aanvaard door',
    none: 'geen doel',
    derived: 'Dit wordt daarvan afgeleid, en is te zien vóór het openen',
    as: 'als',
    text: 'De tekst voor de inwoner',
    archive: 'Archief',
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
    deciding: 'These fields of its own only serve the decision and do not pass',
    others: 'These fields never pass',
    shown: 'Before it is opened the signal shows as',
    ended: 'Whoever sends after the end reads',
    agreements: 'Agreements that municipalities recorded',
    nobody: 'none',
    kept: 'How long it stays: sealed fields and the coded row at most',
    avg: 'GDPR: basis of the creditor art.',
    recipient: 'of the municipality art.',
    informs: 'Who informs the resident',
    objection: 'Objection (GDPR art. 21) is possible',
    noObjection: 'Objection (GDPR art. 21) is not possible',
    open: 'Open question',
    accepted: 'accepted by',
    none: 'no purpose',
    derived: 'This is derived of those, and shows before opening',
    as: 'as',
    text: 'The text for the resident',
    archive: 'Archive',
  },
} as const satisfies Record<Taal, Record<string, string>>

type Words = Record<keyof (typeof WORDS)['nl'], string>
type Open = { readonly open?: string | undefined; readonly aanvaardDoor?: string | undefined }

/** A reader of one set in one language. */
type Reader = { readonly words: Words; readonly say: Say; readonly taal: Taal }

const openOf = ({ open, aanvaardDoor }: Open, { words, say }: Reader): readonly string[] =>
  open === undefined
    ? []
    : [
        `      ${words.open}: ${say(open)} (${words.accepted} ${aanvaardDoor === undefined ? '-' : say(aanvaardDoor)})`,
      ]

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

const conditionLines = (rule: Rule, reader: Reader): readonly string[] => {
  const { taal } = reader
  const articles = citer(rule)
  return rule.file.voorwaarden.flatMap((condition, index) => {
    const sentence = taal === 'en' ? englishOf(condition) : rule.voorwaarden[index]?.uitleg
    return [
      `    - ${sentence ?? ''} (${articles(condition.grondslag)})`,
      ...openOf(condition, reader),
    ]
  })
}

const fieldLines = (rule: Rule, reader: Reader): readonly string[] => {
  const { words, say } = reader
  const articles = citer(rule)
  const own = Object.entries(rule.file.bijzonderheden)
  const files = new Map<string, Open>([
    ...Object.entries(rule.file.velden),
    ...own.map(([code, field]) => [bijzonderVeld(code), field] as const),
  ])
  return [...rule.velden].flatMap(([veld, { omdat, grondslag, group }]) => {
    const doelen = [...new Set(group.doelen.map(({ doel }) => doel))].join(', ')
    return [
      `    - ${veld} → ${doelen || words.none}: ${say(omdat)} (${articles(grondslag)})`,
      ...openOf(files.get(veld) ?? {}, reader),
    ]
  })
}

/** What is derived of the fields, each as a field of its own. */
const derivedLines = (rule: Rule, reader: Reader): readonly string[] => {
  const { words, say } = reader
  const articles = citer(rule)
  if (rule.afgeleid.size === 0) return []
  return [
    `  ${words.derived}:`,
    ...[...rule.afgeleid].flatMap(([veld, { omdat, grondslag, doelen }]) => {
      const names = [...new Set(doelen.map(({ doel }) => doel))].join(', ') || words.none
      const form = `${words.as} ${WORDS_OF_FORM[reader.taal][afleidingOf(veld).vorm]}`
      return [
        `    - ${veld} ${form} → ${names}: ${say(omdat)} (${articles(grondslag)})`,
        ...openOf(rule.file.afgeleid[veld] ?? {}, reader),
      ]
    }),
  ]
}

const WORDS_OF_FORM = {
  nl: { klasse: 'klasse', wijk: 'wijk', vlag: 'vlag' },
  en: { klasse: 'class', wijk: 'district', vlag: 'flag' },
} as const

/** The fields of the type's own that only the decision weighs. */
const decidingLines = (rule: Rule, reader: Reader): readonly string[] => {
  const { words, say } = reader
  const articles = citer(rule)
  const lines = Object.entries(rule.file.bijzonderheden)
    .filter(([, { doelen }]) => doelen === undefined)
    .flatMap(([code, field]) => [
      `    - ${bijzonderVeld(code)} (${field.soort}): ${say(field.zin)} (${articles(field.grondslag)})`,
      ...openOf(field, reader),
    ])
  return lines.length === 0 ? [] : [`  ${words.deciding}:`, ...lines]
}

/** Where a rule asks for an agreement: which there are. */
const agreementLines = ({ documents }: Policies, rule: Rule, words: Words): readonly string[] => {
  if (!rule.voorwaarden.some(({ naam }) => naam === 'afspraakMetGemeente')) return []
  const lines = [...documents.gemeenten.values()].flatMap(({ gemeente, afspraken }) =>
    afspraken
      .filter((one) => one.signaaltypen === 'alle' || one.signaaltypen.includes(rule.signaaltype))
      .map(({ naam, vanaf, tot, kenmerk }) => {
        const until = tot === undefined ? '' : ` ${words.until} ${tot}`
        return `    - ${gemeente}, ${naam}: ${words.since} ${vanaf}${until} (${kenmerk})`
      }),
  )
  return [`  ${words.agreements}:`, ...(lines.length === 0 ? [`    ${words.nobody}`] : lines)]
}

/** What follows once the rule has ended. */
const endLines = (rule: Rule, { words, say }: Reader): readonly string[] => {
  const { beeindiging } = rule.file
  if (beeindiging === undefined) return []
  const { zin, remedie, grondslag } = beeindiging
  return [`  ${words.ended}: ${say(zin)} ${say(remedie)} (${citer(rule)(grondslag)})`]
}

const avgLines = ({ avg }: Rule['file'], reader: Reader): readonly string[] => {
  const { words, say } = reader
  const { tekst } = avg.informatie
  return [
    avgLine(avg, reader),
    ...(tekst === undefined ? [] : [`  ${words.text}: ${say(tekst)}`]),
    ...(avg.archief === undefined ? [] : [`  ${words.archive}: ${say(avg.archief.categorie)}.`]),
    ...openOf(avg.archief ?? {}, reader),
  ]
}

const avgLine = (avg: Rule['file']['avg'], { words, say }: Reader): string =>
  [
    `  ${words.avg} ${avg.verzender}, ${words.recipient} ${avg.ontvanger}.`,
    `${words.informs}: ${say(avg.informatie.wie)}, ${say(avg.informatie.wanneer)}.`,
    `${avg.bezwaar ? words.objection : words.noObjection}.`,
  ].join(' ')

/** The lines of one rule, in Dutch or English; names of laws, fields and parties stay as they are. */
export function readRule(policies: Policies, rule: Rule, taal: Taal): readonly string[] {
  const words: Words = WORDS[taal]
  const reader: Reader = { words, taal, say: sayIn(policies, taal) }
  const { say } = reader
  const { file } = rule
  const term = [...rule.velden.values()][0]?.group.termijn ?? rule.gecodeerd
  const until = rule.tot === undefined ? '' : ` ${words.until} ${rule.tot}`
  const municipalities =
    file.naar.aangewezen === undefined
      ? words.all
      : `${words.all}, ${words.only}: ${file.naar.aangewezen.join(', ')}`
  return [
    `${rule.id}: ${say(file.zin)}`,
    ...[file, file.geldig, file.van, file.naar].flatMap((part) => openOf(part, reader)),
    `  ${words.from}: ${senderOf(rule)}. ${words.to}: ${municipalities}.`,
    `  ${words.since} ${rule.vanaf}${until}.`,
    `  ${words.articles}:`,
    ...file.grondslag.map((one) => `    - ${cite(one)}: ${say(one.strekking)} ${one.link}`),
    `  ${words.conditions}:`,
    ...conditionLines(rule, reader),
    ...agreementLines(policies, rule, words),
    `  ${words.fields}:`,
    ...fieldLines(rule, reader),
    ...derivedLines(rule, reader),
    ...decidingLines(rule, reader),
    `  ${words.others}: ${VELDEN.filter((veld) => !rule.velden.has(veld)).join(', ')}.`,
    `  ${words.kept} ${termWords(term, taal)}.`,
    ...(file.toonAls === undefined ? [] : [`  ${words.shown}: ${file.toonAls}.`]),
    ...endLines(rule, reader),
    ...avgLines(file, reader),
  ]
}

/** Rules by what a person types: `huur`, `wet/huur` (all its versions) or `wet/huur@1`. */
export function findRules(policies: Policies, asked: string): readonly Rule[] {
  const name = asked.startsWith('wet/') ? asked : `wet/${asked}`
  return [...policies.regels.values()]
    .flat()
    .filter((rule) => rule.id === name || rule.file.regel === name)
}

/** A signal type that does not go this way: why not, the right way, the article. Undefined for a type that no policy refuses by name. */
export function readUnlawful(
  policies: Policies,
  asked: string,
  taal: Taal = 'nl',
): readonly string[] | undefined {
  const { geweigerd } = policies.documents
  const found = Object.entries(geweigerd?.soorten ?? {}).find(([type]) => type === asked)
  if (found === undefined) return undefined
  const [type, { zin, remedie, grondslag, ...open }] = found
  const reader: Reader = { words: WORDS[taal], taal, say: sayIn(policies, taal) }
  const { say } = reader
  const articles = (geweigerd?.grondslag ?? []).filter(({ id }) => grondslag.includes(id))
  return [
    `${type}: ${say(zin)}`,
    `  ${say(remedie)}`,
    ...openOf(open, reader),
    ...articles.map((one) => `  ${cite(one)}: ${say(one.strekking)} ${one.link}`),
  ]
}
