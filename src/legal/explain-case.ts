/** One decision in Dutch sentences: each condition with its truth, each field with its reason. Names of fields and codes; never a value. */
import type { VeldReden } from '../model/besluit.ts'
import { REDENEN } from '../model/reden.ts'
import { afleidingOf, isAfgeleid } from '../model/veld.ts'
import type { Policies, Rule } from './compile.ts'
import type { Decision } from './decision.ts'
import { cite } from './explain.ts'

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
}

const WITHHELD: Readonly<Record<VeldReden, string>> = {
  'geen-grondslag': 'geen artikel noemt dit veld bij dit soort signaal',
  'alleen-voor-besluit': 'het telt alleen mee voor het besluit',
  'geen-sleutel': 'de gemeente heeft geen sleutel voor de doelen van dit veld',
  'geen-doel': 'geen doel dat nu geldt neemt dit veld aan',
  onbruikbaar: 'de waarde was niet te gebruiken en is weggelaten',
  'signaal-geweigerd': 'het hele signaal is geweigerd',
  'onder-gemeentelijke-drempel': 'het bedrag ligt onder de drempel van de gemeente',
}

const ruleOf = (policies: Policies, id: string): Rule | undefined =>
  [...policies.regels.values()].flat().find((rule) => rule.id === id)

/** The sentence of a condition by its name, with its article where the rule names one. */
function conditionSentence(rule: Rule | undefined, naam: string): string {
  const condition = rule?.voorwaarden.find((one) => one.naam === naam)
  if (condition === undefined) {
    const named = naam === 'afzenderBevoegd' ? rule?.file.van.deelnemers : undefined
    const only = named === undefined ? '' : ` Alleen: ${named.map((one) => one.naam).join(', ')}.`
    return `${ALWAYS[naam] ?? naam}${only}`
  }
  const article = rule?.file.grondslag.find(({ id }) => id === condition.grondslag)
  return article === undefined ? condition.uitleg : `${condition.uitleg} (${cite(article)})`
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

/** `ja`, `NEE` when it refuses, `nee` when it only remarks. */
const truth = (rule: Rule | undefined, naam: string, holds: boolean): string => {
  if (holds) return 'ja '
  const code = rule?.voorwaarden.find((one) => one.naam === naam)?.code
  return code !== undefined && !REDENEN[code].weigert ? 'nee' : 'NEE'
}

/** The lines that explain a decision of these policies on a signal of this type. */
export function explainCase(
  policies: Policies,
  decision: Decision,
  signaaltype: string,
): readonly string[] {
  const { besluit, voorwaarden, regels } = decision
  const rule = ruleOf(policies, besluit.beleid.id)
  const articles = articlesOf(policies, rule, signaaltype)
  const conditions = Object.entries(voorwaarden).map(
    ([naam, holds]) => `  ${truth(rule, naam, holds)}  ${conditionSentence(rule, naam)}`,
  )
  const reasons = besluit.redenen.flatMap(({ code, zin, remedie, grondslag }) => {
    const article = grondslag === undefined ? undefined : articles.get(grondslag)
    return [`  ${code}: ${zin}${article === undefined ? '' : ` (${article})`} ${remedie}`]
  })
  const fields = besluit.velden.map(({ veld, grondslag, reden }) => {
    if (isAfgeleid(veld)) {
      const { vorm } = afleidingOf(veld)
      const taking = rule?.afgeleid.get(veld)?.doelen.map(({ doel }) => doel) ?? []
      return `  ja   ${veld}: afgeleid, als ${vorm}, voor ${taking.join(', ')} (${grondslag.map((id) => articles.get(id) ?? id).join('; ')})`
    }
    if (reden !== undefined) return `  nee  ${veld}: ${WITHHELD[reden]}`
    const doelen = regels.get(veld)?.doelen.join(', ') ?? ''
    return `  ja   ${veld}: voor ${doelen} (${grondslag.map((id) => articles.get(id) ?? id).join('; ')})`
  })
  return [
    `Besluit: ${besluit.besluit}, naar ${besluit.beleid.id === 'geen' ? 'geen enkele regel' : besluit.beleid.id}`,
    ...(rule === undefined ? [] : [`  ${rule.file.zin.trim()}`]),
    'Voorwaarden:',
    ...conditions,
    ...(reasons.length === 0 ? [] : ['Redenen en wat u kunt doen:', ...reasons]),
    'Velden:',
    ...fields,
  ]
}
