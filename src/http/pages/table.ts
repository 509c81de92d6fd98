/** A data table that stands on its own: caption, column headings, a heading for each row, and a region that scrolls where it is narrow. */
import { html } from 'hono/html'
import type { Html } from './layout.ts'

/** A cell: escaped text, or a piece of a page. */
export type Cell = string | Html

type Table = {
  readonly caption: string
  readonly columns: readonly string[]
  /** The first cell of each row is its heading. */
  readonly rows: readonly (readonly Cell[])[]
  /** The language of the cells where it is not that of the page. */
  readonly lang?: 'nl'
  /** Whether a heading just above says what the caption says: then the caption is there for who hears the page. */
  readonly headed?: boolean
}

/** The table; a row may be shorter than the columns. */
export function renderTable({ caption, columns, rows, lang, headed }: Table): Html {
  // Focusable, so that who has no mouse can scroll it too (WCAG 2.1.1).
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
<table>
${headed === true ? html`<caption class="unseen">${caption}</caption>` : html`<caption>${caption}</caption>`}
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
${lang === undefined ? html`<tbody>` : html`<tbody lang="${lang}">`}
${rows.map(renderRow)}
</tbody>
</table>
</div>`
}

function renderRow([heading = '', ...cells]: readonly Cell[]): Html {
  return html`<tr><th scope="row">${heading}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`
}
