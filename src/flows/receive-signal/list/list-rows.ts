/** The rows of a list on their way in: each a signal that may be decided on, or what is wrong with it. */
import type { Kolommenlijst } from '../../../intake/list/columns.ts'
import { createListReader, type ListReader } from '../../../intake/list/read-list.ts'
import { faultsOf } from '../../../intake/list/row-signal.ts'
import { Kenmerk } from '../../../model/ids.ts'
import {
  type Lijstregel,
  type Lijstvorm,
  Lijstweigering,
  type Regelfout,
} from '../../../model/lijst.ts'
import { Problem } from '../../../model/problem.ts'
import { offer } from '../receive-signal.ts'
import type { Offered, ReceiveSignalDeps } from '../request.ts'

/** `kenmerk` where the row has a well-formed one. */
export type Row = { readonly regel: number; readonly kenmerk?: Kenmerk } & (
  | { readonly offered: Offered }
  | { readonly fouten: readonly Regelfout[] }
)

/** A reader whose refusal of the whole list is one of the interface; `kolommen` of a list of something else than signals. */
export function createRowReader(vorm: Lijstvorm, kolommen?: Kolommenlijst): ListReader {
  const reader = createListReader(vorm, kolommen)
  return {
    push: (chunk) => refusing(reader.push(chunk)),
    end: () => refusing(reader.end()),
  }
}

function* refusing(rows: Iterable<Lijstregel>): Generator<Lijstregel> {
  try {
    yield* rows
  } catch (error) {
    if (!(error instanceof Lijstweigering)) throw error
    const errors = error.fouten.map(({ kolom, code, uitleg }) => ({
      pointer: '',
      code,
      detail: kolom === '' ? uitleg : `${kolom}: ${uitleg}`,
    }))
    throw new Problem('lijst-onleesbaar', { cause: error, errors })
  }
}

/** A wrong row is no reason to refuse another. */
export function readRow(deps: Pick<ReceiveSignalDeps, 'policies'>, rij: Lijstregel): Row {
  const { regel } = rij
  const kenmerk = Kenmerk.safeParse(rij.kenmerk).data
  const named = { regel, ...(kenmerk === undefined ? {} : { kenmerk }) }
  if ('fouten' in rij) return { ...named, fouten: rij.fouten }
  try {
    return { ...named, offered: offer(deps, rij.signaal) }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    // Without the signal: no code of a field of its own, which might be a text, is told back.
    return { ...named, fouten: faultsOf(error) }
  }
}
