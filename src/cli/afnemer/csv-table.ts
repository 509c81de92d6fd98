/** A small CSV table with known columns, as rows that say their line; what is wrong is said by line and column, never with a value. */
import { readFileSync } from 'node:fs'
import { CsvRows, type Csvregel } from '../../intake/list/csv-rows.ts'
import { Lijstweigering, regelfout } from '../../model/lijst.ts'

/** One row: its cells by column, empty ones not there; or what is wrong with the row as a whole. */
export type Tabelrij<K extends string> = { readonly regel: number } & (
  | { readonly cellen: ReadonlyMap<K, string> }
  | { readonly fout: string }
)

/**
 * Reads the table in `path`, whose head may have these columns, each once.
 * @throws Error in Dutch when the head is another one, or the file is no CSV
 */
export function readTable<K extends string>(
  path: string,
  kolommen: readonly K[],
): readonly Tabelrij<K>[] {
  const reader = new CsvRows()
  const found: Csvregel[] = []
  try {
    found.push(...reader.push(readFileSync(path)), ...reader.end())
  } catch (error) {
    if (!(error instanceof Lijstweigering)) throw error
    throw new Error(`${path}, ${error.message}`, { cause: error })
  }
  const columns = columnsOf(reader.kop?.kolommen ?? [], kolommen, path)
  return found.map((row) => {
    if ('fout' in row) return { regel: row.regel, fout: regelfout(row.fout).uitleg }
    const cells = columns.map((kolom, place) => [kolom, row.cellen[place] ?? ''] as const)
    return { regel: row.regel, cellen: new Map(cells.filter(([, cell]) => cell !== '')) }
  })
}

function columnsOf<K extends string>(
  head: readonly string[],
  kolommen: readonly K[],
  path: string,
): readonly K[] {
  const known = head.map((name) =>
    kolommen.find((one) => one.toLowerCase() === name.toLowerCase().trim()),
  )
  if (known.includes(undefined) || new Set(known).size < known.length)
    throw new Error(
      `${path}: de kop mag alleen deze kolommen hebben, elk één keer: ${kolommen.join(', ')}`,
    )
  return known.flatMap((one) => one ?? [])
}
