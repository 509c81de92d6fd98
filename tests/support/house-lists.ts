/** One sender's lists in a house without doors. */
import { createListSlots } from '../../src/flows/receive-signal/list/list-slots.ts'
import { readList, readListRows } from '../../src/flows/receive-signal/list/read-lists.ts'
import { receiveList } from '../../src/flows/receive-signal/list/receive-list.ts'
import { releaseList } from '../../src/flows/receive-signal/list/release-list.ts'
import { withdrawList } from '../../src/flows/receive-signal/list/withdraw-list.ts'
import type { ReceiveSignalDeps } from '../../src/flows/receive-signal/request.ts'
import type { Aanlevering, AanleveringId, Aanleveringregel } from '../../src/model/aanlevering.ts'
import type { Caller } from '../../src/model/caller.ts'
import type { SignaalId } from '../../src/model/ids.ts'
import type { Lijstvorm } from '../../src/model/lijst.ts'
import type { Lijstbericht, Regelbericht } from '../../src/model/lijstbericht.ts'
import { linesOf } from './lists.ts'

export type SentList = {
  readonly id: AanleveringId
  readonly regels: readonly Regelbericht[]
  /** The signals that it brought, in the order of its rows. */
  readonly signalen: readonly SignaalId[]
}

export type HouseLists = {
  /** Sends a list of whole signals, or a text as it stands; `between` runs after each part was given. */
  send(
    rows: readonly Readonly<Record<string, unknown>>[] | string,
    options?: {
      readonly vorm?: Lijstvorm
      readonly vrijgave?: 'direct' | 'handmatig'
      readonly between?: (given: readonly Lijstbericht[]) => Promise<unknown>
    },
  ): Promise<SentList>
  read(id: AanleveringId): Promise<Aanlevering>
  rows(id: AanleveringId): Promise<readonly Aanleveringregel[]>
  release(id: AanleveringId): Promise<Aanlevering>
  withdraw(id: AanleveringId): Promise<Aanlevering>
}

export function listsOf(deps: ReceiveSignalDeps, caller: Caller): HouseLists {
  const slots = createListSlots()
  const body = async function* (text: string): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(Buffer.from(text))
  }
  return {
    send: async (rows, { vorm = 'ndjson', vrijgave = 'direct', between } = {}) => {
      const given: Lijstbericht[] = []
      const text = typeof rows === 'string' ? rows : linesOf(rows)
      const input = { vorm, vrijgave, body: body(text) } as const
      for await (const part of receiveList({ deciding: () => deps, slots }, caller, input)) {
        given.push(...part)
        await between?.(given)
      }
      const [id] = given.flatMap((one) => (one.soort === 'lijst' ? [one.id] : []))
      if (id === undefined) throw new Error('a list has no id')
      const regels = given.flatMap((one) => (one.soort === 'regel' ? [one] : []))
      return { id, regels, signalen: regels.flatMap((one) => one.id ?? []) }
    },
    read: (id) => readList(deps, caller, id),
    rows: async (id) => (await readListRows(deps, caller, { id, limiet: 500 })).regels,
    release: (id) => releaseList(deps, caller, id),
    withdraw: (id) => withdrawList(deps, caller, id),
  }
}
