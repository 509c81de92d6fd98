/** Lists of what was done, for who has no integration: rows of attempts and of what came of it, each whole or not at all. Pure. */
import type { z } from 'zod'
import { SignaalId } from '../../../model/ids.ts'
import { RESULTATEN, Resultaat } from '../../../model/terugkoppeling.ts'
import type { Tabelrij } from '../csv-table.ts'
import { yesNo } from '../yes-no.ts'
import { Poging, Vervolg } from './dossier.ts'

export const POGING_KOLOMMEN = ['melding', 'id', 'soort', 'bereikt', 'datum', 'dagdeel'] as const
/** Which code the VLPs read: for the gateway only (`afnemer meld`), no part of a record. */
export const CODE_KOLOM = 'terugkoppelcode'
export const VERVOLG_KOLOMMEN = [
  'melding',
  'resultaat',
  'datum',
  'planVanAanpak',
  'schuldregelingGestart',
  'schuldBijAanvangInEuro',
  'schuldeisersBijAanvang',
  'afgerond',
  'tevredenheid',
  'redenGeenHulp',
  'aangemeldDatum',
  CODE_KOLOM,
] as const

/** A row that can be kept, with the melding that it is of; or its faults by column, without a value. */
export type Werkrij<T> = { readonly regel: number } & (
  | { readonly melding: SignaalId; readonly inhoud: T }
  | { readonly fouten: readonly { readonly kolom: string; readonly waarom: string }[] }
)

const jaNee = (cell: string): unknown => yesNo(cell) ?? cell
const number = (cell: string): unknown => (/^\d{1,9}$/.test(cell) ? Number(cell) : cell)
/** Our own code, or the words of DDAS. */
const result = (cell: string): unknown =>
  Resultaat.options.find((one) => RESULTATEN[one].ddas === cell) ?? cell

const CELLS: Readonly<Record<string, (cell: string) => unknown>> = {
  bereikt: jaNee,
  planVanAanpak: jaNee,
  schuldregelingGestart: jaNee,
  afgerond: jaNee,
  schuldBijAanvangInEuro: number,
  schuldeisersBijAanvang: number,
  tevredenheid: number,
  resultaat: result,
}

/** What each column asks, for whoever has to mend a cell. */
const ASKED: Readonly<Record<string, string>> = {
  melding: 'Verwacht: het id van de melding.',
  id: 'Verwacht: een eigen kenmerk van de poging, letters en cijfers.',
  soort: `Kies: ${Poging.shape.soort.options.join(', ')}.`,
  dagdeel: 'Kies: Ochtend, Middag, Avond.',
  resultaat: `Kies een resultaat van DDAS, of: ${Resultaat.options.join(', ')}.`,
  datum: 'Schrijf de datum als 2026-11-03.',
  aangemeldDatum: 'Schrijf de datum als 2026-11-03.',
  tevredenheid: 'Verwacht: een cijfer van 1 tot en met 10.',
  redenGeenHulp: `Kies: ${Vervolg.shape.redenGeenHulp.unwrap().options.join(', ')}.`,
  schuldBijAanvangInEuro: 'Verwacht: hele euro’s, alleen cijfers.',
  schuldeisersBijAanvang: 'Verwacht: een aantal.',
}
const OTHER = 'Verwacht: ja of nee.'

function readRow<T>(row: Tabelrij<string>, vorm: z.ZodType<T>): Werkrij<T> {
  const { regel } = row
  if ('fout' in row) return { regel, fouten: [{ kolom: '', waarom: row.fout }] }
  const cells = [...row.cellen].map(([kolom, cell]) => [kolom, CELLS[kolom]?.(cell) ?? cell])
  const { melding, ...rest } = Object.fromEntries(cells) as Record<string, unknown>
  const id = SignaalId.safeParse(melding)
  const read = vorm.safeParse(rest)
  if (id.success && read.success) return { regel, melding: id.data, inhoud: read.data }
  const wrong = new Set([
    ...(id.success ? [] : ['melding']),
    ...(read.error?.issues.map(({ path }) => String(path[0])) ?? []),
  ])
  return { regel, fouten: [...wrong].map((kolom) => ({ kolom, waarom: ASKED[kolom] ?? OTHER })) }
}

/** Attempts to reach someone. */
export const readPogingen = (rows: readonly Tabelrij<string>[]): readonly Werkrij<Poging>[] =>
  rows.map((row) => readRow(row, Poging))

/** What came of meldingen. */
export const readVervolgen = (rows: readonly Tabelrij<string>[]): readonly Werkrij<Vervolg>[] =>
  rows.map((row) => readRow(withoutCode(row), Vervolg))

function withoutCode(row: Tabelrij<string>): Tabelrij<string> {
  if ('fout' in row) return row
  const cellen = new Map([...row.cellen].filter(([kolom]) => kolom !== CODE_KOLOM))
  return { regel: row.regel, cellen }
}
