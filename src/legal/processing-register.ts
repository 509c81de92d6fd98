/**
 * The register of processing (AVG art. 30) from the `avg` part of the files: one activity for each rule, in the words of the VNG
 * Verwerkingsactiviteitenregister (VAR API 0.1.0), and as CSV for a register that reads tables.
 */
import type { Dag } from '../model/ids.ts'
import type { Besluitveld } from '../model/veld.ts'
import type { Policies, Rule } from './compile.ts'
import { cite } from './explain.ts'
import { openQuestions, senderOf } from './public-bases.ts'
import { HERKENNINGSVELDEN } from './slepers-file.ts'

/** The five grounds that VAR knows. */
type VarGrondslag =
  | 'Gerechtvaardigd belang'
  | 'Publieke taak'
  | 'Toestemming betrokkene'
  | 'Uitvoering overeenkomst'
  | 'Wettelijke verplichting'

/** A processing activity with VAR's own names; `toelichtingInformatie`, `bezwaar` and `openVragen` stand beside them. */
export type Verwerkingsactiviteit = {
  readonly id: string
  readonly naam: string
  readonly gebaseerdOp: readonly string[]
  readonly categorie: string
  readonly verantwoordelijkeOrganisatie: string
  readonly verantwoordelijkeBestuursorgaan: string
  readonly doel: string
  readonly grondslag: VarGrondslag
  readonly toelichtingGrondslag: string
  readonly bewaartermijn: string
  readonly herkomst: string
  readonly afnemendeCategorieOntvangers: readonly string[]
  readonly afnemendeInternationaleDerden: readonly string[]
  readonly verwerktePersoonsgegevens: readonly {
    readonly rolBetrokkene: string
    readonly naam: Besluitveld
  }[]
  readonly toelichtingInformatie: string
  readonly bezwaar: boolean
  readonly archief: string
  readonly openVragen: readonly string[]
}

const GROUNDS: Readonly<Record<string, VarGrondslag>> = {
  a: 'Toestemming betrokkene',
  b: 'Uitvoering overeenkomst',
  c: 'Wettelijke verplichting',
  e: 'Publieke taak',
  f: 'Gerechtvaardigd belang',
}

/**
 * From `6 lid 1 onder e` to VAR's word.
 * @throws Error for a ground that VAR does not know
 */
function varGround(artikel: string): VarGrondslag {
  const found = GROUNDS[artikel.at(-1) ?? '']
  if (found === undefined || !artikel.startsWith('6 lid 1 '))
    throw new Error(
      `avg: "${artikel}" is geen grondslag van AVG art. 6 die het register kent; schrijf bijvoorbeeld "6 lid 1 onder e"`,
    )
  return found
}

const roleOf = (veld: Besluitveld): string =>
  veld.startsWith('medecontractant.') ? 'Medecontractant' : 'Inwoner met een betalingsachterstand'

const questionsOf = (rule: Rule): readonly string[] =>
  openQuestions(rule).map(
    ({ waarover, vraag, aanvaardDoor }) => `${waarover}: ${vraag} (aanvaard door ${aanvaardDoor})`,
  )

/** The agreements that a rule asks for, as far as municipalities recorded them. */
const agreementsOf = ({ documents }: Policies, rule: Rule): readonly string[] => {
  if (!rule.voorwaarden.some(({ naam }) => naam === 'afspraakMetGemeente')) return []
  return [...documents.gemeenten.values()].flatMap(({ gemeente, afspraken }) =>
    afspraken
      .filter((one) => one.signaaltypen === 'alle' || one.signaaltypen.includes(rule.signaaltype))
      .map(({ naam, vanaf, kenmerk }) => {
        return `afspraak van gemeente ${gemeente} met ${naam} vanaf ${vanaf}, ${kenmerk}`
      }),
  )
}

const termOf = ({ file }: Rule, { documents }: Policies): string => {
  const { categorieen } = documents.bewaartermijnen
  const terms = [file.bewaren.verzegeld, file.bewaren.gecodeerd].map(
    (name) => categorieen[name]?.termijn ?? '',
  )
  return [...new Set(terms)].join(', ')
}

const NO_ARCHIVE = 'open: geen categorie van de selectielijst gevonden'

const archiveOf = ({ archief }: Rule['file']['avg']): string => {
  if (archief === undefined) return NO_ARCHIVE
  const { categorie, open, aanvaardDoor } = archief
  return open === undefined
    ? categorie
    : `${categorie} (open: ${open}; aanvaard door ${aanvaardDoor ?? '-'})`
}

