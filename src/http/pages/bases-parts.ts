/** What the sections of the page of bases share: articles, open questions, states and terms in words. */
import { html } from 'hono/html'
import type { Artikelbeschrijving, OpenVraag, Stand } from '../../legal/bases-view.ts'
import type { Html } from './layout.ts'
import { renderTable } from './table.ts'
import type { Texts } from './texts.ts'

/** An article stays on one line with its number. */
export const keepTogether = (citation: string): string => citation.replaceAll('art. ', 'art.\u00a0')

/** The articles of a rule, or of what else is named `about`. */
export function renderArticles(
  t: Texts,
  about: string,
  articles: readonly Artikelbeschrijving[],
): Html {
  const row = (one: Artikelbeschrijving): readonly string[] => [
    keepTogether(one.aanhaling),
    one.strekking,
    one.vindplaats,
    one.gelezen,
  ]
  return html`<h3>${t.articles}</h3>
${renderTable({
  caption: `${t.articles}: ${about}`,
  columns: [t.article, t.saysWhat, t.source, t.readHow],
  rows: articles.map(row),
  headed: true,
})}`
}

/** Questions about it, with who accepted which; nothing where there are none. */
export function renderOpen(t: Texts, about: string, questions: readonly OpenVraag[]): Html {
  if (questions.length === 0) return html``
  return html`<h3>${t.openQuestions}</h3>
<p>${t.openLead}</p>
${renderTable({
  caption: `${t.openQuestions}: ${about}`,
  columns: [t.about, t.question, t.acceptedBy],
  rows: questions.map((one) => [one.waarover, one.vraag, one.aanvaardDoor || t.nobody]),
  headed: true,
})}`
}

/** How a rule stands, in words. */
export function standText(t: Texts, stand: Stand): string {
  switch (stand) {
    case 'in-werking':
      return t.inForce
    case 'nog-niet':
      return t.notYet
    case 'voorbij':
      return t.past
  }
}

/** A term in years, or months, and days. */
export function termText(
  t: Texts,
  term: { readonly maanden: number; readonly dagen: number },
): string {
  const years = term.maanden % 12 === 0 ? term.maanden / 12 : 0
  const months = years === 0 ? term.maanden : 0
  const part = (count: number, one: string, many: string): readonly string[] =>
    count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]
  return [
    ...part(years, t.year, t.years),
    ...part(months, t.month, t.months),
    ...part(term.dagen, t.day, t.days),
  ].join(' ')
}
