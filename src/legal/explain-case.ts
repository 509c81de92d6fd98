/** One decision in Dutch or English sentences: each condition with its truth, each field with its reason. Names of fields and codes; never a value. */
import type { Besluitreden, Veldbesluit, VeldReden } from '../model/besluit.ts'
import { REDENEN } from '../model/reden.ts'
import { afleidingOf, isAfgeleid } from '../model/veld.ts'
import type { Policies, Rule } from './compile.ts'
import { sentenceOf } from './conditions.ts'
import type { Decision } from './decision.ts'
import { englishOf } from './english.ts'
import { ENGLISH_ALWAYS, ENGLISH_REASONS, ENGLISH_WITHHELD } from './english-reasons.ts'
import { cite } from './explain.ts'
import { plain, type Say, sayIn, type Taal } from './say.ts'

/** The conditions that stand in every rule, and those that stand outside the files. */
const ALWAYS: Readonly<Record<string, string>> = {
  grondslagInWerking: 'Er is op de dag van ontvangst een regel in werking voor dit soort signaal.',
  afzenderBevoegd: 'Deze aanleveraar mag dit soort signaal geven.',
  gemeenteBekend: 'De gemeente van het adres is bekend.',
  signaaldatumBinnenBereik:
    'De signaaldatum ligt niet in de toekomst, ten hoogste 31 dagen terug, en niet voor het begin van de regel.',
  gegevensdelingNietGeweigerd: 'De klant heeft het delen van gegevens niet geweigerd.',
  gemeenteAangewezen: 'De gemeente is voor dit soort signaal aangewezen.',
  gemeenteAangesloten: 'De gemeente is aangesloten: zij heeft een actieve sleutel voor hulpaanbod.',
  wijkBekend: 'De wijk van het adres is bekend.',
  gemeentelijkeDrempelGehaald: 'Het bedrag haalt de drempel die de gemeente zelf stelde.',
  nietEerderGemeld:
    'De aanleveraar meldde deze persoon deze maand niet eerder met hetzelfde bedrag.',
}

const WITHHELD: Readonly<Record<VeldReden, string>> = {
  'geen-grondslag': 'geen artikel noemt dit veld bij dit soort signaal',
  'alleen-voor-besluit': 'het telt alleen mee voor het besluit',
  'geen-sleutel': 'de gemeente heeft geen sleutel voor de doelen van dit veld',
  'geen-doel': 'geen doel dat nu geldt neemt dit veld aan',
  onbruikbaar: 'de waarde was niet te gebruiken en is weggelaten',
  'signaal-geweigerd': 'het hele signaal is geweigerd',
  'onder-gemeentelijke-drempel': 'het bedrag ligt onder de drempel van de gemeente',
  'herhaalde-melding': 'het signaal herhaalt een signaal van deze maand met hetzelfde bedrag',
}

const ruleOf = (policies: Policies, id: string): Rule | undefined =>
  [...policies.regels.values()].flat().find((rule) => rule.id === id)

/** The sentence of a condition that stands in every rule, or outside the files. */
function commonSentence(rule: Rule | undefined, naam: string, taal: Taal): string {
  const sentences = taal === 'en' ? ENGLISH_ALWAYS : ALWAYS
  const named = naam === 'afzenderBevoegd' ? rule?.file.van.deelnemers : undefined
  const names = (named ?? []).map((one) => one.naam).join(', ')
  const only = names === '' ? '' : ` ${WORDS[taal].only}: ${names}.`
  return `${sentences[naam] ?? naam}${only}`
}

/** The sentence of a condition by its name, with its article where the rule names one. */
function conditionSentence(rule: Rule | undefined, naam: string, taal: Taal): string {
  const written = rule?.file.voorwaarden.find((one) => one.voorwaarde === naam)
  if (written === undefined) return commonSentence(rule, naam, taal)
  const sentence = taal === 'en' ? englishOf(written) : sentenceOf(written)
  const article = rule?.file.grondslag.find(({ id }) => id === written.grondslag[0])
  return article === undefined ? sentence : `${sentence} (${cite(article)})`
}

/** The articles that a decision may name: of its rule, or of what says why there is none. */
const articlesOf = (
  policies: Policies,
  rule: Rule | undefined,
  signaaltype: string,
): ReadonlyMap<string, string> => {
  const ended = policies.regels.get(signaaltype)?.at(-1)?.file.grondslag ?? []
  const unlawful = policies.documents.geweigerd?.grondslag ?? []
  const articles = rule?.file.grondslag ?? [...unlawful, ...ended]
  return new Map(articles.map((one) => [one.id, `${cite(one)}, ${one.link}`]))
}

