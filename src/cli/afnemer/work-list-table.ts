/** The work list as a table in which an employee can choose: made for a spreadsheet, and read back from it. Pure but for the file. */
import { SignaalId } from '../../model/ids.ts'
import type { Werkvoorraadregel } from '../../model/werkvoorraad.ts'
import { readTable, type Tabelrij } from './csv-table.ts'
import { dutchEuros } from './dutch-euros.ts'
import type { Rijfout } from './row-fault.ts'
import { yesNo } from './yes-no.ts'

/** The columns, in this order; docs/rekenblad.md says what each holds. Only `melding` and `gekozen` are read back. */
const WERKLIJST_KOLOMMEN = [
  'melding',
  'gekozen',
  'soort',
  'signaaltypen',
  'bedragVanafInEuro',
  'bedragTotInEuro',
  'dagenVanaf',
  'dagenTot',
  'wijk',
  'crisis',
  'uitgesteld',
  'beschikbaarTijdstip',
] as const

/** Head and rows. A class becomes two numbers: `25000-50000` in a cell would be taken for anything. */
export function workListTable(
  werkvoorraad: readonly Werkvoorraadregel[],
): readonly (readonly (string | number)[])[] {
  return [
    WERKLIJST_KOLOMMEN,
    ...werkvoorraad.map((one) => {
      const [vanaf = '', tot = ''] = boundsOf(one.bedragklasse)
      const [dagenVanaf = '', dagenTot = ''] = boundsOf(one.leeftijdsklasse)
      const euros = [vanaf, tot].map((cents) => (cents === '' ? '' : dutchEuros(Number(cents))))
      const crisis = one.crisis === true ? 'ja' : 'nee'
      return [
        ...[one.id, '', one.soort, one.signaaltypen.join('|'), ...euros, dagenVanaf, dagenTot],
        ...[one.wijk ?? '', crisis, one.uitgesteld, one.beschikbaarTijdstip],
      ]
    }),
  ]
}

/** `100-250` as its two bounds; the last class has no upper one. */
const boundsOf = (klasse = ''): readonly string[] => klasse.split('-')

/** A row with a melding that was chosen; those that were not say nothing. */
export type Gekozenrij = { readonly regel: number; readonly melding: SignaalId }

export type Keuzetabel = {
  readonly gekozen: readonly Gekozenrij[]
  readonly fouten: readonly Rijfout[]
}

/** Reads who was chosen in the table at `path`. @throws Error in Dutch when its head is another one */
export const readChoice = (path: string): Keuzetabel =>
  choiceOf(readTable<string>(path, WERKLIJST_KOLOMMEN))

/** Who was chosen, and what is wrong. A melding that stands there twice could be chosen in one row and not in the other. */
export function choiceOf(rijen: readonly Tabelrij<string>[]): Keuzetabel {
  const gekozen: Gekozenrij[] = []
  const fouten: Rijfout[] = []
  const seen = new Map<string, number>()
  for (const row of rijen) {
    const read = readRow(row, seen)
    fouten.push(...read.fouten)
    if (read.fouten.length === 0 && read.gekozen !== undefined) gekozen.push(read.gekozen)
  }
  return { gekozen, fouten }
}

function readRow(
  row: Tabelrij<string>,
  seen: Map<string, number>,
): { readonly fouten: readonly Rijfout[]; readonly gekozen?: Gekozenrij } {
  const { regel } = row
  if ('fout' in row) return { fouten: [{ regel, kolom: '', waarom: row.fout }] }
  const fouten: Rijfout[] = []
  const id = SignaalId.safeParse(row.cellen.get('melding'))
  const cell = row.cellen.get('gekozen')
  const isChosen = cell === undefined ? false : yesNo(cell)
  if (!id.success)
    fouten.push({ regel, kolom: 'melding', waarom: 'Verwacht: het id van de melding.' })
  if (isChosen === undefined)
    fouten.push({ regel, kolom: 'gekozen', waarom: 'Verwacht: ja, nee of niets.' })
  if (!id.success) return { fouten }
  const earlier = seen.get(id.data)
  if (earlier !== undefined)
    fouten.push({ regel, kolom: 'melding', waarom: `Deze melding staat al in regel ${earlier}.` })
  seen.set(id.data, earlier ?? regel)
  return isChosen === true ? { fouten, gekozen: { regel, melding: id.data } } : { fouten }
}
