/** Calls to the gateway as they come: the bytes that are sent, the bytes that are answered, and what both mean. */
import { Probleem } from '../../src/http/problem-document.ts'
import { dayInAmsterdam } from '../../src/model/calendar.ts'
import type { Doel } from '../../src/model/doel.ts'
import { SignaalAntwoord } from '../../src/model/ontvangstbewijs.ts'
import type { ProblemKind } from '../../src/model/problem.ts'
import type { PartyAccess, TestGateway } from './gateway.ts'

/** An answer, whole. */
export type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

export type Sent = {
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The day on which the gateway runs: its clock is the real one. */
export const today = (): string => dayInAmsterdam(new Date())

/** A party that calls: `call('POST /v1/signalen', { body })`. */
export type TestCaller = {
  readonly access: PartyAccess
  call(route: string, sent?: Sent): Promise<Answer>
  /** Posts one signal: an object as JSON, a text as it is. */
  post(signal: object | string, headers?: Sent['headers']): Promise<Answer>
}

/** `party` (its folder in the development set) as a caller for `doel`, with a token unless the headers bring one. */
export function callerOf(
  gateway: TestGateway,
  party: string,
  doel: Doel,
  headers: Readonly<Record<string, string>> = {},
): TestCaller {
  const access = gateway.as(party, doel)
  const call: TestCaller['call'] = async (route, sent = {}) => {
    const [method = '', path = ''] = route.split(' ')
    const answer = await access.fetch(
      new Request(`${gateway.apiUrl}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await access.token()}`,
          ...(sent.body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
          ...sent.headers,
        },
        ...(sent.body !== undefined && { body: sent.body }),
      }),
    )
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }
  return {
    access,
    call,
    post: (signal, own = {}) =>
      call('POST /v1/signalen', {
        body: typeof signal === 'string' ? signal : JSON.stringify(signal),
        headers: own,
      }),
  }
}

/** The body of an accepted signal. Throws when the answer is another one. */
export function acceptedOf(answer: Answer): SignaalAntwoord {
  if (answer.status !== 200 && answer.status !== 201)
    throw new Error(`not accepted: ${answer.status} ${answer.text}`)
  return SignaalAntwoord.parse(JSON.parse(answer.text))
}

/** The body of a refusal, which must be a problem document. */
export function problemOf(answer: Answer): Probleem & { readonly kind: ProblemKind } {
  const type = answer.headers.get('content-type')
  if (type !== 'application/problem+json') throw new Error(`no problem: ${answer.status} ${type}`)
  const document = Probleem.parse(JSON.parse(answer.text))
  return { ...document, kind: document.type.split('/').at(-1) as ProblemKind }
}

/** Status and kind of a refusal: what most tests want to know. */
export const refusalOf = (answer: Answer): readonly [number, ProblemKind] => [
  answer.status,
  problemOf(answer).kind,
]
