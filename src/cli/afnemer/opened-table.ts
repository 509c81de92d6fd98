/** Opened meldingen as a table: one row a signal, always the same columns, whatever the policies let pass. Pure. */
import { z } from 'zod'
import type { GeopendeMelding } from '../../client/opener.ts'
import { isBijzonder, VELDEN, type Veld } from '../../model/veld.ts'
import { dutchEuros } from './dutch-euros.ts'

const CENTEN = 'achterstand.bedragInCenten'
const EURO = 'achterstand.bedragInEuro'
const TELEFOON = 'contact.telefoonnummer'

/** Of the melding and the signal; after them its fields, named as in a list of a VLP (docs/lijsten.md). */
const EIGEN_KOLOMMEN = [
  'melding',
  'soort',
  'aanbod',
  'toestand',
  'signaal',
  'versie',
  'signaaltype',
  'deelnemer',
  'deelnemerNaam',
  'aangeleverdTijdstip',
] as const

const KOLOMMEN: readonly string[] = [
  ...EIGEN_KOLOMMEN,
  ...VELDEN.map((veld) => (veld === CENTEN ? EURO : veld)),
  'bijzonderheden',
  'nietGeopend',
]

type Signaal = GeopendeMelding['signalen'][number]

/** Head and rows; `namen` by OIN, where the register tells them. */
export function openedTable(
  meldingen: readonly GeopendeMelding[],
  namen: ReadonlyMap<string, string>,
): readonly (readonly (string | number)[])[] {
  return [
    KOLOMMEN,
    ...meldingen.flatMap(({ id, soort, aanbod = '', toestand, signalen }) =>
      signalen.map((signaal) => [
        ...[id, soort, aanbod, toestand],
        ...signalCells(signaal, namen),
        ...VELDEN.map((veld) => cellOf(veld, signaal.velden[veld])),
        ownCell(signaal),
        signaal.nietGeopend.join('|'),
      ]),
    ),
  ]
}

const signalCells = (
  { id, versie, signaaltype, deelnemer, aangeleverdTijdstip }: Signaal,
  namen: ReadonlyMap<string, string>,
): readonly (string | number)[] => [
  id,
  versie,
  signaaltype,
  deelnemer,
  namen.get(deelnemer) ?? '',
  aangeleverdTijdstip,
]

function cellOf(veld: Veld, value: unknown): string {
  if (veld === CENTEN && typeof value === 'number') return dutchEuros(value)
  // RFC 3966: no spreadsheet takes it for a formula or a number, and no apostrophe or lost sign spoils what is dialled.
  if (veld === TELEFOON && typeof value === 'string') return `tel:${value}`
  return plainCell(value)
}

function plainCell(value: unknown): string {
  if (value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'ja' : 'nee'
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  return Array.isArray(value) ? value.map(plainCell).join('|') : JSON.stringify(value)
}

const Eigenveld = z.object({ soort: z.string(), waarde: z.unknown() })

/** The fields of the signal type's own in one cell: `boeteachterstand=120,00|uitstel=ja`. */
function ownCell({ velden }: Signaal): string {
  const own = Object.entries(velden) as [Veld, unknown][]
  return own
    .filter(([veld]) => isBijzonder(veld))
    .map(([veld, value]) => `${veld.slice(veld.indexOf('.') + 1)}=${ownValue(value)}`)
    .toSorted()
    .join('|')
}

function ownValue(value: unknown): string {
  const read = Eigenveld.safeParse(value)
  if (!read.success) return plainCell(value)
  const { soort, waarde } = read.data
  return soort === 'bedragInCenten' && typeof waarde === 'number'
    ? dutchEuros(waarde)
    : plainCell(waarde)
}
