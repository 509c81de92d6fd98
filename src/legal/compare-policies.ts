/** Two sets of policies side by side: what changed, in Dutch sentences, and which fields that touches. */
import { bijzonderVeld, type Veld } from '../model/veld.ts'
import { purposeValues } from './compare-purposes.ts'
import type { Policies, Rule } from './compile.ts'
import { cite } from './explain.ts'
import { termWords } from './read-rule.ts'
import { describeWerkwijze } from './werkwijze.ts'
import type { Window } from './window.ts'

/** One change; `velden` are the fields whose fate it changes. */
export type Change = { readonly zin: string; readonly velden: readonly Veld[] }

const rulesOf = ({ regels }: Policies): ReadonlyMap<string, Rule> =>
  new Map([...regels.values()].flat().map((rule) => [rule.id, rule]))

const days = ({ vanaf, tot }: Window): string =>
  `vanaf ${vanaf}${tot === undefined ? '' : ` tot ${tot}`}`

const allFields = (rule: Rule): readonly Veld[] => [...rule.velden.keys()]

const purposesOf = (rule: Rule, veld: Veld): string =>
  [...(rule.velden.get(veld)?.group.doelen ?? [])]
    .map((one) => `${one.doel} ${days(one)}`)
    .toSorted()
    .join(', ')

const articlesOf = (rule: Rule, ids: readonly string[]): string => {
  const articles = new Map(rule.file.grondslag.map((one) => [one.id, cite(one)]))
  return ids.map((id) => articles.get(id) ?? id).join('; ')
}

/** The role, with the numbers of the only parties: a name may be written otherwise. */
const partiesOf = ({ afzender, deelnemers }: Rule): string =>
  deelnemers === undefined ? afzender : `${afzender} (${[...deelnemers].toSorted().join(', ')})`

/** What holds for the rule as a whole. */
const wholeChanges = (before: Rule, after: Rule): readonly string[] => {
  const pairs: readonly (readonly [string, string, string])[] = [
    ['geldt', days(before), days(after)],
    ['wordt gegeven door', partiesOf(before), partiesOf(after)],
    ['toont vóór het openen als', before.toonAls, after.toonAls],
    [
      'gaat naar',
      [...(before.aangewezen ?? ['elke gemeente'])].join(', '),
      [...(after.aangewezen ?? ['elke gemeente'])].join(', '),
    ],
    [
      'houdt de gecodeerde rij',
      termWords(before.gecodeerd, 'nl'),
      termWords(after.gecodeerd, 'nl'),
    ],
  ]
  return pairs
    .filter(([, was, is]) => was !== is)
    .map(([what, was, is]) => `${after.id} ${what}: eerst ${was}, nu ${is}.`)
}

const conditionChanges = (before: Rule, after: Rule): readonly string[] => {
  const sentences = (rule: Rule): ReadonlyMap<string, string> =>
    new Map(rule.voorwaarden.map(({ naam, uitleg }) => [naam, uitleg]))
  const [was, is] = [sentences(before), sentences(after)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((naam) => {
    const [old, now] = [was.get(naam), is.get(naam)]
    if (old === now) return []
    if (old === undefined) return [`${after.id} vraagt voortaan ook: ${now ?? ''}`]
    if (now === undefined) return [`${after.id} vraagt niet meer: ${old}`]
    return [`${after.id} vraagt iets anders. Eerst: ${old} Nu: ${now}`]
  })
}

const fieldChange = (before: Rule, after: Rule, veld: Veld): readonly string[] => {
  const [old, now] = [before.velden.get(veld), after.velden.get(veld)]
  if (old === undefined)
    return [
      `${after.id}: ${veld} gaat voortaan mee voor ${purposesOf(after, veld) || 'geen doel'} (${articlesOf(after, now?.grondslag ?? [])}).`,
    ]
  if (now === undefined) return [`${after.id}: ${veld} gaat niet meer mee.`]
  const pairs: readonly (readonly [string, string, string])[] = [
    ['gaat mee voor', purposesOf(before, veld), purposesOf(after, veld)],
    ['rust op', articlesOf(before, old.grondslag), articlesOf(after, now.grondslag)],
    ['blijft', termWords(old.group.termijn, 'nl'), termWords(now.group.termijn, 'nl')],
  ]
  return pairs
    .filter(([, was, is]) => was !== is)
    .map(
      ([what, was, is]) =>
        `${after.id}: ${veld} ${what}: eerst ${was || 'niets'}, nu ${is || 'niets'}.`,
    )
}

/** What a type's own field may say. */
const ownForms = ({ file }: Rule): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(file.bijzonderheden).map(([code, field]) => {
      const values = field.soort === 'code' ? ` (${field.waarden.join(', ')})` : ''
      const use = field.doelen === undefined ? ', alleen voor het besluit' : ''
      return [code, `${field.soort}${values}${use}`]
    }),
  )

