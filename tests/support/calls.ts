/** What an answer of the gateway means, and calls by the name of their route. */
import { chooseAll as chooseEveryone } from '../../src/cli/selectie.ts'
import type { Config } from '../../src/config.ts'
import { Probleem } from '../../src/http/problem-document.ts'
import type { Doel } from '../../src/model/doel.ts'
import { Gemeentecode } from '../../src/model/ids.ts'
import { SignaalAntwoord } from '../../src/model/ontvangstbewijs.ts'
import type { ProblemKind } from '../../src/model/problem.ts'
import { Selectie } from '../../src/model/selectie.ts'
import { accessOf, type RawAnswer, type TestGateway } from './gateway.ts'

type Headers = Readonly<Record<string, string>>

/** A party that calls: `call('GET /v1/meldingen')`. */
export type TestCaller = {
  call(route: string, body?: unknown, headers?: Headers): Promise<RawAnswer>
  /** Posts one signal: an object as JSON, a text as it is. */
  post(signal: object | string, headers?: Headers): Promise<RawAnswer>
}

/** `party` (its folder in the development set) as a caller for `doel`. */
export function callerOf(
  gateway: TestGateway,
  party: string,
  doel: Doel,
  who: { readonly namens?: string; readonly medewerker?: string } = {},
): TestCaller {
  const access = gateway.as(party, doel, who)
  const call: TestCaller['call'] = (route, body, headers = {}) => {
    const [method = '', path = ''] = route.split(' ')
    return access.send(method, path, body, headers)
  }
  return { call, post: (signal, headers) => call('POST /v1/signalen', signal, headers) }
}

/** An employee of `party` chooses everyone who waits at its municipality, or at that of `namens`. */
export async function chooseAll(
  gateway: TestGateway,
  party: string,
  {
    gemeentecode = '0202',
    namens,
  }: { readonly gemeentecode?: string; readonly namens?: string } = {},
): Promise<void> {
  const who = { medewerker: 'kiezer-1', ...(namens === undefined ? {} : { namens }) }
  const { call } = callerOf(gateway, party, 'selectie', who)
  const proposed = await call('POST /v1/selecties', { gemeentecode, alles: true })
  if (proposed.status !== 201) throw new Error(`not proposed: ${proposed.status} ${proposed.text}`)
  const { id } = Selectie.parse(JSON.parse(proposed.text))
  const decided = await call(`POST /v1/selecties/${id}/vaststelling`, {})
  if (decided.status !== 200) throw new Error(`not decided: ${decided.status} ${decided.text}`)
}

/** As `chooseAll`, at Arnhem, for a gateway that runs elsewhere. */
export async function chooseAllAt(url: string, config: Config): Promise<void> {
  const access = accessOf(url, config, 'arnhem', 'selectie', { medewerker: 'mw-1' })
  try {
    await chooseEveryone(access.client, Gemeentecode.parse('0202'))
  } finally {
    await access.close()
  }
}

/** The body of an accepted signal. Throws when the answer is another one. */
export function acceptedOf(answer: RawAnswer): SignaalAntwoord {
  if (answer.status !== 200 && answer.status !== 201)
    throw new Error(`not accepted: ${answer.status} ${answer.text}`)
  return SignaalAntwoord.parse(JSON.parse(answer.text))
}

/** The body of a refusal, which must be a problem document. */
export function problemOf(answer: RawAnswer): Probleem & { readonly kind: ProblemKind } {
  const type = answer.headers.get('content-type')
  if (type !== 'application/problem+json') throw new Error(`no problem: ${answer.status} ${type}`)
  const document = Probleem.parse(JSON.parse(answer.text))
  return { ...document, kind: document.type.split('/').at(-1) as ProblemKind }
}

/** Status and kind of a refusal: what most tests want to know. */
export const refusalOf = (answer: RawAnswer): readonly [number, ProblemKind] => [
  answer.status,
  problemOf(answer).kind,
]
