/** The list on the sender's own machine: rows as they go out, each already checked as the gateway will. */
import { createReadStream, statSync } from 'node:fs'
import { type CsvOptions, CsvRows, type Csvregel } from '../../intake/list/csv-rows.ts'
import { bindHead, createListReader } from '../../intake/list/read-list.ts'
import { faultsOf } from '../../intake/list/row-signal.ts'
import { parseSignaal } from '../../intake/parse-signaal.ts'
import type { Dag } from '../../model/ids.ts'
import { type Lijstregel, Lijstweigering, type Regelfout } from '../../model/lijst.ts'
import { Problem } from '../../model/problem.ts'
import type { Signaal } from '../../model/signaal.ts'
import type { Veld } from '../../model/veld.ts'
import { bindProfile } from '../indeling/apply-profile.ts'
import type { Indeling } from '../indeling/profile-form.ts'
import { isNdjson } from './local-files.ts'

/** `bytes`: the row as it stands in the list, for a local copy. */
export type Rij = {
  readonly regel: number
  readonly kenmerk?: string
  readonly bytes: Uint8Array
} & (
  | { readonly signaal: Signaal; readonly onbruikbaar: readonly Veld[] }
  | { readonly fouten: readonly Regelfout[] }
)

/** A row that can be sent. */
export type Goed = Extract<Rij, { readonly signaal: Signaal }>

/** `gelezen`: about how many of its bytes were given as rows; `kop`: the head as it stands there; `overgeslagen`: columns that the profile leaves out. Both after the first row. */
export type LocalList = {
  readonly path: string
  readonly bytes: number
  readonly gelezen: number
  readonly kop: Uint8Array
  readonly overgeslagen: readonly string[]
  rows(): AsyncGenerator<Rij>
}

type Read = { readonly rij: Lijstregel; readonly bytes: Uint8Array }
type State = {
  gelezen: number
  kop: Uint8Array
  overgeslagen: readonly string[]
  readonly csv: CsvOptions
}

/** @throws Error in Dutch when `path` is no file, or empty */
export function openList(path: string, indeling: Indeling | undefined, vandaag: Dag): LocalList {
  const stat = statSync(path)
  if (!stat.isFile()) throw new Error(`${path} is geen bestand`)
  if (stat.size === 0) throw new Error(`${path} is leeg`)
  if (isNdjson(path) && indeling !== undefined)
    throw new Error('een indeling is voor CSV; NDJSON heeft de veldnamen al')
  const state: State = {
    gelezen: 0,
    kop: new Uint8Array(),
    overgeslagen: [],
    csv: csvOptions(indeling),
  }
  const bronnen = new Map<string, string>()
  return {
    path,
    bytes: stat.size,
    get gelezen() {
      return state.gelezen
    },
    get kop() {
      return state.kop
    },
    get overgeslagen() {
      return state.overgeslagen
    },
    async *rows() {
      state.gelezen = 0
      const read = isNdjson(path)
        ? readNdjson(path)
        : readCsv(path, state, (kop) => {
            if (indeling === undefined) return bindHead(kop)
            const vertaler = bindProfile(indeling, kop, vandaag)
            state.overgeslagen = vertaler.overgeslagen
            for (const [veld, kolom] of vertaler.bronnen) bronnen.set(veld, kolom)
            return vertaler.vertaal
          })
      for await (const { rij, bytes } of read) {
        // By the row, not by the chunk: a small list is one chunk.
        state.gelezen = Math.min(stat.size, state.gelezen + bytes.length + 2)
        yield checkRow(rij, bytes, bronnen)
      }
    },
  }
}

/** How a file of this profile is read. */
function csvOptions(indeling: Indeling | undefined): CsvOptions {
  const { tekenset, scheiding } = indeling?.bestand ?? {}
  return {
    ...(tekenset === undefined ? {} : { tekenset }),
    ...(scheiding === undefined ? {} : { scheiding }),
  }
}

async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path)) {
    yield chunk as Uint8Array
  }
}

async function* readCsv(
  path: string,
  state: State,
  bind: (kop: readonly string[]) => (row: Csvregel) => Lijstregel,
): AsyncGenerator<Read> {
  const reader = new CsvRows(state.csv)
  let read: ((row: Csvregel) => Lijstregel) | undefined
  const take = (row: Csvregel): Read => {
    const { kolommen = [], bytes: kop = state.kop } = reader.kop ?? {}
    state.kop = kop
    read ??= bind(kolommen)
    return { rij: read(row), bytes: row.bytes }
  }
  for await (const chunk of chunksOf(path)) for (const row of reader.push(chunk)) yield take(row)
  for (const row of reader.end()) yield take(row)
  if (read === undefined) bind(reader.kop?.kolommen ?? [])
}

async function* readNdjson(path: string): AsyncGenerator<Read> {
  const reader = createListReader('ndjson')
  const asRead = (rij: Lijstregel): Read => ({
    rij,
    bytes: new TextEncoder().encode('signaal' in rij ? JSON.stringify(rij.signaal) : ''),
  })
  for await (const chunk of chunksOf(path)) for (const rij of reader.push(chunk)) yield asRead(rij)
  for (const rij of reader.end()) yield asRead(rij)
}

/** What the gateway would not take is not sent. A fault of a field names the columns that fill it. */
function checkRow(rij: Lijstregel, bytes: Uint8Array, bronnen: ReadonlyMap<string, string>): Rij {
  const { regel, kenmerk } = rij
  const named = { regel, bytes, ...(kenmerk === undefined ? {} : { kenmerk }) }
  if ('fouten' in rij) return { ...named, fouten: rij.fouten }
  try {
    return { ...named, ...parseSignaal(rij.signaal) }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const fouten = faultsOf(error, rij.signaal).map((fout) => ({
      ...fout,
      kolom: bronnen.get(fout.kolom) ?? fout.kolom,
    }))
    return { ...named, fouten }
  }
}

/** A refusal of the whole list with what a profile would do about it. */
export function explainList(error: unknown, path: string): unknown {
  if (!(error instanceof Lijstweigering)) return error
  return new Error(
    `${path}, ${error.message} Is dit een export van uw eigen administratie? "signaalpoort indeling maak ${path}" stelt een indeling voor.`,
    { cause: error },
  )
}
