/**
 * Reads a list of signals as it arrives: bytes in, rows out, each either JSON for `parseSignaal` or faults by line and column, never a value.
 * Holds one chunk and one record of at most 64 KiB; a bad row never fails the list.
 */
import { type Lijstregel, type Lijstvorm, regelfout } from '../../model/lijst.ts'
import { Problem } from '../../model/problem.ts'
import { readStrictJson } from '../strict-json.ts'
import { type Kolommenlijst, readColumns, SIGNAALKOLOMMEN } from './columns.ts'
import { CsvRows, type Csvregel } from './csv-rows.ts'
import { Records, type Ruwregel } from './records.ts'
import { faultsOf, kenmerkOf, signalOfCells } from './row-signal.ts'

/** Take every row of a chunk before the next one. `end` only for a list that was received whole: what was cut off is no row. */
export type ListReader = {
  /** @throws Lijstweigering for a CSV head that is missing or wrong */
  push(chunk: Uint8Array): Iterable<Lijstregel>
  /** @throws Lijstweigering as `push`, and for a CSV file without anything */
  end(): Iterable<Lijstregel>
}

/**
 * A reader for one list, of signals unless told otherwise. CSV: `docs/lijsten.md`; NDJSON: one object a line, read as strictly as one that is
 * posted alone.
 */
export function createListReader(vorm: Lijstvorm, kolommen = SIGNAALKOLOMMEN): ListReader {
  return vorm === 'csv' ? new CsvList(kolommen) : new JsonList()
}

/** The rows of a whole stream. */
export async function* readList(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  vorm: Lijstvorm,
): AsyncGenerator<Lijstregel> {
  const reader = createListReader(vorm)
  for await (const chunk of chunks) yield* reader.push(chunk)
  yield* reader.end()
}

/**
 * How the rows of a CSV file with this head are read.
 * @throws Lijstweigering when the head is no list's
 */
export function bindHead(
  namen: readonly string[],
  lijst = SIGNAALKOLOMMEN,
): (row: Csvregel) => Lijstregel {
  const kolommen = readColumns(namen, lijst)
  return (row) =>
    'fout' in row
      ? { regel: row.regel, fouten: [regelfout(row.fout)] }
      : signalOfCells(
          row.regel,
          kolommen.map((kolom, at) => ({ kolom, tekst: row.cellen[at] ?? '' })),
        )
}

class CsvList implements ListReader {
  readonly #rows = new CsvRows()
  readonly #kolommen: Kolommenlijst
  #read: ((row: Csvregel) => Lijstregel) | undefined

  constructor(kolommen: Kolommenlijst) {
    this.#kolommen = kolommen
  }

  *push(chunk: Uint8Array): Generator<Lijstregel> {
    for (const row of this.#rows.push(chunk)) yield this.#bound()(row)
    if (this.#rows.kop !== undefined) this.#bound()
  }

  *end(): Generator<Lijstregel> {
    for (const row of this.#rows.end()) yield this.#bound()(row)
    this.#bound()
  }

  /** The head is judged as soon as it is there: also that of a list without rows. */
  #bound(): (row: Csvregel) => Lijstregel {
    this.#read ??= bindHead(this.#rows.kop?.kolommen ?? [], this.#kolommen)
    return this.#read
  }
}

const BLANK = /^[ \t\r]*$/

class JsonList implements ListReader {
  readonly #records = new Records(false);

  *push(chunk: Uint8Array): Generator<Lijstregel> {
    for (const record of this.#records.push(chunk)) if (!isBlank(record)) yield readLine(record)
  }

  *end(): Generator<Lijstregel> {
    for (const record of this.#records.end()) if (!isBlank(record)) yield readLine(record)
  }
}

const isBlank = ({ bytes, breuk }: Ruwregel): boolean =>
  breuk === undefined && bytes.length < 100 && BLANK.test(String.fromCharCode(...bytes))

function readLine({ regel, bytes, breuk }: Ruwregel): Lijstregel {
  if (breuk !== undefined) return { regel, fouten: [regelfout(breuk)] }
  try {
    const signaal = readStrictJson(bytes)
    return { regel, ...kenmerkOf(signaal), signaal }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { regel, fouten: faultsOf(error) }
  }
}
