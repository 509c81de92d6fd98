/** A rule as Dutch sentences, each with its article: for the README, the public page and whoever asks why. */
import { REDENEN, type RedenCode } from '../model/reden.ts'
import type { Policies, Rule } from './compile.ts'
import type { Grondslag } from './policy-file.ts'

const getRule = (policies: Policies, id: string): Rule => {
  const found = [...policies.regels.values()].flat().find((rule) => rule.id === id)
  if (found === undefined) throw new Error(`no rule ${id}`)
  return found
}

/** `Rzv art. 3 lid 1`; what is no law has no article. */
export const cite = ({ bron, artikel }: Grondslag): string =>
  /^\d/.test(artikel) ? `${bron} art. ${artikel}` : `${bron}, ${artikel}`

const citer = (rule: Rule): ((ids: readonly string[]) => string) => {
  const articles = new Map(rule.file.grondslag.map((one) => [one.id, cite(one)]))
  return (ids) => ids.map((id) => articles.get(id) ?? id).join('; ')
}

const accepted = (part: {
  open?: string | undefined
  aanvaardDoor?: string | undefined
}): string =>
  part.open === undefined
    ? ''
    : ` Open vraag: ${part.open}; aanvaard door ${part.aanvaardDoor ?? '-'}.`

/**
 * The sentences of one rule (`wet/huur@1`): the whole, each condition, each field that passes, and that nothing else does.
 * @throws Error for a rule that is not there
 */
export function explainRule(policies: Policies, id: string): readonly string[] {
  const rule = getRule(policies, id)
  const articles = citer(rule)
  const conditions = rule.file.voorwaarden.map((condition, index) => {
    const sentence = rule.voorwaarden[index]?.uitleg ?? ''
    return `Voorwaarde: ${sentence} (${articles(condition.grondslag)})${accepted(condition)}`
  })
  const fields = Object.entries(rule.file.velden).map(([veld, field]) => {
    const doelen = rule.velden.get(veld as keyof typeof rule.file.velden)?.group.doelen ?? []
    const names = [...new Set(doelen.map(({ doel }) => doel))].join(' en ') || 'geen doel'
    return `Veld ${veld} gaat mee voor ${names}: ${field.omdat} (${articles(field.grondslag)}).${accepted(field)}`
  })
  const own = Object.entries(rule.file.bijzonderheden).map(([code, field]) => {
    const use = field.doelen === undefined ? 'dient alleen het besluit' : 'is een eigen veld'
    return `Bijzonderheid ${code} (${field.soort}) ${use}: ${field.zin} (${articles(field.grondslag)})${accepted(field)}`
  })
  const { geldig, van, naar } = rule.file
  return [
    `${rule.file.zin.trim()}${[rule.file, geldig, van, naar].map(accepted).join('')}`,
    ...conditions,
    ...fields,
    ...own,
    'Geen ander veld gaat mee.',
  ]
}

/**
 * What a reason means under a rule and what to do about it, in one line.
 * @throws Error for a rule that is not there
 */
export function explainReason(policies: Policies, id: string, code: RedenCode): string {
  const rule = getRule(policies, id)
  const condition = rule.voorwaarden.find((one) => one.code === code)
  const { zin, remedie } = condition ?? REDENEN[code]
  const article = condition === undefined ? '' : ` (${citer(rule)([condition.grondslag])})`
  return `${zin}${article} ${remedie}`
}
