/**
 * What a page or a message says, whole, as somebody read and approved it: a file of texts by name in `approved/`. With `SIGNAALPOORT_TEST_APPROVE=ja`
 * (and `--no-file-parallelism`) a run of the tests writes the files anew; who does so reads the difference as he reads code.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'

type Texts = Readonly<Record<string, unknown>>

const pathOf = (file: string): string => join(import.meta.dirname, 'approved', `${file}.json`)

const read = (file: string): Texts =>
  existsSync(pathOf(file)) ? (JSON.parse(readFileSync(pathOf(file), 'utf8')) as Texts) : {}

const known = new Map<string, Texts>()

/** Compares with what was approved under `name` in `file`; layout aside, as JSON has it. */
export function expectApproved(file: string, name: string, value: unknown): void {
  const said: unknown = JSON.parse(JSON.stringify(value))
  if (process.env['SIGNAALPOORT_TEST_APPROVE'] === 'ja') {
    const all = Object.entries({ ...read(file), [name]: said })
    const sorted = Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1)))
    writeFileSync(pathOf(file), `${JSON.stringify(sorted, null, 2)}\n`)
    return
  }
  const texts = known.get(file) ?? read(file)
  known.set(file, texts)
  expect(said).toEqual(texts[name])
}
