/** The frame of every public page: language, title, skip link, menu, main, footer. No script, one stylesheet, nothing from elsewhere. */
import { html } from 'hono/html'
import { type Taal, TEXTS } from './texts.ts'

/** Escaped HTML. */
export type Html = ReturnType<typeof html>

/** The public pages by path. */
export type PagePath = '/' | '/grondslagen' | '/api'

type Page = { readonly path: PagePath; readonly title: string; readonly main: Html }

const NAME = 'Signaalpoort'

/** The address of a page in a language; Dutch is the address itself. */
export const pageHref = (path: PagePath, taal: Taal): string =>
  taal === 'nl' ? path : `${path}?taal=${taal}`

/** The whole document. */
export function renderPage(taal: Taal, { path, title, main }: Page): Html {
  const t = TEXTS[taal]
  const other: Taal = taal === 'nl' ? 'en' : 'nl'
  const menu = [
    ['/', t.start],
    ['/grondslagen', t.bases],
    ['/api', t.api],
  ] as const
  return html`<!doctype html>
<html lang="${taal}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title === NAME ? NAME : `${title} – ${NAME}`}</title>
<link rel="stylesheet" href="/stijl.css">
</head>
<body>
<a class="skip" href="#inhoud">${t.skip}</a>
<header>
<p class="brand">${NAME}</p>
<nav aria-label="${t.nav}">
<ul>
${menu.map(([to, name]) => menuItem({ href: pageHref(to, taal), name, here: to === path }))}
<li class="language"><a href="${pageHref(path, other)}" lang="${other}" hreflang="${other}">${t.otherLanguage}</a></li>
</ul>
</nav>
</header>
<main id="inhoud" tabindex="-1">
<h1>${title}</h1>
${main}
</main>
<footer>
<p>${t.fictitious}</p>
</footer>
</body>
</html>
`
}

function menuItem(item: {
  readonly href: string
  readonly name: string
  readonly here: boolean
}): Html {
  return item.here
    ? html`<li><a href="${item.href}" aria-current="page">${item.name}</a></li>`
    : html`<li><a href="${item.href}">${item.name}</a></li>`
}
