/** What every part of the view says alike: its articles, its open question, how it stands on a day. Pure. */
import type { Dag } from '../model/ids.ts'
import type { Artikelbeschrijving, OpenVraag, Stand } from './bases-view.ts'
import { cite } from './explain.ts'
import type { Grondslag } from './policy-file.ts'
import type { Say } from './say.ts'
import { isWithin, type Window } from './window.ts'

type MaybeOpen = { readonly open?: string | undefined; readonly aanvaardDoor?: string | undefined }

/** The question of a part, whether or not somebody accepted a reading. */
export const openOf = (waarover: string, part: MaybeOpen, say: Say): OpenVraag | undefined =>
  part.open === undefined
    ? undefined
    : {
        waarover,
        vraag: say(part.open),
        aanvaardDoor: part.aanvaardDoor === undefined ? '' : say(part.aanvaardDoor),
      }

/** One article. */
export const describeArticle = (article: Grondslag, say: Say): Artikelbeschrijving => ({
  aanhaling: cite(article),
  vindplaats: article.vindplaats,
  strekking: say(article.strekking),
  gelezen: article.gelezen,
})

/** The articles that a part cites, in the order in which the file describes them. */
export function citeAll(articles: readonly Grondslag[], ids: readonly string[]): string {
  const cited = articles.filter(({ id }) => ids.includes(id))
  return cited.map(cite).join('; ')
}

/** Whether a file is in force on a day. */
export function standOf(window: Window, dag: Dag): Stand {
  if (isWithin(window, dag)) return 'in-werking'
  return dag < window.vanaf ? 'nog-niet' : 'voorbij'
}
