/** Mutations of one sender in a house without doors. */
import { createListSlots } from '../../src/flows/receive-signal/list/list-slots.ts'
import { receiveMutations } from '../../src/flows/receive-signal/mutations/receive-mutations.ts'
import type { Lijstvorm } from '../../src/model/lijst.ts'
import type { Mutatiebericht, Mutatieregel, Mutatietelling } from '../../src/model/mutatie.ts'
import { type House, vlp } from './house.ts'
import { linesOf } from './lists.ts'
import { linde } from './sealed-signals.ts'

export type Mutated = {
  readonly regels: readonly Mutatieregel[]
  readonly aantallen: Mutatietelling | undefined
  /** After each part that was committed. */
  readonly standen: readonly Mutatietelling[]
}

export type Rows = string | readonly Readonly<Record<string, unknown>>[]

/** Sends a list: rows as NDJSON, a text as CSV. */
export async function mutate(house: House, rows: Rows, oin = linde): Promise<Mutated> {
  const vorm: Lijstvorm = typeof rows === 'string' ? 'csv' : 'ndjson'
  const body = (async function* () {
    yield new Uint8Array(Buffer.from(typeof rows === 'string' ? rows : linesOf(rows)))
  })()
  const deps = { ending: () => house.followUpDeps, slots: createListSlots() }
  const said: Mutatiebericht[] = []
  for await (const part of receiveMutations(deps, vlp(oin), { vorm, body })) said.push(...part)
  return {
    regels: said.flatMap((one) => {
      if (one.soort !== 'regel') return []
      const { soort: _, ...regel } = one
      return [regel]
    }),
    standen: said.flatMap((one) => (one.soort === 'stand' ? [one.aantallen] : [])),
    aantallen: said.flatMap((one) => (one.soort === 'slot' ? [one.aantallen] : []))[0],
  }
}
