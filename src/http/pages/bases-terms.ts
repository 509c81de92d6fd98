/** The sections of the page of bases on what municipalities set themselves, and on how long what is kept stays. */
import { html } from 'hono/html'
import type { Grondslagenoverzicht } from '../../legal/bases-view.ts'
import { keepTogether, renderArticles, renderOpen, standText, termText } from './bases-parts.ts'
import type { Html } from './layout.ts'
import { renderTable } from './table.ts'
import type { Texts } from './texts.ts'

/** The thresholds of municipalities. */
export function renderThresholds(t: Texts, { drempels }: Grondslagenoverzicht): Html {
  const open = drempels.map((one) => one.open).filter((one) => one !== undefined)
  return html`<section aria-labelledby="drempels">
<h2 id="drempels">${t.thresholds}</h2>
<p>${t.thresholdsLead}</p>
${renderTable({
  caption: t.thresholds,
  columns: [t.municipality, t.signalTypes, t.below, t.since, t.until, t.decision, t.why],
  rows: drempels.map((one) => [
    one.gemeentecode,
    one.signaaltypen,
    `€\u00a0${(one.centen / 100).toFixed(2).replace('.', ',')}`,
    one.vanaf,
    one.tot ?? t.notFor,
    one.besluit,
    one.omdat,
  ]),
  headed: true,
})}
${renderOpen(t, t.thresholds, open)}
</section>`
}

/** Who stays below a threshold, where that is counted: on which article, of which fields, for how long, and by whom. */
export function renderSlepers(t: Texts, { slepers }: Grondslagenoverzicht): Html {
  if (slepers === undefined) return html``
  const { zin, stand, artikelen, velden, termijn, avg, tellingen, openVragen } = slepers
  return html`<section aria-labelledby="slepers">
<h2 id="slepers">${t.staying} <span class="state ${stand}">${standText(t, stand)}</span></h2>
<p>${zin}</p>
<p>${t.stayingLead} <span class="nowrap">${termText(t, termijn)}</span>.</p>
<dl class="facts">
<dt>${t.receiver}</dt><dd>${t.college}. ${t.receiverBasis} ${avg.ontvanger}</dd>
<dt>${t.informed}</dt><dd>${avg.informatie}</dd>
<dt>${t.objection}</dt><dd>${avg.bezwaar ? t.yes : t.no}</dd>
</dl>
${renderTable({
  caption: `${t.fields}: ${t.staying}`,
  columns: [t.field, t.why, t.article],
  rows: velden.map((one) => [
    html`<code>${one.veld}</code>`,
    one.omdat,
    html`<span lang="nl">${keepTogether(one.artikelen)}</span>`,
  ]),
  headed: true,
})}
${renderTable({
  caption: t.staying,
  columns: [t.municipality, t.fromMonths, t.since, t.until, t.decision, t.why],
  rows: tellingen.map((one) => [
    one.gemeentecode,
    `${one.vanafMaanden}`,
    one.vanaf,
    one.tot ?? t.notFor,
    one.besluit,
    one.omdat,
  ]),
  headed: true,
})}
${renderArticles(t, t.staying, artikelen)}
${renderOpen(t, t.staying, openVragen)}
</section>`
}

/** How long each category stays. */
export function renderRetention(t: Texts, { bewaartermijnen }: Grondslagenoverzicht): Html {
  const open = bewaartermijnen.map((one) => one.open).filter((one) => one !== undefined)
  return html`<section aria-labelledby="bewaartermijnen">
<h2 id="bewaartermijnen">${t.retention}</h2>
${renderTable({
  caption: t.retention,
  columns: [t.what, t.term, t.basis],
  rows: bewaartermijnen.map(({ zin, termijn, bron }) => [
    zin,
    html`<span class="nowrap">${termText(t, termijn)}</span>`,
    bron,
  ]),
  headed: true,
})}
${renderOpen(t, t.retention, open)}
</section>`
}
