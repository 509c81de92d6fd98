/** The rows of a list of mutations: each one mutation or what is wrong with it, in parts in which no signal stands twice. */
import { nameOf } from '../../../intake/kenmerk.store.ts'
import type { ListReader } from '../../../intake/list/read-list.ts'
import { faultsOf } from '../../../intake/list/row-signal.ts'
import { parseMutatie } from '../../../intake/parse-signaal.ts'
import { type Dag, Kenmerk } from '../../../model/ids.ts'
import { type Lijstregel, type Regelfout, regelfout } from '../../../model/lijst.ts'
import type { Mutatie } from '../../../model/mutatie.ts'
import { Problem } from '../../../model/problem.ts'
import { inParts, type Part } from '../list/in-parts.ts'

/** The most rows in one transaction: whoever collects a signal of them waits for no more than these. */
const PART = 100

/** A row that says something of a signal. */
export type Told = { readonly regel: number; readonly mutatie: Mutatie }

/** `kenmerk` where the row has a well-formed one. */
export type Row =
  | Told
  | {
      readonly regel: number
      readonly kenmerk?: Kenmerk
      readonly fouten: readonly Regelfout[]
    }

/** A wrong row is no reason to refuse another. `dag`: today, after which nothing can have happened. */
function readMutation(rij: Lijstregel, dag: Dag): Row {
  const { regel } = rij
  const kenmerk = Kenmerk.safeParse(rij.kenmerk).data
  const wrong = (fouten: readonly Regelfout[]): Row => ({
    regel,
    ...(kenmerk === undefined ? {} : { kenmerk }),
    fouten,
  })
  if ('fouten' in rij) return wrong(rij.fouten)
  try {
    const mutatie = parseMutatie(rij.signaal)
    const { datum } = mutatie
    return datum !== undefined && datum > dag
      ? wrong([regelfout('datum-in-toekomst', 'datum')])
      : { regel, mutatie }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return wrong(faultsOf(error))
  }
}

/** Ends where a row names one of its signals again: that one follows the one before. */
class Mutations implements Part<Row> {
  readonly #names = new Set<string>()
  #rows: Row[] = []

  get size(): number {
    return this.#rows.length
  }

  mustWait(row: Row): boolean {
    return this.size >= PART || ('mutatie' in row && this.#names.has(nameOf(row.mutatie)))
  }

  add(row: Row): void {
    this.#rows.push(row)
    if ('mutatie' in row) this.#names.add(nameOf(row.mutatie))
  }

  take(): readonly Row[] {
    const rows = this.#rows
    this.#rows = []
    this.#names.clear()
    return rows
  }
}

/** The rows of a list of mutations, part by part. */
export const mutationParts = (
  body: AsyncIterable<Uint8Array>,
  reader: ListReader,
  today: () => Dag,
): AsyncGenerator<readonly Row[]> =>
  inParts(body, reader, (rij) => readMutation(rij, today()), new Mutations())
