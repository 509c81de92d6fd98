/** Whether the policy files fit together: what each refers to is there, and no two are in force at once. */
import type { Dag } from '../model/ids.ts'
import { addTermijn, parseTermijn } from './calendar.ts'
import { type PolicyDocuments, ruleId } from './compile.ts'
import type { BewaartermijnenFile, Grondslag, WetFile } from './policy-file.ts'
import { type Window, windowOf } from './window.ts'

/** What does not fit, and where. */
export type PolicyFault = {
  readonly file: string
  readonly path: readonly (string | number)[]
  readonly detail: string
}

export type Cites = { readonly path: readonly (string | number)[]; readonly ids: readonly string[] }

const fieldCites = (
  velden: Readonly<Record<string, { readonly grondslag: readonly string[] }>>,
): readonly Cites[] =>
  Object.entries(velden).map(([veld, { grondslag }]) => ({
    path: ['velden', veld, 'grondslag'],
    ids: grondslag,
  }))

const ownCites = ({ bijzonderheden, beeindiging }: WetFile): readonly Cites[] => [
  ...Object.entries(bijzonderheden).map(([code, { grondslag }]) => ({
    path: ['bijzonderheden', code, 'grondslag'],
    ids: grondslag,
  })),
  ...(beeindiging === undefined
    ? []
    : [{ path: ['beeindiging', 'grondslag'], ids: beeindiging.grondslag }]),
]

/** Articles that are cited and not described, or described twice. */
export const articleFaults = (
  file: string,
  articles: readonly Grondslag[],
  cites: readonly Cites[],
): readonly PolicyFault[] => {
  const known = new Set(articles.map(({ id }) => id))
  const unknown = cites.flatMap(({ path, ids }) =>
    ids
      .filter((id) => !known.has(id))
      .map((id) => ({
        file,
        path,
        detail: `artikel ${id} staat niet onder grondslag. Beschrijf het daar, of verbeter de naam.`,
      })),
  )
  if (known.size === articles.length) return unknown
  return [
    ...unknown,
    {
      file,
      path: ['grondslag'],
      detail: 'een id staat er twee keer. Voeg de twee samen of geef er een een andere id.',
    },
  ]
}

type NamedField = {
  readonly path: readonly string[]
  readonly doelen?: object | undefined
  readonly bewaren?: string | undefined
}

/** The fields of a rule with those of its own, and where each stands. */
const namedFields = ({ velden, bijzonderheden }: WetFile): readonly NamedField[] => [
  ...Object.entries(velden).map(([veld, field]) => ({ ...field, path: ['velden', veld] })),
  ...Object.entries(bijzonderheden).map(([code, field]) => ({
    ...field,
    path: ['bijzonderheden', code],
  })),
]

const purposeFaults = (
  file: string,
  rule: WetFile,
  purposes: ReadonlySet<string>,
): readonly PolicyFault[] =>
  namedFields(rule).flatMap(({ path, doelen = {} }) =>
    Object.keys(doelen)
      .filter((doel) => !purposes.has(doel))
      .map((doel) => ({
        file,
        path: [...path, 'doelen', doel],
        detail: `doel ${doel} heeft geen bestand in doelen/. Beschrijf het daar, of verbeter de naam.`,
      })),
  )

/** Where a term that began on one fixed day would end: terms of months and of days compare by it. */
export const endOf = (duur: string): Dag => addTermijn('2025-01-01', parseTermijn(duur))

const termFaults = (
  file: string,
  rule: WetFile,
  terms: BewaartermijnenFile['categorieen'],
): readonly PolicyFault[] => {
  const end = (category: string): string | undefined => {
    const term = terms[category]?.termijn
    return term === undefined ? undefined : endOf(term)
  }
  const row = end(rule.bewaren.gecodeerd)
  const named: readonly (readonly [string, readonly string[]])[] = [
    [rule.bewaren.gecodeerd, ['bewaren', 'gecodeerd']],
    [rule.bewaren.verzegeld, ['bewaren', 'verzegeld']],
    ...namedFields(rule).flatMap(({ path, bewaren }) =>
      bewaren === undefined ? [] : [[bewaren, [...path, 'bewaren']] as const],
    ),
  ]
  return named.flatMap(([category, path]) => {
    const found = end(category)
    if (found === undefined)
      return [
        {
          file,
          path,
          detail: `categorie ${category} staat niet in bewaartermijnen.yaml. Beschrijf haar daar, of verbeter de naam.`,
        },
      ]
    // The fields hang on the coded row and would go with it.
    if (row !== undefined && found > row)
      return [
        {
          file,
          path,
          detail: `categorie ${category} duurt langer dan de gecodeerde rij. Kies een kortere, of voor gecodeerd een langere.`,
        },
      ]
    return []
  })
}

/** Whether two windows share a day. */
export function overlaps(a: Window, b: Window): boolean {
  return (a.tot === undefined || b.vanaf < a.tot) && (b.tot === undefined || a.vanaf < b.tot)
}

