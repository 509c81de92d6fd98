/** Every open legal question of a set, wherever in its files it stands, with who accepted which reading. */
import type { Policies } from './compile.ts'

type Found = { readonly vraag: string; readonly plaats: string }

const questionsIn = (part: unknown, place: readonly string[]): readonly Found[] => {
  if (typeof part !== 'object' || part === null) return []
  const open: unknown = Reflect.get(part, 'open')
  const door: unknown = Reflect.get(part, 'aanvaardDoor')
  const vraag = `${String(open)} (aanvaard door ${typeof door === 'string' ? door : '-'})`
  const own = typeof open === 'string' ? [{ vraag, plaats: place.join('/') }] : []
  const below = Object.entries(part).flatMap(([name, one]) => questionsIn(one, [...place, name]))
  return [...own, ...below]
}

/** One line a question of a file, with the places where it is asked; in the order of the files. */
export function listOpenQuestions({ documents }: Policies): readonly string[] {
  const { wet, doelen, gemeenten, bewaartermijnen, klassen, geweigerd } = documents
  const files: readonly (readonly [string, unknown])[] = [
    ...wet,
    ...doelen,
    ...gemeenten,
    ['bewaartermijnen.yaml', bewaartermijnen],
    ['klassen.yaml', klassen],
    ['geen-grondslag.yaml', geweigerd],
  ]
  return files.flatMap(([file, part]) =>
    [...Map.groupBy(questionsIn(part, []), ({ vraag }) => vraag)].map(
      ([vraag, all]) => `${[file, ...all.map(({ plaats }) => plaats)].join(' ').trim()}: ${vraag}`,
    ),
  )
}
