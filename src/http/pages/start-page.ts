/** `/`: what this is, and where to find what. */
import { html } from 'hono/html'
import { type Html, pageHref, renderPage } from './layout.ts'
import { type Taal, TEXTS } from './texts.ts'

/** `logKey` is the verification key of the log's checkpoints (C2SP signed-note vkey). */
export function renderStartPage(taal: Taal, logKey: string): Html {
  const t = TEXTS[taal]
  const links = [
    [pageHref('/grondslagen', taal), t.bases, t.linkBases],
    [pageHref('/api', taal), t.api, t.linkApi],
    ['/v1/openapi.json', 'openapi.json', t.linkOpenApi],
    ['/.well-known/jwks.json', 'jwks.json', t.linkJwks],
    ['/.well-known/security.txt', 'security.txt', t.linkSecurity],
  ] as const
  const main = html`<p class="lead">${t.startLead}</p>
<h2>${t.forWhom}</h2>
<ul class="links">
${links.map(([href, name, text]) => html`<li><a href="${href}">${name}</a> <span>${text}</span></li>`)}
</ul>
<h2>${t.logTitle}</h2>
<p>${t.logText}</p>
<ul class="links">
<li><a href="/log/checkpoint">/log/checkpoint</a> <span>${t.logCheckpoint}</span></li>
</ul>
<p>${t.logTiles}</p>
<dl>
<dt>${t.logKey}</dt>
<dd><code>${logKey}</code></dd>
</dl>`
  return renderPage(taal, { path: '/', title: t.startTitle, main })
}