type Version = readonly [file: string, name: string, versie: number, window: Window]

/** Days between two versions of one name on which none is in force: a signal would find no rule then, and nobody said so. */
const gapFaults = (files: readonly Version[]): readonly PolicyFault[] =>
  [...Map.groupBy(files, ([, name]) => name).values()].flatMap((versions) => {
    const sorted = versions.toSorted(([, , , a], [, , , b]) => (a.vanaf < b.vanaf ? -1 : 1))
    return sorted.slice(1).flatMap(([file, name, , { vanaf }], index) => {
      const [before = '', , , { tot } = { tot: undefined }] = sorted[index] ?? []
      if (tot === undefined || tot >= vanaf) return []
      const detail = `tussen ${tot} (einde van ${before}) en ${vanaf} is er geen ${name} in werking. Laat de versies op elkaar aansluiten.`
      return [{ file, path: ['geldig'], detail }]
    })
  })

/** Files of one name (rule or purpose) that are in force on one day, or carry the same version. */
const overlapFaults = (files: readonly Version[]): readonly PolicyFault[] =>
  files.flatMap(([file, name, versie, window], index) =>
    files.slice(0, index).flatMap(([other, otherName, otherVersion, otherWindow]) => {
      if (name !== otherName) return []
      if (versie === otherVersion)
        return [
          {
            file,
            path: ['versie'],
            detail: `versie ${versie} van ${name} staat ook in ${other}. Geef een van de twee een ander nummer.`,
          },
        ]
      if (!overlaps(window, otherWindow)) return []
      return [
        {
          file,
          path: ['actief'],
          detail: `${name} is gelijk in werking met ${other}. Sluit de ene versie af op de dag waarop de andere begint.`,
        },
      ]
    }),
  )

const versionFaults = (files: readonly Version[]): readonly PolicyFault[] => [
  ...overlapFaults(files),
  ...gapFaults(files),
]

/** The law and the approval share no day: the rule could never apply. */
const windowFaults = (file: string, rule: WetFile): readonly PolicyFault[] => {
  const { vanaf, tot } = windowOf(rule)
  if (tot === undefined || vanaf < tot) return []
  const detail =
    'geldig en actief hebben geen dag gemeen: de regel zou nooit gelden. Maak een van beide ruimer of haal het bestand weg.'
  return [{ file, path: ['actief'], detail }]
}

const boundFaults = (terms: BewaartermijnenFile['categorieen']): readonly PolicyFault[] =>
  Object.entries(terms).flatMap(([name, { minstens, termijn, hoogstens }]) => {
    if (endOf(minstens) <= endOf(termijn) && endOf(termijn) <= endOf(hoogstens)) return []
    const path = ['categorieen', name, 'termijn']
    return [
      {
        file: 'bewaartermijnen.yaml',
        path,
        detail: 'de termijn ligt buiten zijn grenzen. Kies haar van minstens tot en met hoogstens.',
      },
    ]
  })

/** A predecessor is another rule that began earlier. */
const predecessorFaults = (
  file: string,
  rule: WetFile,
  { wet }: PolicyDocuments,
): readonly PolicyFault[] => {
  if (rule.opvolgerVan === undefined) return []
  const path = ['opvolgerVan']
  const found = [...wet.values()].find((one) => ruleId(one) === rule.opvolgerVan)
  if (found === undefined)
    return [
      { file, path, detail: `regel ${rule.opvolgerVan} bestaat niet. Noem haar zoals wet/huur@1.` },
    ]
  if (found.geldig.vanaf < rule.geldig.vanaf) return []
  const detail = `regel ${rule.opvolgerVan} begon niet eerder: een voorganger gold hiervoor. Noem de regel die hiervoor gold, of haal opvolgerVan weg.`
  return [{ file, path, detail }]
}

const ruleFaults = (
  file: string,
  rule: WetFile,
  documents: PolicyDocuments,
): readonly PolicyFault[] => {
  const purposes = new Set([...documents.doelen.values()].map(({ doel }) => doel))
  const conditions = rule.voorwaarden.map(({ grondslag }, index) => ({
    path: ['voorwaarden', index, 'grondslag'],
    ids: grondslag,
  }))
  return [
    ...articleFaults(file, rule.grondslag, [
      ...conditions,
      ...fieldCites(rule.velden),
      ...ownCites(rule),
    ]),
    ...purposeFaults(file, rule, purposes),
    ...termFaults(file, rule, documents.bewaartermijnen.categorieen),
    ...predecessorFaults(file, rule, documents),
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
    ...rules.flatMap(([file, rule]) => windowFaults(file, rule)),
    ...versionFaults(rules.map(([f, r]) => [f, r.regel, r.versie, windowOf(r)] as const)),
    ...versionFaults(purposes.map(([f, d]) => [f, d.doel, d.versie, windowOf(d)] as const)),
    ...boundFaults(documents.bewaartermijnen.categorieen),
  ]
}
