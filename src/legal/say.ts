/** The lawyers' own sentences in Dutch or English: each file brings the English of what it alone says, `engels.yaml` of what several say. */
import type { PolicyDocuments } from './compile.ts'

export type Taal = 'nl' | 'en'

/** A sentence in the language that was asked. */
export type Say = (zin: string) => string

/** A sentence as it is looked up: a fold in YAML may break it anywhere. */
export function plain(zin: string): string {
  return zin.trim().replace(/\s+/g, ' ')
}

/** Every Dutch sentence of a set that has an English one. */
export function englishIn(documents: PolicyDocuments): ReadonlyMap<string, string> {
  const {
    wet,
    doelen,
    gemeenten,
    klassen,
    bewaartermijnen,
    geweigerd,
    openVragen,
    slepers,
    engels,
  } = documents
  const files = [
    ...wet.values(),
    ...doelen.values(),
    ...gemeenten.values(),
    ...[klassen, bewaartermijnen, geweigerd, openVragen, slepers, engels].filter(
      (file) => file !== undefined,
    ),
  ]
  return new Map(
    files.flatMap((file) =>
      (file.engels ?? []).map(({ nl, en }) => [plain(nl), plain(en)] as const),
    ),
  )
}

/** Says the sentences of a set. A set of before there was English says them in Dutch. */
export function sayIn({ documents }: { readonly documents: PolicyDocuments }, taal: Taal): Say {
  if (taal === 'nl') return plain
  const english = englishIn(documents)
  return (zin) => english.get(plain(zin)) ?? plain(zin)
}
