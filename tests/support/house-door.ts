/** The API door over the flows and the store of a house, for a VLP and a municipality that work together: who calls stands in the token. */
import { createClientOver, type GatewayClient } from '../../src/client/client.ts'
import {
  collectMelding,
  collectMeldingen,
} from '../../src/flows/collect-meldingen/collect-meldingen.ts'
import { confirmReceipt } from '../../src/flows/confirm-receipt.ts'
import { checkIndicators, readIndicators } from '../../src/flows/count-months/read-indicators.ts'
import { recordAttempt } from '../../src/flows/follow-up/contact-attempts.ts'
import { readMeldingCourse, readSignalCourse } from '../../src/flows/follow-up/read-course.ts'
import { readFollowUp } from '../../src/flows/follow-up/read-follow-up.ts'
import { recordViews } from '../../src/flows/follow-up/record-views.ts'
import { setResult } from '../../src/flows/follow-up/set-result.ts'
import { answerQuestion, readOwnQuestions } from '../../src/flows/questions/answer-question.ts'
import { askQuestion } from '../../src/flows/questions/ask-question.ts'
import { readAnswer } from '../../src/flows/questions/read-answer.ts'
import { readSignal } from '../../src/flows/read-signal.ts'
import { createListSlots } from '../../src/flows/receive-signal/list/list-slots.ts'
import { readListRows } from '../../src/flows/receive-signal/list/read-lists.ts'
import { receiveList } from '../../src/flows/receive-signal/list/receive-list.ts'
import { receiveMutations } from '../../src/flows/receive-signal/mutations/receive-mutations.ts'
import { decideSelection } from '../../src/flows/select-meldingen/decide-selection.ts'
import { proposeSelection } from '../../src/flows/select-meldingen/propose-selection.ts'
import { showWorkList } from '../../src/flows/select-meldingen/show-work-list.ts'
import { Problem } from '../../src/model/problem.ts'
import { aFakeApi } from './api-app.ts'
import { college, type House, vlp } from './house.ts'
import { arnhem, linde } from './sealed-signals.ts'

export type Answered = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  json(): unknown
}

/** Calls `METHOD /path` as De Linde or as Arnhem; a text goes as CSV. */
export type HouseDoor = (
  who: 'linde' | 'arnhem',
  call: string,
  body?: object | string,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answered>

/** The API over the house. Who calls for Arnhem names an employee, as at the real door. */
function houseApp(house: House): ReturnType<typeof aFakeApi>['app'] {
  const deps = house.followUpDeps
  const slots = createListSlots()
  const { app } = aFakeApi({
    authenticate: async ({ authorization, medewerker }, doel) => {
      if (authorization === 'Bearer linde') return vlp(linde)
      if (medewerker === undefined) throw new Problem('medewerker-ontbreekt')
      return { ...college(arnhem, doel === 'elk' ? 'hulpaanbod' : doel), medewerker }
    },
    receiveList: (caller, input) => receiveList({ deciding: () => deps, slots }, caller, input),
    readListRows: (caller, query) => readListRows(deps, caller, query),
    receiveMutations: (caller, input) =>
      receiveMutations({ ending: () => deps, slots }, caller, input),
    readSignalCourse: (caller, id) => readSignalCourse(deps, caller, id),
    showWorkList: (caller, query) => showWorkList(deps, caller, query),
    proposeSelection: (caller, input) => proposeSelection(deps, caller, input),
    decideSelection: (caller, id, besluit) => decideSelection(deps, caller, id, besluit),
    collectMeldingen: (caller, query) => collectMeldingen(deps, caller, query),
    collectMelding: async (caller, query) => {
      const melding = await collectMelding(deps, caller, query)
      const opvolging = await readFollowUp(deps, caller, { ...query, id: melding.id })
      return { ...melding, ...(opvolging === undefined ? {} : { opvolging }) }
    },
    recordAttempt: (caller, id, input) => recordAttempt(deps, caller, id, input),
    setResult: (caller, id, input) => setResult(deps, caller, id, input),
    readMeldingCourse: (caller, id) => readMeldingCourse(deps, caller, id),
    readIndicators: (caller, vraag) => readIndicators(deps, caller, vraag),
    checkIndicators,
    recordViews: (caller, list) => recordViews(deps, caller, list),
    confirmReceipt: (caller, input) => confirmReceipt(deps, caller, input),
    readSignal: (caller, id) => readSignal(deps, caller, id),
    askQuestion: (caller, input) => askQuestion(deps, caller, input),
    readOwnQuestions: (caller, query) => readOwnQuestions(deps, caller, query),
    answerQuestion: (caller, input) => answerQuestion(deps, caller, input),
    readAnswer: (caller, query) => readAnswer(deps, caller, query),
  })
  return app
}

/** The typed client of Arnhem over the house; `medewerker` absent where each call names one. De Linde has none. */
export function houseClient(
  house: House,
  medewerker?: string,
  who: 'linde' | 'arnhem' = 'arnhem',
): GatewayClient {
  const app = houseApp(house)
  const options = { baseUrl: 'https://localhost/v1', token: async () => who }
  return createClientOver(async (request) => app.fetch(request), {
    ...options,
    ...(medewerker !== undefined && { medewerker }),
  })
}

export function houseDoor(house: House): HouseDoor {
  const app = houseApp(house)
  return async (who, call, body, headers = {}) => {
    const [method = 'GET', path = ''] = call.split(' ')
    const type = typeof body === 'string' ? 'text/csv' : 'application/json'
    const answer = await app.request(`https://localhost${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${who}`,
        ...(who === 'arnhem' && { 'Signaalpoort-Medewerker': 'mw-17' }),
        ...(body !== undefined && { 'Content-Type': type }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      json: () => JSON.parse(text) as unknown,
    }
  }
}
