/** Sentences that have no English beside them: no fault, since a rule decides the same without, but a reader of English meets Dutch there. */
import type { PolicyDocuments } from './compile.ts'
import { englishIn, plain } from './say.ts'

/** What a file says to a reader, by the name under which it stands there. */
const SPOKEN: ReadonlySet<string> = new Set([
  'zin',
  'strekking',
  'omdat',
  'remedie',
  'open',
  'aanvaardDoor',
  'wie',
  'wanneer',
  'tekst',
  'vraag',
  'categorie',
  'informatie',
])
/** What no reader is shown, and what is English itself. */
const SILENT: ReadonlySet<string> = new Set(['voorbeelden', 'engels', 'actief'])

/** Of an article, its source is a name; elsewhere it is a sentence. */
const isSpoken = (name: string, within: readonly string[]): boolean =>
  SPOKEN.has(name) ||
  within.at(-1) === 'lezingen' ||
  (name === 'bron' && !within.includes('grondslag'))

const spokenIn = (value: unknown, within: readonly string[]): readonly string[] => {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) => {
    if (SILENT.has(name)) return []
    if (typeof part === 'string') return isSpoken(name, within) ? [plain(part)] : []
    return spokenIn(part, [...within, name])
  })
}

/** A sentence and the first file that says it. */
export type Untranslated = { readonly file: string; readonly zin: string }

/** The sentences of a set without English, each once. */
export function missingEnglish(documents: PolicyDocuments): readonly Untranslated[] {
  const { wet, doelen, gemeenten, klassen, bewaartermijnen, geweigerd, openVragen, slepers } =
    documents
  const english = englishIn(documents)
  const files: readonly (readonly [string, unknown])[] = [
    ...wet,
    ...doelen,
    ...gemeenten,
    ['klassen.yaml', klassen],
    ['bewaartermijnen.yaml', bewaartermijnen],
    ['geen-grondslag.yaml', geweigerd],
    ['open-vragen.yaml', openVragen],
    ['slepers.yaml', slepers],
  ]
  const found = new Map<string, string>()
  for (const [file, document] of files)
    for (const zin of spokenIn(document, []))
      if (!english.has(zin) && !found.has(zin)) found.set(zin, file)
  return [...found].map(([zin, file]) => ({ file, zin }))
}
