/** Questions to VLPs from a table: each asked once, and its id kept beside the table so that the answer can be collected. */
import type { z } from 'zod'
import type { GatewayClient } from '../../../client/client.ts'
import { readError } from '../../../client/read-error.ts'
import { toHex, utf8 } from '../../../crypto/bytes.ts'
import { sha256 } from '../../../crypto/hash.ts'
import { Navraag, NavraagId, NieuweNavraag } from '../../../model/navraag.ts'
import type { Tabelrij } from '../csv-table.ts'
import { inOrder, type Rijfout } from '../row-fault.ts'

export const VRAAG_KOLOMMEN = ['signaal', 'soort'] as const
/** What is kept of a question that was asked. */
export const GESTELD_KOLOMMEN = ['navraag', 'signaal', 'soort', 'uiterlijkDatum'] as const

/** A question, with the line that it stands on. */
export type Vraagrij = { readonly regel: number; readonly vraag: NieuweNavraag }
export type Vragen = { readonly rijen: readonly Vraagrij[]; readonly fouten: readonly Rijfout[] }

const ASKED: Readonly<Record<string, string>> = {
  signaal: 'Verwacht: het id van het signaal.',
  soort: `Kies: ${NieuweNavraag.shape.soort.options.join(', ')}.`,
  navraag: 'Verwacht: het id van de navraag.',
}

type Gelezen<T> = { readonly regel: number } & (
  | { readonly waarde: T }
  | { readonly fouten: readonly Rijfout[] }
)

/** One row as `vorm` asks; `names` gives its fields by the name of their column. */
function readRow<T>(
  row: Tabelrij<string>,
  vorm: z.ZodType<T>,
  names: Readonly<Record<string, string>>,
): Gelezen<T> {
  const { regel } = row
  if ('fout' in row) return { regel, fouten: [{ regel, kolom: '', waarom: row.fout }] }
  const columns = Object.entries(names)
  const given = columns.map(([kolom, name]) => [name, row.cellen.get(kolom)])
  const read = vorm.safeParse(Object.fromEntries(given))
  if (read.success) return { regel, waarde: read.data }
  const wrong = new Set(read.error.issues.map(({ path }) => String(path[0])))
  const fouten = columns
    .filter(([, name]) => wrong.has(name))
    .map(([kolom]) => ({ regel, kolom, waarom: ASKED[kolom] ?? '' }))
  return { regel, fouten }
}

/** Reads rows, each content once. */
function readRows<T>(
  rows: readonly Tabelrij<string>[],
  vorm: z.ZodType<T>,
  names: Readonly<Record<string, string>>,
): {
  readonly rijen: readonly { readonly regel: number; readonly waarde: T }[]
  readonly fouten: readonly Rijfout[]
} {
  const rijen: { regel: number; waarde: T }[] = []
  const fouten: Rijfout[] = []
  const seen = new Map<string, number>()
  for (const read of rows.map((row) => readRow(row, vorm, names))) {
    const { regel } = read
    if ('fouten' in read) {
      fouten.push(...read.fouten)
      continue
    }
    const earlier = seen.get(JSON.stringify(read.waarde))
    seen.set(JSON.stringify(read.waarde), earlier ?? regel)
    if (earlier === undefined) rijen.push(read)
    else fouten.push({ regel, kolom: '', waarom: `Dit staat al in regel ${earlier}.` })
  }
  return { rijen, fouten }
}

/** The questions of a table. */
export function questionsOf(rows: readonly Tabelrij<string>[]): Vragen {
  const { rijen, fouten } = readRows(rows, NieuweNavraag, { signaal: 'signaalId', soort: 'soort' })
  return { rijen: rijen.map(({ regel, waarde }) => ({ regel, vraag: waarde })), fouten }
}

const Gesteld = NieuweNavraag.extend({ id: NavraagId })
export type Gesteld = z.infer<typeof Gesteld>

/** What was asked before. @throws Error when a row is wrong: nobody but this command writes them */
export function askedOf(rows: readonly Tabelrij<string>[], path: string): readonly Gesteld[] {
  const names = { navraag: 'id', signaal: 'signaalId', soort: 'soort' }
  const { rijen, fouten } = readRows(rows, Gesteld, names)
  const [first] = fouten
  if (first !== undefined)
    throw new Error(`${path}, regel ${first.regel}, ${first.kolom}: ${first.waarom}`)
  return rijen.map(({ waarde }) => waarde)
}

export type Stelafloop = {
  readonly gesteld: number
  readonly bekend: number
  readonly fouten: readonly Rijfout[]
}

/** The gateway looked at the question and says no. That questions are off, or a busy gateway, ends the run. */
const REFUSED: ReadonlySet<number> = new Set([400, 404, 409])

const keyOf = ({ signaalId, soort }: NieuweNavraag): string => `${signaalId}/${soort}`

/**
 * Asks what was not asked before; `keep` gets each question before the next is asked. A lost answer and a run again meet the same question.
 * @throws Error in one line when the gateway cannot go on
 */
export async function askAll(
  client: GatewayClient,
  { rijen, fouten }: Vragen,
  eerder: readonly NieuweNavraag[],
  keep: (navraag: Navraag) => void,
): Promise<Stelafloop> {
  const known = new Set(eerder.map(keyOf))
  const fresh = rijen.filter(({ vraag }) => !known.has(keyOf(vraag)))
  const refused: Rijfout[] = []
  for (const { regel, vraag } of fresh) {
    const name = toHex(sha256(utf8(`navraag/${keyOf(vraag)}`)))
    const answer = await client.POST('/navragen', {
      params: { header: { 'Idempotency-Key': name } },
      body: vraag,
    })
    if (answer.data !== undefined) keep(Navraag.parse(answer.data))
    else if (REFUSED.has(answer.response.status))
      refused.push({ regel, kolom: '', waarom: readError(answer.error) })
    else throw new Error(`${readError(answer.error)} (geef hetzelfde bestand opnieuw)`)
  }
  return {
    gesteld: fresh.length - refused.length,
    bekend: rijen.length - fresh.length,
    fouten: inOrder([...fouten, ...refused]),
  }
}