const ownChanges = (before: Rule, after: Rule): readonly Change[] => {
  const [was, is] = [ownForms(before), ownForms(after)]
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((code) => was.get(code) !== is.get(code))
    .map((code) => ({
      zin: `${after.id}: eigen veld ${code}: eerst ${was.get(code) ?? 'niets'}, nu ${is.get(code) ?? 'niets'}.`,
      velden: [bijzonderVeld(code)],
    }))
}

const ruleChanges = (before: Rule, after: Rule): readonly Change[] => {
  const touched = allFields(after)
  const fields = [...new Set([...allFields(before), ...touched])]
  return [
    ...[...wholeChanges(before, after), ...conditionChanges(before, after)].map((zin) => ({
      zin,
      velden: touched,
    })),
    ...fields.flatMap((veld) =>
      fieldChange(before, after, veld).map((zin) => ({ zin, velden: [veld] })),
    ),
    ...ownChanges(before, after),
  ]
}

/** Sentences for what a file says and the rules do not, by a key each. */
const plain = (
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly Change[] =>
  [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => before.get(key) !== after.get(key))
    .map((key) => ({
      zin: `${key}: eerst ${before.get(key) ?? 'niets'}, nu ${after.get(key) ?? 'niets'}.`,
      velden: [],
    }))

const termsOf = ({ termijnen }: Policies): ReadonlyMap<string, string> =>
  new Map([...termijnen].map(([name, term]) => [`Bewaartermijn ${name}`, termWords(term, 'nl')]))

const thresholdsOf = ({ drempels }: Policies): ReadonlyMap<string, string> =>
  new Map(
    [...drempels].flatMap(([gemeente, list]) =>
      list.map((one) => [
        `Drempel van gemeente ${gemeente} ${days(one)} voor ${one.types === 'alle' ? 'alle soorten' : [...one.types].join(', ')}`,
        `€ ${(one.centen / 100).toFixed(2).replace('.', ',')}`,
      ]),
    ),
  )

const agreementsOf = ({ afspraken }: Policies): ReadonlyMap<string, string> =>
  new Map(
    [...afspraken].flatMap(([gemeente, list]) =>
      list.map((one) => [
        `Afspraak van gemeente ${gemeente} met ${one.deelnemer} ${days(one)}`,
        one.types === 'alle' ? 'alle soorten' : [...one.types].toSorted().join(', '),
      ]),
    ),
  )

const worksOf = ({ werkwijzen }: Policies): ReadonlyMap<string, string> =>
  new Map(
    [...werkwijzen].flatMap(([gemeente, list]) =>
      list.flatMap((one) =>
        describeWerkwijze(one).map(({ wat, hoe }) => [
          `Werkwijze van gemeente ${gemeente} ${days(one)}, ${wat}`,
          hoe,
        ]),
      ),
    ),
  )

/** What is counted of who stays below a threshold. */
const slepersOf = ({ slepers }: Policies): ReadonlyMap<string, string> =>
  new Map(
    slepers === undefined
      ? []
      : [
          [
            'Slepers tellen',
            `${days(slepers)}, aan ${[...slepers.velden].toSorted().join(', ')}, ${termWords(slepers.termijn, 'nl')}`,
          ],
          ...[...slepers.tellingen].flatMap(([gemeente, list]) =>
            list.map((one): [string, string] => [
              `Slepers van gemeente ${gemeente} ${days(one)}`,
              `vanaf ${one.vanafMaanden} maanden`,
            ]),
          ),
        ],
  )

/** Types that are refused by name. */
const unlawfulOf = ({ geweigerd }: Policies): ReadonlyMap<string, string> =>
  new Map(
    [...(geweigerd?.soorten ?? [])].map(([type, { reden }]) => [
      `Soort ${type}, die hier niet langs gaat`,
      geweigerd === undefined ? reden : `${reden} ${days(geweigerd)}`,
    ]),
  )

/** Every difference in what the two sets decide; empty when only words, remarks or layout differ. */
export function comparePolicies(before: Policies, after: Policies): readonly Change[] {
  const [was, is] = [rulesOf(before), rulesOf(after)]
  const rules = [...new Set([...was.keys(), ...is.keys()])].flatMap((id): readonly Change[] => {
    const [old, now] = [was.get(id), is.get(id)]
    if (now === undefined)
      return old === undefined ? [] : [{ zin: `${id} is er niet meer.`, velden: allFields(old) }]
    if (old === undefined)
      return [
        { zin: `${id} is nieuw, ${days(now)}: ${now.file.zin.trim()}`, velden: allFields(now) },
      ]
    return ruleChanges(old, now)
  })
  return [
    ...rules,
    ...plain(termsOf(before), termsOf(after)),
    ...plain(thresholdsOf(before), thresholdsOf(after)),
    ...plain(slepersOf(before), slepersOf(after)).map(({ zin }) => ({
      zin,
      velden: [...(before.slepers?.velden ?? []), ...(after.slepers?.velden ?? [])],
    })),
    ...plain(agreementsOf(before), agreementsOf(after)),
    ...plain(worksOf(before), worksOf(after)),
    ...plain(unlawfulOf(before), unlawfulOf(after)),
    ...plain(purposeValues(before), purposeValues(after)),
  ]
}
