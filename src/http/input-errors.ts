/** Faults that a schema finds, all at once, as pointers and codes; never the value that was wrong (ADR /core/error-handling/all-errors). */
import type { z } from 'zod'
import { type Invoerfout, Problem, type ProblemKind } from '../model/problem.ts'

type Issue = z.core.$ZodIssue
type Fault = { readonly code: string; readonly detail: string }

const MAX_ERRORS = 100

/** A name is repeated only when it looks like one: an unknown property could be named after a person. */
const PLAIN_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,39}$/

const toPointer = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

function isAbsent(input: unknown, path: readonly PropertyKey[]): boolean {
  let here = input
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return true
    here = (here as Record<PropertyKey, unknown>)[step]
  }
  return here === undefined
}

function faultOf(issue: Issue): Fault {
  switch (issue.code) {
    case 'invalid_type':
      return { code: 'verkeerd-type', detail: `Verwacht is het type ${issue.expected}.` }
    case 'too_small':
      return { code: 'te-klein', detail: `Minimaal ${issue.minimum}.` }
    case 'too_big':
      return { code: 'te-groot', detail: `Maximaal ${issue.maximum}.` }
    case 'invalid_format':
      return { code: 'verkeerde-schrijfwijze', detail: 'De schrijfwijze past niet in het schema.' }
    case 'invalid_value':
      return { code: 'onbekende-waarde', detail: 'Kies een van de waarden van het schema.' }
    case 'custom':
      return { code: 'regel-geschonden', detail: issue.message }
    default:
      return { code: 'verkeerde-vorm', detail: 'De vorm past niet in het schema.' }
  }
}

function unknownFields(issue: z.core.$ZodIssueUnrecognizedKeys): readonly Invoerfout[] {
  return issue.keys.map((key) => ({
    pointer: toPointer(PLAIN_NAME.test(key) ? [...issue.path, key] : issue.path),
    code: 'onbekend-veld',
    detail: 'Dit veld hoort hier niet; laat het weg.',
  }))
}

function toInvoerfouten(issue: Issue, input: unknown): readonly Invoerfout[] {
  if (issue.code === 'unrecognized_keys') return unknownFields(issue)
  const absent = input !== undefined && issue.code !== 'custom' && isAbsent(input, issue.path)
  const fault = absent ? { code: 'ontbreekt', detail: 'Dit veld is verplicht.' } : faultOf(issue)
  return [{ pointer: toPointer(issue.path), ...fault }]
}

/** A problem of `kind` that names every fault of `error`, at most 100; with `input` it tells a missing value from a wrong one. */
export function toInputProblem(
  kind: ProblemKind,
  error: { readonly issues: readonly Issue[] },
  input?: unknown,
): Problem {
  const errors = error.issues.flatMap((issue) => toInvoerfouten(issue, input))
  return new Problem(kind, { errors: errors.slice(0, MAX_ERRORS) })
}

/**
 * `input` as `schema` reads it.
 * @throws Problem `verzoek-onjuist` with all faults
 */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input)
  if (!result.success) throw toInputProblem('verzoek-onjuist', result.error, input)
  return result.data
}
