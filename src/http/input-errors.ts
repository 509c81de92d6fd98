/** Input that does not fit its schema becomes one problem that names every fault (ADR /core/error-handling/all-errors). */
import type { z } from 'zod'
import { boundedFaults, invoerfouten } from '../model/invoerfouten.ts'
import { Problem, type ProblemKind } from '../model/problem.ts'

/** A problem of `kind` with the faults that `error` found in `input`; never a value of it. */
export function toInputProblem(kind: ProblemKind, error: z.ZodError, input: unknown): Problem {
  return new Problem(kind, { errors: boundedFaults(invoerfouten(error, input)) })
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
