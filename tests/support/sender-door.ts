/** The API door as one VLP meets it, over the flows and the store of a house: what it reads is what would go over the wire. */
import { readMeldingCourse, readSignalCourse } from '../../src/flows/follow-up/read-course.ts'
import { readOwnFeedback } from '../../src/flows/give-feedback/read-feedback.ts'
import { proveSignal } from '../../src/flows/prove-event.ts'
import { readSignal } from '../../src/flows/read-signal.ts'
import { createListSlots } from '../../src/flows/receive-signal/list/list-slots.ts'
import {
  listLists,
  readList,
  readListRows,
} from '../../src/flows/receive-signal/list/read-lists.ts'
import { receiveList } from '../../src/flows/receive-signal/list/receive-list.ts'
import { withdrawList } from '../../src/flows/receive-signal/list/withdraw-list.ts'
import { receiveMutations } from '../../src/flows/receive-signal/mutations/receive-mutations.ts'
import { receiveSignal } from '../../src/flows/receive-signal/receive-signal.ts'
import { withdrawSignal } from '../../src/flows/receive-signal/withdraw-signal.ts'
import { searchEvents } from '../../src/flows/search-events.ts'
import { searchSignals } from '../../src/flows/search-signals.ts'
import { trySignal } from '../../src/flows/try-signal.ts'
import { parseToetsing } from '../../src/intake/parse-signaal.ts'
import type { Oin } from '../../src/model/ids.ts'
import { aFakeApi } from './api-app.ts'
import { type House, vlp } from './house.ts'

export type Asked = {
  readonly method?: string
  /** JSON, or a text as it stands. */
  readonly body?: object | string
  readonly headers?: Readonly<Record<string, string>>
}

/** Asks `path` as `oin` and gives status, headers and body as one text. */
export function senderDoor(
  house: House,
  oin: Oin,
): (path: string, asked?: Asked) => Promise<string> {
  const deps = house.followUpDeps
  const slots = createListSlots()
  const { app } = aFakeApi({
    authenticate: async (_credentials, doel) => ({
      ...vlp(oin),
      doel: doel === 'elk' ? 'aanleveren' : doel,
    }),
    receiveSignal: (caller, input) => receiveSignal(deps, caller, input),
    trySignal: (caller, json) => trySignal(deps, caller, parseToetsing(json)),
    readSignal: (caller, id) => readSignal(deps, caller, id),
    searchSignals: (caller, vraag, page) => searchSignals(deps, caller, vraag, page),
    withdrawSignal: (caller, input) => withdrawSignal(deps, caller, input),
    receiveMutations: (caller, input) =>
      receiveMutations({ ending: () => deps, slots }, caller, input),
    proveSignal: (caller, id) => proveSignal(deps, caller, id),
    receiveList: (caller, input) => receiveList({ deciding: () => deps, slots }, caller, input),
    listLists: (caller, page) => listLists(deps, caller, page),
    readList: (caller, id) => readList(deps, caller, id),
    readListRows: (caller, page) => readListRows(deps, caller, page),
    withdrawList: (caller, id) => withdrawList(deps, caller, id),
    readFeedback: (caller, query) => readOwnFeedback(deps, caller, query),
    readSignalCourse: (caller, id) => readSignalCourse(deps, caller, id),
    readMeldingCourse: (caller, id) => readMeldingCourse(deps, caller, id),
    searchEvents: (caller, vraag, page) => searchEvents(deps, caller, vraag, page),
  })
  return async (path: string, { method = 'GET', body, headers = {} }: Asked = {}) => {
    const answer = await app.request(`https://localhost${path}`, {
      method,
      headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const lines = [...answer.headers].map(([name, value]) => `${name}: ${value}`).sort()
    return `${method} ${answer.status}\n${lines.join('\n')}\n\n${await answer.text()}`
  }
}
