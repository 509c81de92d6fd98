/** Whether the signal types fit: the fields of their own, the parties they name, and the types that do not go this way. */
import { articleFaults, type PolicyFault } from './check.ts'
import { type PolicyDocuments, typeOf } from './compile.ts'
import type { Voorwaarde } from './conditions.ts'
import type { WetFile } from './policy-file.ts'

const KIND = {
  boeteachterstand: 'bedragInCenten',
  geenUitstel: 'jaNee',
  soortAangewezen: 'code',
} as const

type Own = Extract<Voorwaarde, { readonly bijzonderheid: string }>
type Said = readonly [name: string, detail: string]

/** A condition weighs a field that the file declares, of its kind and with values from its list. */
const weighingFaults = (one: Own, { bijzonderheden }: WetFile): readonly Said[] => {
  const declared = new Map(Object.entries(bijzonderheden)).get(one.bijzonderheid)
  const soort = KIND[one.voorwaarde]
  if (declared?.soort !== soort)
    return [
      [
        'bijzonderheid',
        `${one.bijzonderheid} staat niet onder bijzonderheden als ${soort}. Beschrijf het daar.`,
      ],
    ]
  if (one.voorwaarde !== 'soortAangewezen' || declared.soort !== 'code') return []
  const values: readonly string[] = declared.waarden
  return one.waarden
    .filter((value) => !values.includes(value))
    .map((value) => [
      'waarden',
      `${value} staat niet onder de waarden van ${one.bijzonderheid}. Voeg haar daar toe, of verbeter de naam.`,
    ])
}

const conditionFaults = (
  one: Voorwaarde,
  rule: WetFile,
  types: ReadonlySet<string>,
): readonly Said[] => {
  if ('bijzonderheid' in one) return weighingFaults(one, rule)
  if (one.voorwaarde !== 'vroegsignaalVooraf') return []
  return one.signaaltypen
    .filter((type) => !types.has(type))
    .map((type) => [
      'signaaltypen',
      `voor ${type} is er geen regel in wet/. Verbeter de naam of haal haar weg.`,
    ])
}

/** What the conditions say of other parts of the file, and of other types. */
const ownFaults = (
  file: string,
  rule: WetFile,
  types: ReadonlySet<string>,
): readonly PolicyFault[] =>
  rule.voorwaarden.flatMap((one, index) =>
    conditionFaults(one, rule, types).map(([name, detail]) => ({
      file,
      path: ['voorwaarden', index, name],
      detail,
    })),
  )

/** A role that says little names its parties, and a type that says something of the person has another name to show. */
const partyFaults = (file: string, { van, toonAls }: WetFile): readonly PolicyFault[] => {
  const faults: PolicyFault[] = []
  const vague = van.rol === 'overheidsorgaan' || van.rol === 'schuldeiser'
  if (vague && van.deelnemers === undefined)
    faults.push({
      file,
      path: ['van'],
      detail: `rol ${van.rol} zegt te weinig: noem onder deelnemers wie het zijn.`,
    })
  if (van.rol === 'overheidsorgaan' && toonAls === undefined)
    faults.push({
      file,
      path: ['regel'],
      detail: 'het soort zegt iets over de persoon: zet erbij toonAls: overheid.',
    })
  return faults
}

/** A code of a type's own is of one kind, whichever rule declares it. */
const codeFaults = (documents: PolicyDocuments): readonly PolicyFault[] => {
  const kinds = new Map<string, string>()
  const faults: PolicyFault[] = []
  for (const [file, { bijzonderheden }] of documents.wet)
    for (const [code, { soort }] of Object.entries(bijzonderheden)) {
      const known = kinds.get(code)
      if (known !== undefined && known !== soort)
        faults.push({
          file,
          path: ['bijzonderheden', code, 'soort'],
          detail: `${code} is elders ${known}. Neem dezelfde soort of een andere code.`,
        })
      kinds.set(code, soort)
    }
  return faults
}

/** A type that does not go this way has no rule, and cites only what is described. */
const unlawfulFaults = ({ wet, geweigerd }: PolicyDocuments): readonly PolicyFault[] => {
  if (geweigerd === undefined) return []
  const file = 'geen-grondslag.yaml'
  const types = new Set([...wet.values()].map(typeOf))
  const soorten = Object.entries(geweigerd.soorten)
  const cites = soorten.map(([type, { grondslag }]) => ({
    path: ['soorten', type, 'grondslag'],
    ids: grondslag,
  }))
  const ruled = soorten
    .filter(([type]) => types.has(type))
    .map(([type]) => ({
      file,
      path: ['soorten', type],
      detail: `voor ${type} is er een regel in wet/. Laat een van de twee staan.`,
    }))
  return [...articleFaults(file, geweigerd.grondslag, cites), ...ruled]
}

/** The faults of the types; none means that what they say of each other is there. */
export function checkTypes(documents: PolicyDocuments): readonly PolicyFault[] {
  const types = new Set([...documents.wet.values()].map(typeOf))
  return [
    ...[...documents.wet].flatMap(([file, rule]) => [
      ...ownFaults(file, rule, types),
      ...partyFaults(file, rule),
    ]),
    ...codeFaults(documents),
    ...unlawfulFaults(documents),
  ]
}