const WORDS = {
  nl: {
    yes: 'ja ',
    no: 'nee',
    refuses: 'NEE',
    only: 'Alleen',
    verdict: 'Besluit',
    aanvaard: 'aanvaard',
    geweigerd: 'geweigerd',
    by: 'naar',
    noRule: 'geen enkele regel',
    conditions: 'Voorwaarden',
    reasons: 'Redenen en wat u kunt doen',
    fields: 'Velden',
    derived: 'afgeleid, als',
    for: 'voor',
  },
  en: {
    yes: 'yes',
    no: 'no ',
    refuses: 'NO ',
    only: 'Only',
    verdict: 'Verdict',
    aanvaard: 'accepted',
    geweigerd: 'refused',
    by: 'by',
    noRule: 'no rule at all',
    conditions: 'Conditions',
    reasons: 'Reasons and what you can do',
    fields: 'Fields',
    derived: 'derived, as',
    for: 'for',
  },
} as const satisfies Record<Taal, Record<string, string>>

const FORMS = {
  nl: { klasse: 'klasse', wijk: 'wijk', vlag: 'vlag' },
  en: { klasse: 'class', wijk: 'district', vlag: 'flag' },
} as const

/** `NEE` when it refuses, `nee` when it only remarks. */
const truth = (rule: Rule | undefined, naam: string, holds: boolean, taal: Taal): string => {
  const words = WORDS[taal]
  if (holds) return words.yes
  const code = rule?.voorwaarden.find((one) => one.naam === naam)?.code
  return code !== undefined && !REDENEN[code].weigert ? words.no : words.refuses
}

/** A reason in the words of its file, or in the usual ones. */
const reasonWords = (
  { code, zin, remedie }: Besluitreden,
  taal: Taal,
  say: Say,
): Pick<Besluitreden, 'zin' | 'remedie'> => {
  if (taal === 'nl') return { zin, remedie }
  const usual = ENGLISH_REASONS[code]
  const inEnglish = (dutch: string, otherwise: string): string =>
    say(dutch) === plain(dutch) ? otherwise : say(dutch)
  return { zin: inEnglish(zin, usual.zin), remedie: inEnglish(remedie, usual.remedie) }
}

/** How one field fared. */
const fieldLine = (
  { regels }: Decision,
  rule: Rule | undefined,
  { veld, grondslag, reden }: Veldbesluit,
  articles: ReadonlyMap<string, string>,
  taal: Taal,
): string => {
  const words = WORDS[taal]
  const cited = grondslag.map((id) => articles.get(id) ?? id).join('; ')
  if (isAfgeleid(veld)) {
    const taking = rule?.afgeleid.get(veld)?.doelen.map(({ doel }) => doel) ?? []
    const form = FORMS[taal][afleidingOf(veld).vorm]
    return `  ${words.yes}  ${veld}: ${words.derived} ${form}, ${words.for} ${taking.join(', ')} (${cited})`
  }
  if (reden !== undefined) {
    const why = taal === 'en' ? ENGLISH_WITHHELD[reden] : WITHHELD[reden]
    return `  ${words.no}  ${veld}: ${why}`
  }
  const doelen = regels.get(veld)?.doelen.join(', ') ?? ''
  return `  ${words.yes}  ${veld}: ${words.for} ${doelen} (${cited})`
}

/** The lines that explain a decision of these policies on a signal of this type, in Dutch or English. */
export function explainCase(
  policies: Policies,
  decision: Decision,
  signaaltype: string,
  taal: Taal = 'nl',
): readonly string[] {
  const { besluit, voorwaarden } = decision
  const [words, say] = [WORDS[taal], sayIn(policies, taal)]
  const rule = ruleOf(policies, besluit.beleid.id)
  const articles = articlesOf(policies, rule, signaaltype)
  const conditions = Object.entries(voorwaarden).map(
    ([naam, holds]) =>
      `  ${truth(rule, naam, holds, taal)}  ${conditionSentence(rule, naam, taal)}`,
  )
  const reasons = besluit.redenen.map((reason) => {
    const { zin, remedie } = reasonWords(reason, taal, say)
    const article = reason.grondslag === undefined ? undefined : articles.get(reason.grondslag)
    return `  ${reason.code}: ${zin}${article === undefined ? '' : ` (${article})`} ${remedie}`
  })
  const fields = besluit.velden.map((one) => fieldLine(decision, rule, one, articles, taal))
  return [
    `${words.verdict}: ${words[besluit.besluit]}, ${words.by} ${besluit.beleid.id === 'geen' ? words.noRule : besluit.beleid.id}`,
    ...(rule === undefined ? [] : [`  ${say(rule.file.zin)}`]),
    `${words.conditions}:`,
    ...conditions,
    ...(reasons.length === 0 ? [] : [`${words.reasons}:`, ...reasons]),
    `${words.fields}:`,
    ...fields,
  ]
}
