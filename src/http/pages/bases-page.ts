/** `/grondslagen`: what may pass on which article, from the policies that decide. */
import { html } from 'hono/html'
import type {
  Doelbeschrijving,
  Grondslagenoverzicht,
  Regelbeschrijving,
  Vormbeschrijving,
} from '../../legal/bases-view.ts'
import { keepTogether, renderArticles, renderOpen, standText, termText } from './bases-parts.ts'
import { renderRetention, renderSlepers, renderThresholds } from './bases-terms.ts'
import { type Html, renderPage } from './layout.ts'
import { renderTable } from './table.ts'
import { type Taal, TEXTS, type Texts } from './texts.ts'

const anchorOf = (id: string): string => id.replaceAll(/[^a-z0-9]+/g, '-')

/** The page in one language; names of laws, fields and parties stay as they are. */
export function renderBasesPage(taal: Taal, view: Grondslagenoverzicht): Html {
  const t = TEXTS[taal]
  const main = html`<p class="lead">${t.basesLead}</p>
<dl class="facts">
<dt>${t.asOf}</dt><dd>${view.dag}</dd>
<dt>${t.fingerprint}</dt><dd><code>${view.hash}</code></dd>
</dl>
<nav aria-label="${t.onThisPage}">
<h2>${t.onThisPage}</h2>
<ul class="links">
${view.regels.map((rule) => html`<li><a href="#${anchorOf(rule.id)}"><span lang="nl">${rule.signaaltype}</span></a> <span>${standText(t, rule.stand)}</span></li>`)}
<li><a href="#andere-weg">${t.otherWay}</a></li>
<li><a href="#doelen">${t.purposes}</a></li>
<li><a href="#drempels">${t.thresholds}</a></li>
${view.slepers === undefined ? html`` : html`<li><a href="#slepers">${t.staying}</a></li>`}
<li><a href="#bewaartermijnen">${t.retention}</a></li>
<li><a href="#vragen">${t.lawQuestions}</a></li>
</ul>
</nav>
${view.regels.map((rule) => renderRule(t, rule))}
${renderUnlawful(t, view)}
${renderPurposes(t, view)}
${renderThresholds(t, view)}
${renderSlepers(t, view)}
${renderRetention(t, view)}
${renderQuestions(t, view)}`
  return renderPage(taal, { path: '/grondslagen', title: t.basesTitle, main })
}

function renderRule(t: Texts, rule: Regelbeschrijving): Html {
  const id = anchorOf(rule.id)
  const until = rule.tot === undefined ? '' : ` ${t.until} ${rule.tot}`
  return html`<section aria-labelledby="${id}">
<h2 id="${id}"><span lang="nl">${rule.signaaltype}</span> <span class="state ${rule.stand}">${standText(t, rule.stand)}</span></h2>
<p>${rule.zin}</p>
${rule.beeindiging !== undefined && rule.stand === 'voorbij' ? html`<p>${rule.beeindiging}</p>` : html``}
<p><code>${rule.id}</code>, ${t.since} ${rule.vanaf}${until}</p>
${renderParties(t, rule)}
${renderConditions(t, rule)}
${renderFields(t, rule)}
${renderDerived(t, rule)}
${renderOwn(t, rule)}
${renderArticles(t, rule.id, rule.artikelen)}
${renderOpen(t, rule.id, rule.openVragen)}
</section>`
}

function renderParties(t: Texts, { afzender, aangewezen, avg }: Regelbeschrijving): Html {
  const receiver =
    aangewezen === undefined ? t.college : `${t.collegeOnly} ${aangewezen.join(', ')}`
  return html`<h3>${t.fromTo}</h3>
<dl class="facts">
<dt>${t.sender}</dt><dd><span lang="nl">${afzender}</span>. ${t.senderBasis} ${avg.verzender}</dd>
<dt>${t.receiver}</dt><dd>${receiver}. ${t.receiverBasis} ${avg.ontvanger}</dd>
<dt>${t.informed}</dt><dd>${avg.wie}, ${avg.wanneer}${avg.tekst === undefined ? html`` : html`<blockquote>${avg.tekst}</blockquote>`}</dd>
<dt>${t.archive}</dt><dd>${avg.archief ?? t.none}</dd>
<dt>${t.objection}</dt><dd>${avg.bezwaar ? t.yes : t.no}</dd>
</dl>`
}

function renderConditions(t: Texts, { voorwaarden }: Regelbeschrijving): Html {
  return html`<h3>${t.conditions}</h3>
<p>${t.conditionsLead}</p>
<ol>
${voorwaarden.map(({ zin, artikelen }) => html`<li>${zin} <span class="cite">${keepTogether(artikelen)}</span></li>`)}
</ol>`
}

/** What only derived fields go to stands with those. */
function renderFields(t: Texts, rule: Regelbeschrijving): Html {
  const doelen = [...new Set(rule.velden.flatMap((field) => field.doelen))].toSorted()
  return html`<h3>${t.fields}</h3>
${renderTable({
  caption: `${t.fields}: ${rule.id}`,
  columns: [t.field, t.why, ...doelen, t.article, t.keptFor],
  rows: rule.velden.map((field) => [
    html`<code>${field.veld}</code>`,
    field.omdat,
    ...doelen.map((doel) => (field.doelen.includes(doel) ? t.passes : t.notFor)),
    html`<span lang="nl">${keepTogether(field.artikelen)}</span>`,
    html`<span class="nowrap">${termText(t, field.termijn)}</span>`,
  ]),
  headed: true,
})}
<p>${t.notPassing}: ${rule.nietDoorgegeven.map((veld) => html`<code>${veld}</code> `)}</p>`
}

