/** A table for a Dutch spreadsheet program: on the screen, or as a file that only its maker can read. */
import { existsSync, writeFileSync } from 'node:fs'
import { csvLine } from '../../model/csv-line.ts'

type Row = readonly (string | number)[]

/** @throws Error in Dutch when there is something at `path`: said before anything is fetched for it */
export function refuseExisting(path: string | undefined): void {
  if (path !== undefined && existsSync(path))
    throw new Error(`${path} bestaat al: er is niets opgehaald; kies een andere naam`)
}

/**
 * Writes head and rows. A file begins with a byte order mark, or a Dutch spreadsheet takes it for another encoding; it is new, 0600, and on the
 * disk when this returns. A screen gets the bare text.
 */
export function writeTable(path: string | undefined, rows: readonly Row[]): void {
  const text = rows.map(csvLine).join('')
  if (path === undefined) process.stdout.write(text)
  else writeFileSync(path, `\ufeff${text}`, { mode: 0o600, flag: 'wx', flush: true })
}
