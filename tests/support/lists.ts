/** Lists as a sender posts them, and what comes back. */
import { z } from 'zod'
import { Aanlevering } from '../../src/model/aanlevering.ts'
import { Lijstbericht } from '../../src/model/lijstbericht.ts'
import type { PartyAccess } from './gateway.ts'

type Json = Readonly<Record<string, unknown>>

/** NDJSON. */
export const linesOf = (rows: readonly Json[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('')

const cellsOf = (value: unknown, name: string): readonly (readonly [string, string])[] => {
  if (Array.isArray(value)) return [[name, value.join('|')]]
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, one]) =>
      cellsOf(one, name === '' ? key : `${name}.${key}`),
    )
  return [[name, typeof value === 'boolean' ? (value ? 'ja' : 'nee') : String(value)]]
}

/** CSV with the columns of all rows. */
export function csvOf(rows: readonly Json[]): string {
  const cells = rows.map((row) => new Map(cellsOf(row, '')))
  const columns = [...new Set(cells.flatMap((row) => [...row.keys()]))]
  const line = (values: readonly string[]): string => `${values.join(';')}\r\n`
  return [
    line(columns),
    ...cells.map((row) => line(columns.map((name) => row.get(name) ?? ''))),
  ].join('')
}

export type ListAnswer = {
  readonly status: number
  readonly lines: readonly Lijstbericht[]
  readonly aanlevering: Aanlevering | undefined
}

const Line = z.union([Lijstbericht, z.looseObject({ soort: z.literal('afbreking') })])

/** Sends a list and reads all of the answer. */
export async function sendList(
  party: PartyAccess,
  list: readonly Json[] | string,
  options: {
    readonly lines?: boolean
    readonly naam?: string
    readonly csv?: boolean
    readonly vrijgave?: 'handmatig'
  } = {},
): Promise<ListAnswer & { readonly text: string }> {
  const { lines = false, naam, csv = false, vrijgave } = options
  const path =
    vrijgave === undefined ? '/v1/aanleveringen' : `/v1/aanleveringen?vrijgave=${vrijgave}`
  const body = typeof list === 'string' ? list : csv ? csvOf(list) : linesOf(list)
  const { status, text } = await party.send('POST', path, body, {
    'Content-Type': csv ? 'text/csv' : 'application/x-ndjson',
    ...(lines ? { Accept: 'application/x-ndjson' } : {}),
    ...(naam === undefined ? {} : { 'Idempotency-Key': naam }),
  })
  if (status !== 200) return { status, text, lines: [], aanlevering: undefined }
  if (!lines) return { status, text, lines: [], aanlevering: Aanlevering.parse(JSON.parse(text)) }
  const read = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Line.parse(JSON.parse(line)))
    .flatMap((line) => (line.soort === 'afbreking' ? [] : [line]))
  const slot = read.flatMap((line) => (line.soort === 'slot' ? [line.aanlevering] : []))
  return { status, text, lines: read, aanlevering: slot[0] }
}
