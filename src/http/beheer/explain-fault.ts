/** What an operator is told of an error. */
import { Beheerweigering } from '../../model/beheer.ts'
import { Problem } from '../../model/problem.ts'
import { PROBLEM_TABLE } from '../problem-table.ts'

/** What is told of a fault of our own. */
export const OURS = 'de poort kon dit niet uitvoeren; zie haar eigen logboek (standaardfout)'

/** One Dutch line; undefined for a fault of our own, whose message may hold a value. */
export function explainFault(error: unknown): string | undefined {
  if (error instanceof Beheerweigering) return error.message
  if (!(error instanceof Problem)) return undefined
  const { title, detail } = PROBLEM_TABLE[error.kind]
  return `${title}: ${detail}`
}
