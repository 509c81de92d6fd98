/** How a route describes itself: its key gives method, path and purpose; its answers come with the headers that all answers have. */
import type { RouteConfig } from '@hono/zod-openapi'
import { DOELEN } from '../model/doel.ts'
import type { ProblemKind } from '../model/problem.ts'
import type { ComponentName } from './components.ts'
import { ONVERWACHT } from './problem-document.ts'
import { PROBLEM_TABLE } from './problem-table.ts'
import { DOEL_PER_ROUTE, type RouteKey, splitRouteKey } from './purposes.ts'

type Answer = Exclude<RouteConfig['responses'][string], { $ref: string }>
type Answers = { readonly [status: string]: Answer }
type AnswerHeaders = Readonly<Record<string, { readonly $ref: string }>>

const header = (name: string): AnswerHeaders => ({
  [name]: { $ref: `#/components/headers/${name}` },
})
const refer = (component: ComponentName): { $ref: string } => ({
  $ref: `#/components/schemas/${component}`,
})
const VERSION_HEADER = header('API-Version')

/** What any route can refuse: certificate, token, purpose, mandate, method, and doubt. */
const ALWAYS: readonly ProblemKind[] = [
  'certificaat-ontbreekt',
  'certificaat-niet-vertrouwd',
  'certificaat-ingetrokken',
  'certificaat-verlopen',
  'certificaat-zonder-oin',
  'token-ontbreekt',
  'token-ongeldig',
  'token-verlopen',
  'token-van-ander-certificaat',
  'deelnemer-onbekend',
  'doel-niet-toegestaan',
  'rol-niet-toegestaan',
  'mandaat-ontbreekt',
  'verzoek-onjuist',
  'kop-onjuist',
  'methode-niet-toegestaan',
  'te-druk',
  'niet-beschikbaar',
]

/** What every body can be refused for. */
export const BODY_PROBLEMS: readonly ProblemKind[] = [
  'inhoud-geen-json',
  'inhoud-te-groot',
  'inhoud-soort-onjuist',
]

/** A JSON answer of `schema`, with an example and the names of further headers. */
export function jsonAnswer(
  description: string,
  component: ComponentName,
  example: unknown,
  headers: readonly string[] = [],
): Answer {
  return {
    description,
    headers: Object.assign({}, VERSION_HEADER, ...headers.map(header)) as AnswerHeaders,
    content: { 'application/json': { schema: refer(component), example } },
  }
}

/** A text answer, such as a proof. */
export function textAnswer(description: string, example: string): Answer {
  return {
    description,
    headers: { ...VERSION_HEADER },
    content: { 'text/plain': { schema: { type: 'string' }, example } },
  }
}

/** An answer without a body. */
export function emptyAnswer(description: string): Answer {
  return { description, headers: { ...VERSION_HEADER } }
}

/** The same answer also as CSV, where the caller asks for that. */
export function csvAnswer(answer: Answer, example: string): Answer {
  const csv = { 'text/csv': { schema: { type: 'string' as const }, example } }
  return { ...answer, content: { ...answer.content, ...csv } }
}

/** The body of a post. By reference: Hono must not read it, because JSON is read strictly and only after the caller is known. */
export function jsonBody(component: ComponentName, example: unknown): RequestBody {
  return { required: true, content: { 'application/json': { schema: refer(component), example } } }
}

/** A list in its two forms, by the names of their schemas. */
type ListForms = { readonly lines: ComponentName; readonly table: ComponentName }
const SIGNALS: ListForms = { lines: 'Lijstregels', table: 'Lijsttabel' }

/** The body of a list, of signals unless told otherwise, which nobody reads as a whole. */
export function listBody(lines: string, table: string, forms = SIGNALS): RequestBody {
  return {
    required: true,
    content: {
      'application/x-ndjson': { schema: refer(forms.lines), example: lines },
      'text/csv': { schema: refer(forms.table), example: table },
    },
  }
}

/** What a list is answered with, by the names of the schemas. */
type ListAnswers = { readonly end: ComponentName; readonly line: ComponentName }
const OF_SIGNALS: ListAnswers = { end: 'Aanlevering', line: 'Lijstbericht' }

/** The answer to a list: its end, or a line a message. */
export function listAnswer(
  description: string,
  end: unknown,
  line: unknown,
  schemas = OF_SIGNALS,
): Answer {
  return {
    description,
    headers: { ...VERSION_HEADER },
    content: {
      'application/json': { schema: refer(schemas.end), example: end },
      'application/x-ndjson': { schema: refer(schemas.line), example: line },
    },
  }
}

/**
 * As `jsonBody`, with the example in words: the linter of the API Design Rules takes any member below `paths` whose name holds
 * `post` for an operation, and an address has a `postcode`.
 */
export function jsonBodyInWords(component: ComponentName, example: unknown): RequestBody {
  return {
    required: true,
    description: `Voorbeeld:\n\n\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\``,
    content: { 'application/json': { schema: refer(component) } },
  }
}
type RequestBody = NonNullable<RouteRequest['body']>

function problemAnswer(kinds: readonly ProblemKind[]): Answer {
  const examples = kinds.map((kind) => [kind, { $ref: `#/components/examples/${kind}` }] as const)
  return {
    description: kinds.map((kind) => PROBLEM_TABLE[kind].title).join(' · '),
    headers: { ...VERSION_HEADER },
    content: {
      'application/problem+json': {
        schema: refer('Probleem'),
        examples: Object.fromEntries(examples),
      },
    },
  }
}

function problemAnswers(extra: readonly ProblemKind[]): Answers {
  const byStatus = new Map<number, ProblemKind[]>()
  for (const kind of [...ALWAYS, ...extra]) {
    const { status } = PROBLEM_TABLE[kind]
    byStatus.set(status, [...(byStatus.get(status) ?? []), kind])
  }
  const answers = [...byStatus].map(([status, kinds]) => [status, problemAnswer(kinds)] as const)
  return { ...Object.fromEntries(answers), 500: unexpectedAnswer }
}

const unexpectedAnswer: Answer = {
  description: 'Onverwachte fout aan onze kant',
  headers: { ...VERSION_HEADER },
  content: { 'application/problem+json': { schema: refer('Probleem'), example: ONVERWACHT } },
}

type RouteRequest = NonNullable<RouteConfig['request']>

type Description<Q extends RouteRequest> = {
  readonly operationId: string
  readonly tags: string[]
  readonly summary: string
  readonly description: string
  readonly request: Q
  readonly answers: Answers
  /** Kinds of refusal beyond those that any route has. */
  readonly problems: readonly ProblemKind[]
}

/** A route of the API; its request keeps its own type, for the handler. */
export type ApiRoute<Q extends RouteRequest> = Omit<RouteConfig, 'request'> & {
  readonly request: Q
}

/** The route of `key`, as Hono and OpenAPI read it. */
export function describeRoute<Q extends RouteRequest>(
  key: RouteKey,
  { answers, problems, ...description }: Description<Q>,
): ApiRoute<Q> {
  const doel = DOEL_PER_ROUTE[key]
  return {
    ...description,
    ...splitRouteKey(key),
    description: `${description.description}\n\nDoel van het token: ${doel === 'elk' ? 'elk doel' : `\`${doel}\``}.`,
    security: (doel === 'elk' ? DOELEN : [doel]).map((one) => ({ mutualTLS: [], oauth2: [one] })),
    responses: { ...answers, ...problemAnswers(problems) },
  }
}
