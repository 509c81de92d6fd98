/** What `aanleveren` leaves beside the list, for the sender alone: readable by its owner only. */
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { csvLine } from '../../model/csv-line.ts'

const OWNER_ONLY = { mode: 0o600 } as const
const BOM = '\ufeff'

/** The names of the files that go with a list; a try-out leaves those of a delivery alone. */
export function filesBeside(
  lijst: string,
  proef = false,
): {
  readonly voortgang: string
  readonly bewijzen: string
  readonly geweigerd: string
  readonly nietAangesloten: string
} {
  const beside = (ending: string): string =>
    join(dirname(lijst), `${basename(lijst).replace(/\.(?:csv|txt|ndjson|jsonl)$/i, '')}.${ending}`)
  const rows = isNdjson(lijst) ? 'ndjson' : 'csv'
  return {
    voortgang: beside('voortgang.ndjson'),
    bewijzen: beside('bewijzen.ndjson'),
    geweigerd: beside(proef ? 'proef.geweigerd.csv' : 'geweigerd.csv'),
    nietAangesloten: beside(`${proef ? 'proef.' : ''}niet-aangesloten.${rows}`),
  }
}

/** Whether a list is NDJSON, by its name. */
export const isNdjson = (path: string): boolean => /\.(?:ndjson|jsonl)$/i.test(path)

/** A file that begins anew with its first line; that of an earlier run stays until then, or until `finish`. */
export class LocalFile {
  readonly path: string
  readonly #head: () => string | Uint8Array
  count = 0

  constructor(path: string, head: () => string | Uint8Array) {
    this.path = path
    this.#head = head
  }

  add(line: string | Uint8Array): void {
    if (this.count === 0) {
      // Made anew: an older file might let others read it.
      rmSync(this.path, { force: true })
      writeFileSync(this.path, this.#head(), { ...OWNER_ONLY, flag: 'wx' })
    }
    appendFileSync(this.path, line)
    this.count += 1
  }

  /** Nothing was added: nothing is there. */
  finish(): void {
    if (this.count === 0) rmSync(this.path, { force: true })
  }
}

/** A CSV file with this head. */
export function csvFile(path: string, head: readonly string[]): LocalFile {
  return new LocalFile(path, () => BOM + csvLine(head))
}

/** Lines of JSON that stay from one run to the next. */
export class JsonLines {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  /** What stands there; a last line that was cut off is left out. */
  read(): readonly unknown[] {
    if (!existsSync(this.path)) return []
    const lines = readFileSync(this.path, 'utf8').split('\n')
    return lines.slice(0, -1).flatMap((line): readonly unknown[] => {
      try {
        return [JSON.parse(line)]
      } catch {
        return [] // A line that a broken-off run left behind says nothing: its row is sent again.
      }
    })
  }

  add(value: unknown): void {
    appendFileSync(this.path, `${JSON.stringify(value)}\n`, OWNER_ONLY)
  }

  remove(): void {
    rmSync(this.path, { force: true })
  }
}
