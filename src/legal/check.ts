/** Whether the policy files fit together: what each refers to is there, and no two are in force at once. */
import { addTermijn, parseTermijn } from './calendar.ts'
import { type PolicyDocuments, ruleId, type Window, windowOf } from './compile.ts'
import type { BewaartermijnenFile, DoelFile, Grondslag, WetFile } from './policy-file.ts'

/** What does not fit, and where. */
export type PolicyFault = {
  readonly file: string
  readonly path: readonly (string | number)[]
  readonly detail: string
}

type Cites = { readonly path: readonly (string | number)[]; readonly ids: readonly string[] }

const fieldCites = (velden: WetFile['velden'] | DoelFile['velden']): readonly Cites[] =>
  Object.entries(velden).map(([veld, { grondslag }]) => ({
    path: ['velden', veld, 'grondslag'],
    ids: grondslag,
  }))

/** Articles that are cited and not described, or described twice. */
const articleFaults = (
  file: string,
  articles: readonly Grondslag[],
  cites: readonly Cites[],
): readonly PolicyFault[] => {
  const known = new Set(articles.map(({ id }) => id))
  const unknown = cites.flatMap(({ path, ids }) =>
    ids
      .filter((id) => !known.has(id))
      .map((id) => ({ file, path, detail: `artikel ${id} staat niet onder grondslag` })),
  )
  if (known.size === articles.length) return unknown
  return [...unknown, { file, path: ['grondslag'], detail: 'een id staat er twee keer' }]
}

const purposeFaults = (
  file: string,
  rule: WetFile,
  purposes: ReadonlySet<string>,
): readonly PolicyFault[] =>
  Object.entries(rule.velden).flatMap(([veld, { doelen }]) =>
    Object.keys(doelen)
      .filter((doel) => !purposes.has(doel))
      .map((doel) => ({
        file,
        path: ['velden', veld, 'doelen', doel],
        detail: `doel ${doel} heeft geen bestand in doelen/`,
      })),
  )

const termFaults = (
  file: string,
  rule: WetFile,
  terms: BewaartermijnenFile['categorieen'],
): readonly PolicyFault[] => {
  const end = (category: string): string | undefined => {
    const term = terms[category]?.termijn
    return term === undefined ? undefined : addTermijn('2025-01-01', parseTermijn(term))
  }
  const row = end(rule.bewaren.gecodeerd)
  const named: readonly (readonly [string, readonly string[]])[] = [
    [rule.bewaren.gecodeerd, ['bewaren', 'gecodeerd']],
    [rule.bewaren.verzegeld, ['bewaren', 'verzegeld']],
    ...Object.entries(rule.velden).flatMap(([veld, { bewaren }]) =>
      bewaren === undefined ? [] : [[bewaren, ['velden', veld, 'bewaren']] as const],
    ),
  ]
  return named.flatMap(([category, path]) => {
    const found = end(category)
    if (found === undefined)
      return [{ file, path, detail: `categorie ${category} staat niet in bewaartermijnen.yaml` }]
    // The fields hang on the coded row and would go with it.
    if (row !== undefined && found > row)
      return [{ file, path, detail: `categorie ${category} duurt langer dan de gecodeerde rij` }]
    return []
  })
}

/** Whether two windows share a day. */
export function overlaps(a: Window, b: Window): boolean {
  return (a.tot === undefined || b.vanaf < a.tot) && (b.tot === undefined || a.vanaf < b.tot)
}

/** Files of one name (rule or purpose) that are in force on one day, or carry the same version. */
const overlapFaults = (
  files: readonly (readonly [file: string, name: string, versie: number, window: Window])[],
): readonly PolicyFault[] =>
  files.flatMap(([file, name, versie, window], index) =>
    files.slice(0, index).flatMap(([other, otherName, otherVersion, otherWindow]) => {
      if (name !== otherName) return []
      if (versie === otherVersion)
        return [
          { file, path: ['versie'], detail: `versie ${versie} van ${name} staat ook in ${other}` },
        ]
      if (!overlaps(window, otherWindow)) return []
      return [{ file, path: ['actief'], detail: `${name} is gelijk in werking met ${other}` }]
    }),
  )

const boundFaults = (terms: BewaartermijnenFile['categorieen']): readonly PolicyFault[] =>
  Object.entries(terms).flatMap(([name, { minstens, termijn, hoogstens }]) => {
    const [low, term, high] = [minstens, termijn, hoogstens].map((duur) =>
      addTermijn('2025-01-01', parseTermijn(duur)),
    )
    if (
      low !== undefined &&
      term !== undefined &&
      high !== undefined &&
      low <= term &&
      term <= high
    )
      return []
    const path = ['categorieen', name, 'termijn']
    return [{ file: 'bewaartermijnen.yaml', path, detail: 'de termijn ligt buiten zijn grenzen' }]
  })

const ruleFaults = (
  file: string,
  rule: WetFile,
  documents: PolicyDocuments,
): readonly PolicyFault[] => {
  const purposes = new Set([...documents.doelen.values()].map(({ doel }) => doel))
  const ids = new Set([...documents.wet.values()].map(ruleId))
  const conditions = rule.voorwaarden.map(({ grondslag }, index) => ({
    path: ['voorwaarden', index, 'grondslag'],
    ids: grondslag,
  }))
  const unknownPredecessor =
    rule.opvolgerVan === undefined || ids.has(rule.opvolgerVan)
      ? []
      : [{ file, path: ['opvolgerVan'], detail: `regel ${rule.opvolgerVan} bestaat niet` }]
  return [
    ...articleFaults(file, rule.grondslag, [...conditions, ...fieldCites(rule.velden)]),
    ...purposeFaults(file, rule, purposes),
    ...termFaults(file, rule, documents.bewaartermijnen.categorieen),
    ...unknownPredecessor,
  ]
}

/** All faults between the files; none means that `compile` may run. */
export function check(documents: PolicyDocuments): readonly PolicyFault[] {
  const rules = [...documents.wet]
  const purposes = [...documents.doelen]
  return [
    ...rules.flatMap(([file, rule]) => ruleFaults(file, rule, documents)),
    ...purposes.flatMap(([file, { grondslag, velden }]) =>
      articleFaults(file, grondslag, fieldCites(velden)),
    ),
    ...overlapFaults(rules.map(([f, r]) => [f, r.regel, r.versie, windowOf(r)] as const)),
    ...overlapFaults(purposes.map(([f, d]) => [f, d.doel, d.versie, windowOf(d)] as const)),
    ...boundFaults(documents.bewaartermijnen.categorieen),
  ]
}
