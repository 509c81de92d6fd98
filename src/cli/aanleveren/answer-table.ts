/** Questions of municipalities as a table of a VLP, and the answers read back from it. Pure but for sending. */
import type { GatewayClient } from '../../client/client.ts'
import { readError } from '../../client/read-error.ts'
import { normaliseTelephone } from '../../intake/contact.ts'
import { readCell } from '../../intake/list/cell-value.ts'
import type { Navraag, Navraagantwoord, NavraagId, Navraagsoort } from '../../model/navraag.ts'
import type { Tabelrij } from '../afnemer/csv-table.ts'
import { inOrder, type Rijfout } from '../afnemer/row-fault.ts'
import { yesNo } from '../afnemer/yes-no.ts'

/** In this order; only `navraag` and the three answers are read back. The last is never empty: a spreadsheet may leave out empty cells at the end of a row. */
export const ANTWOORD_KOLOMMEN = [
  'navraag',
  'kenmerk',
  'soort',
  'bedragInEuro',
  'telefoonnummer',
  'regelingMogelijk',
  'gemeentecode',
  'gesteldTijdstip',
  'uiterlijkDatum',
] as const

/** Head and rows; `kenmerken` by the id of the signal. */
export function questionTable(
  navragen: readonly Navraag[],
  kenmerken: ReadonlyMap<string, string>,
): readonly (readonly string[])[] {
  return [
    ANTWOORD_KOLOMMEN,
    ...navragen.map(({ id, signaalId, soort, gemeentecode, gesteldTijdstip, uiterlijkDatum }) => [
      ...[id, kenmerken.get(signaalId) ?? '', soort, '', '', ''],
      ...[gemeentecode, gesteldTijdstip, uiterlijkDatum],
    ]),
  ]
}

type Lezing = {
  readonly kolom: (typeof ANTWOORD_KOLOMMEN)[number]
  readonly asked: string
  readonly read: (cell: string) => Navraagantwoord | undefined
}

/** Where the answer of a kind stands, and how it is read. */
const LEZING: Readonly<Record<Navraagsoort, Lezing>> = {
  'actueel-bedrag': {
    kolom: 'bedragInEuro',
    asked: 'Verwacht: een bedrag in euro’s, zoals 812,00; nul als er niets meer openstaat.',
    read: (cell) => {
      const read = readCell('bedragInEuro', cell)
      return 'fout' in read || Number(read.waarde) > 100_000_000
        ? undefined
        : { soort: 'actueel-bedrag', bedragInCenten: Number(read.waarde) }
    },
  },
  telefoonnummer: {
    kolom: 'telefoonnummer',
    asked: 'Verwacht: een telefoonnummer, zoals 06-12345678 of tel:+31612345678.',
    read: (cell) => {
      const read = readCell('telefoon', cell.replace(/^(?:tel:|')/i, ''))
      const telefoonnummer = 'fout' in read ? undefined : normaliseTelephone(String(read.waarde))
      return telefoonnummer === undefined ? undefined : { soort: 'telefoonnummer', telefoonnummer }
    },
  },
  betalingsregeling: {
    kolom: 'regelingMogelijk',
    asked: 'Verwacht: ja of nee.',
    read: (cell) => {
      const mogelijk = yesNo(cell)
      return mogelijk === undefined ? undefined : { soort: 'betalingsregeling', mogelijk }
    },
  },
}

type Antwoordrij = {
  readonly regel: number
  readonly id: NavraagId
  readonly antwoord: Navraagantwoord
}

/** `bekend`: were answered before; `leeg`: have no answer yet. */
export type Antwoordtabel = {
  readonly rijen: readonly Antwoordrij[]
  readonly bekend: number
  readonly leeg: number
  readonly fouten: readonly Rijfout[]
}

type Uitkomst = 'bekend' | 'leeg' | Antwoordrij | Rijfout

/** Holds the answers of a table against the questions as they are now. */
export function answersOf(
  rows: readonly Tabelrij<string>[],
  navragen: readonly Navraag[],
): Antwoordtabel {
  const byId = new Map<string, Navraag>(navragen.map((one) => [one.id, one]))
  const seen = new Set<string>()
  const read = rows.map((row) => outcomeOf(row, byId, seen))
  return {
    rijen: read.flatMap((one) => (typeof one === 'object' && 'antwoord' in one ? one : [])),
    bekend: read.filter((one) => one === 'bekend').length,
    leeg: read.filter((one) => one === 'leeg').length,
    fouten: read.flatMap((one) => (typeof one === 'object' && 'waarom' in one ? one : [])),
  }
}

function outcomeOf(
  row: Tabelrij<string>,
  byId: ReadonlyMap<string, Navraag>,
  seen: Set<string>,
): Uitkomst {
  const { regel } = row
  if ('fout' in row) return { regel, kolom: '', waarom: row.fout }
  const navraag = byId.get(row.cellen.get('navraag') ?? '')
  const fault = (kolom: string, waarom: string): Rijfout => ({ regel, kolom, waarom })
  if (navraag === undefined) return fault('navraag', 'Deze vraag is er niet, of niet voor u.')
  const { id, soort, toestand } = navraag
  if (seen.has(id)) return fault('navraag', 'Deze vraag staat er al eerder.')
  seen.add(id)
  const { kolom, asked, read } = LEZING[soort]
  const answered = Object.values(LEZING).filter((one) => row.cellen.has(one.kolom))
  const other = answered.find((one) => one.kolom !== kolom)
  if (other !== undefined) return fault(other.kolom, `Hier is naar ${kolom} gevraagd.`)
  if (answered.length === 0) return 'leeg'
  if (toestand === 'beantwoord') return 'bekend'
  if (toestand !== 'open') return fault('navraag', 'De twee werkdagen zijn om.')
  const antwoord = read(row.cellen.get(kolom) ?? '')
  return antwoord === undefined ? fault(kolom, asked) : { regel, id, antwoord }
}

/** Answers what is open; each answer stands by itself. @throws Error in one line when the gateway cannot go on */
export async function answerAll(
  client: GatewayClient,
  { rijen, bekend, fouten }: Antwoordtabel,
): Promise<{
  readonly beantwoord: number
  readonly bekend: number
  readonly fouten: readonly Rijfout[]
}> {
  const refused: Rijfout[] = []
  for (const { regel, id, antwoord } of rijen) {
    const answer = await client.POST('/navragen/{id}/antwoord', {
      params: { path: { id } },
      body: antwoord,
    })
    if (answer.data !== undefined) continue
    const waarom = readError(answer.error)
    if (![400, 404, 409].includes(answer.response.status))
      throw new Error(`${waarom} (geef hetzelfde bestand opnieuw)`)
    refused.push({ regel, kolom: '', waarom })
  }
  const beantwoord = rijen.length - refused.length
  return { beantwoord, bekend, fouten: inOrder([...fouten, ...refused]) }
}