function renderDerived(t: Texts, { id, afgeleid }: Regelbeschrijving): Html {
  if (afgeleid.length === 0) return html``
  return html`<h3>${t.derived}</h3>
<p>${t.derivedLead}</p>
${renderForms(t, `${t.derived}: ${id}`, afgeleid)}`
}

function renderForms(t: Texts, caption: string, rows: readonly Vormbeschrijving[]): Html {
  return renderTable({
    caption,
    columns: [t.field, t.form, t.why, t.article],
    rows: rows.map((one) => [
      html`<code>${one.veld}</code>`,
      t[FORM[one.vorm]],
      one.omdat,
      html`<span lang="nl">${keepTogether(one.artikelen)}</span>`,
    ]),
    headed: true,
  })
}

const FORM = {
  heel: 'whole',
  klasse: 'asClass',
  wijk: 'district',
  vlag: 'flag',
  afwezig: 'absent',
} as const satisfies Record<Vormbeschrijving['vorm'], keyof Texts>

function renderPurposes(t: Texts, { doelen }: Grondslagenoverzicht): Html {
  return html`<section aria-labelledby="doelen">
<h2 id="doelen">${t.purposes}</h2>
${renderTable({
  caption: t.purposes,
  columns: [t.purpose, t.what, t.goesOnWith, t.articles],
  rows: doelen.map(({ doel, zin, uit, artikelen }) => [
    doel,
    zin,
    uit ?? t.notFor,
    html`<span lang="nl">${artikelen.map(({ aanhaling }) => aanhaling).join('; ')}</span>`,
  ]),
  headed: true,
})}
${doelen.map((one) => renderPurpose(t, one))}
</section>`
}

function renderPurpose(t: Texts, { doel, velden, resultaten }: Doelbeschrijving): Html {
  const open = resultaten.map((one) => one.open).filter((one) => one !== undefined)
  const fields = velden.length === 0 ? html`` : renderForms(t, `${t.fields}: ${doel}`, velden)
  if (resultaten.length === 0) return html`<h3>${doel}</h3>${fields}`
  return html`<h3>${doel}</h3>
<p>${t.feedbackLead}</p>
${renderTable({
  caption: `${t.feedback}: ${doel}`,
  columns: [t.result, t.creditorReads, t.suspends, t.why, t.article],
  rows: resultaten.map((one) => [
    html`<span lang="nl">${one.resultaat}</span>`,
    html`<code>${one.code}</code>`,
    one.opschortenDagen === undefined ? t.notFor : `${one.opschortenDagen} ${t.days}`,
    one.omdat,
    html`<span lang="nl">${keepTogether(one.artikelen)}</span>`,
  ]),
  headed: true,
})}
${renderOpen(t, doel, open)}`
}

function renderQuestions(t: Texts, { vragen }: Grondslagenoverzicht): Html {
  return html`<section aria-labelledby="vragen">
<h2 id="vragen">${t.lawQuestions}</h2>
<p>${t.lawQuestionsLead}</p>
${renderTable({
  caption: t.lawQuestions,
  columns: [t.about, t.question, t.readings, t.touches, t.acceptedBy, t.basis],
  rows: vragen.map((one) => [
    one.naam,
    one.vraag,
    one.lezingen.map(({ naam, zin }) => `${naam}: ${zin}`).join('; '),
    one.raakt.join(', '),
    one.lezing === undefined ? t.nobody : `${one.lezing}, ${one.aanvaardDoor}`,
    one.bron,
  ]),
  headed: true,
})}
</section>`
}

function renderOwn(t: Texts, { id, eigen }: Regelbeschrijving): Html {
  if (eigen.length === 0) return html``
  return html`<h3>${t.ownFields}</h3>
${renderTable({
  caption: `${t.ownFields}: ${id}`,
  columns: [t.field, t.kind, t.what, t.use],
  rows: eigen.map(({ code, soort, zin, alleenVoorBesluit }) => [
    html`<code>${code}</code>`,
    html`<code>${soort}</code>`,
    zin,
    alleenVoorBesluit ? t.onlyDecides : t.passes,
  ]),
  headed: true,
})}`
}

function renderUnlawful(t: Texts, { geweigerd }: Grondslagenoverzicht): Html {
  const open = geweigerd.map((one) => one.open).filter((one) => one !== undefined)
  return html`<section aria-labelledby="andere-weg">
<h2 id="andere-weg">${t.otherWay}</h2>
<p>${t.otherWayLead}</p>
${renderTable({
  caption: t.otherWay,
  columns: [t.signalTypes, t.why, t.rightWay, t.article],
  rows: geweigerd.map((one) => [
    one.signaaltype,
    one.zin,
    one.remedie,
    keepTogether(one.artikelen),
  ]),
  headed: true,
})}
${renderOpen(t, t.otherWay, open)}
</section>`
}
