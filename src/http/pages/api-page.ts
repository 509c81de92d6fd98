/** `/api`: the interface for people, from the very document that serves programs. */
import { html } from 'hono/html'
import type { Aanroep, ApiReference, Eigenschap, Gegeven, Vorm } from './api-reference.ts'
import { type Html, renderPage } from './layout.ts'
import { type Cell, renderTable } from './table.ts'
import { type Taal, TEXTS, type Texts } from './texts.ts'

/** The page; what the interface says of itself is Dutch in both languages. */
export function renderApiPage(taal: Taal, api: ApiReference): Html {
  const t = TEXTS[taal]
  const main = html`<p class="lead" lang="nl">${api.description}</p>
<p>${t.apiVersion} ${api.version}. <a href="/v1/openapi.json">${t.apiFile}</a></p>
<nav aria-label="${t.onThisPage}">
<h2>${t.onThisPage}</h2>
<ul class="links" lang="nl">
${api.groepen.flatMap(({ aanroepen }) => aanroepen).map(renderLink)}
</ul>
<ul class="links">
<li><a href="#gegevens">${t.schemas}</a></li>
<li><a href="#problemen">${t.problems}</a></li>
</ul>
</nav>
${api.groepen.map(
  ({ naam, uitleg, aanroepen }) => html`<section aria-label="${naam}">
<h2 lang="nl">${naam}</h2>
<p lang="nl">${uitleg}</p>
${aanroepen.map((call) => renderCall(t, call))}
</section>`,
)}
<section aria-labelledby="gegevens">
<h2 id="gegevens">${t.schemas}</h2>
${api.gegevens.map((one) => renderData(t, one))}
</section>
<section aria-labelledby="problemen">
<h2 id="problemen">${t.problems}</h2>
${renderTable({
  caption: t.problems,
  columns: [t.problemKind, t.status, t.meaning, t.doWhat],
  rows: api.problemen.map(({ kind, status, title, detail }) => [
    html`<code>${kind}</code>`,
    String(status),
    title,
    detail,
  ]),
  lang: 'nl',
  headed: true,
})}
</section>`
  return renderPage(taal, { path: '/api', title: t.apiTitle, main })
}

const anchorOf = ({ method, path }: Aanroep): string =>
  `${method}${path}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')

const renderLink = (call: Aanroep): Html =>
  html`<li><a href="#${anchorOf(call)}"><code>${call.method} ${call.path}</code></a> <span>${call.summary}</span></li>`

function renderCall(t: Texts, call: Aanroep): Html {
  return html`<article aria-labelledby="${anchorOf(call)}">
<h3 id="${anchorOf(call)}"><code>${call.method} ${call.path}</code></h3>
<p lang="nl"><strong>${call.summary}.</strong> ${inline(call.description)}</p>
<p>${t.tokenPurpose}: <code>${call.doel}</code></p>
${call.parameters.length === 0 ? '' : renderParameters(t, call)}
${
  call.body === undefined
    ? ''
    : html`<h4>${t.body}</h4>
<p>${form(call.body.vorm)}</p>
${renderExample(t.example, call.body.example)}`
}
<h4>${t.answers}</h4>
${renderTable({
  caption: `${t.answers}: ${call.method} ${call.path}`,
  columns: [t.status, t.meaning, t.form],
  rows: call.answers.map(({ status, description, inhoud }) => [
    status,
    html`<span lang="nl">${description}</span>`,
    inhoud === undefined ? form(PROBLEM) : form(inhoud.vorm),
  ]),
  headed: true,
})}
${call.answers.map(({ status, inhoud }) => renderExample(`${t.example} ${status}`, inhoud?.example))}
</article>`
}

const PROBLEM: Vorm = { woorden: 'Probleem', schema: 'Probleem' }

function renderParameters(t: Texts, call: Aanroep): Html {
  return html`<h4>${t.parameters}</h4>
${renderTable({
  caption: `${t.parameters}: ${call.method} ${call.path}`,
  columns: [t.name, t.place, t.required, t.form, t.meaning],
  rows: call.parameters.map((one) => [
    html`<code>${one.naam}</code>`,
    one.plaats,
    one.verplicht ? t.yes : t.no,
    form(one.vorm),
    html`<span lang="nl">${one.betekenis}</span>`,
  ]),
  headed: true,
})}`
}

function renderExample(label: string, example: string | undefined): Html {
  if (example === undefined) return html``
  return html`<details><summary>${label}</summary>
<pre tabindex="0"><code>${example}</code></pre>
</details>`
}

function renderData(t: Texts, { naam, vorm, varianten }: Gegeven): Html {
  const properties = (one: Eigenschap): readonly Cell[] => [
    html`<code>${one.naam}</code>`,
    one.verplicht ? t.yes : t.no,
    form(one.vorm),
    html`<span lang="nl">${one.betekenis}</span>`,
  ]
  return html`<h3 id="gegeven-${naam}"><code>${naam}</code></h3>
${varianten.map((variant) =>
  variant.eigenschappen.length === 0
    ? html`<p>${form(vorm)}</p>`
    : renderTable({
        caption: variant.naam === '' ? naam : `${naam}: ${variant.naam}`,
        columns: [t.name, t.required, t.form, t.meaning],
        rows: variant.eigenschappen.map(properties),
        headed: variant.naam === '',
      }),
)}`
}

function form({ woorden, schema }: Vorm): Html {
  const name = html`<span lang="nl">${woorden}</span>`
  return schema === undefined ? name : html`<a href="#gegeven-${schema}">${name}</a>`
}

/** Words between backticks are code. */
function inline(text: string): readonly Html[] {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))
}