const activityOf = (policies: Policies, rule: Rule): Verwerkingsactiviteit => {
  const { file } = rule
  const { avg } = file
  const fields = [...rule.velden]
  const doelen = new Set(fields.flatMap(([, { group }]) => group.doelen.map(({ doel }) => doel)))
  return {
    id: rule.id,
    naam: `${avg.verwerkingsactiviteit}: ${rule.signaaltype}`,
    gebaseerdOp: [
      ...file.grondslag.map((one) => `${cite(one)}, ${one.link}`),
      ...agreementsOf(policies, rule),
    ],
    categorie: avg.verwerkingsactiviteit,
    verantwoordelijkeOrganisatie: 'de gemeente van het woonadres',
    verantwoordelijkeBestuursorgaan: 'college van burgemeester en wethouders',
    doel: [...doelen].join(', '),
    grondslag: varGround(avg.ontvanger),
    toelichtingGrondslag: `gemeente: AVG art. ${avg.ontvanger}; aanleveraar: AVG art. ${avg.verzender}. ${file.zin.trim()}`,
    bewaartermijn: termOf(rule, policies),
    herkomst: senderOf(rule),
    afnemendeCategorieOntvangers: [file.naar.rol],
    afnemendeInternationaleDerden: [],
    verwerktePersoonsgegevens: [...rule.velden.keys(), ...rule.afgeleid.keys()].map((veld) => ({
      rolBetrokkene: roleOf(veld),
      naam: veld,
    })),
    toelichtingInformatie: [avg.informatie.wie, avg.informatie.wanneer, avg.informatie.tekst]
      .filter((part) => part !== undefined)
      .join('; '),
    bezwaar: avg.bezwaar,
    archief: archiveOf(avg),
    openVragen: questionsOf(rule),
  }
}

/** Counting who stays below a threshold is an activity of its own, where a set says so. */
const slepersActivity = (
  { slepers: counted, documents: { slepers } }: Policies,
  dag: Dag,
): readonly Verwerkingsactiviteit[] => {
  if (slepers === undefined || counted === undefined) return []
  if (counted.tot !== undefined && counted.tot <= dag) return []
  const { avg, open, aanvaardDoor } = slepers
  return [
    {
      id: `slepers@${slepers.versie}`,
      naam: 'Tellen wie onder de drempel blijft',
      gebaseerdOp: slepers.grondslag.map((one) => `${cite(one)}, ${one.link}`),
      categorie: 'Tellen wie onder de drempel blijft',
      verantwoordelijkeOrganisatie: 'de gemeente van het woonadres',
      verantwoordelijkeBestuursorgaan: 'college van burgemeester en wethouders',
      doel: slepers.zin.trim(),
      grondslag: varGround(avg.ontvanger),
      toelichtingGrondslag: `gemeente: AVG art. ${avg.ontvanger}`,
      bewaartermijn: slepers.termijn,
      herkomst: 'aanleveraars',
      afnemendeCategorieOntvangers: ['college'],
      afnemendeInternationaleDerden: [],
      verwerktePersoonsgegevens: HERKENNINGSVELDEN.filter(
        (veld) => slepers.velden[veld] !== undefined,
      ).map((veld) => ({ rolBetrokkene: roleOf(veld), naam: veld })),
      toelichtingInformatie: avg.informatie,
      bezwaar: avg.bezwaar,
      archief: NO_ARCHIVE,
      openVragen: open === undefined ? [] : [`${open} (aanvaard door ${aanvaardDoor ?? '-'})`],
    },
  ]
}

/** The activities whose rule is in force on `dag` or will be. */
export function processingRegister(policies: Policies, dag: Dag): readonly Verwerkingsactiviteit[] {
  const rules = [...policies.regels.values()]
    .flat()
    .filter(({ tot }) => tot === undefined || dag < tot)
    .map((rule) => activityOf(policies, rule))
  return [...rules, ...slepersActivity(policies, dag)].toSorted((a, b) =>
    a.id.localeCompare(b.id, 'nl'),
  )
}

/** One quoted cell (RFC 4180). A cell that a spreadsheet would read as a formula begins with an apostrophe. */
const cell = (value: string): string => {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return `"${safe.replaceAll('"', '""')}"`
}

const cellOf = (value: Verwerkingsactiviteit[keyof Verwerkingsactiviteit]): string => {
  if (typeof value === 'boolean') return cell(value ? 'ja' : 'nee')
  if (typeof value === 'string') return cell(value)
  return cell(value.map((one) => (typeof one === 'string' ? one : one.naam)).join('; '))
}

const COLUMNS = [
  'id',
  'naam',
  'gebaseerdOp',
  'categorie',
  'verantwoordelijkeOrganisatie',
  'verantwoordelijkeBestuursorgaan',
  'doel',
  'grondslag',
  'toelichtingGrondslag',
  'bewaartermijn',
  'herkomst',
  'afnemendeCategorieOntvangers',
  'afnemendeInternationaleDerden',
  'verwerktePersoonsgegevens',
  'toelichtingInformatie',
  'bezwaar',
  'archief',
  'openVragen',
] as const satisfies readonly (keyof Verwerkingsactiviteit)[]

/** The register as CSV (RFC 4180: commas, CRLF, a header), lists within a cell parted by semicolons. */
export function registerCsv(register: readonly Verwerkingsactiviteit[]): string {
  const rows = register.map((activity) => COLUMNS.map((name) => cellOf(activity[name])).join(','))
  return [COLUMNS.map(cell).join(','), ...rows, ''].join('\r\n')
}
