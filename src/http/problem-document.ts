/** The wire form of a refusal: a problem document (RFC 9457) with our two extensions, `errors` and `besluit`. */
import { z } from 'zod'
import { Besluit } from '../model/besluit.ts'
import { Invoerfout, type Problem, type ProblemKind } from '../model/problem.ts'
import { PROBLEM_TABLE, type ProblemRow } from './problem-table.ts'

const TYPE_BASE = 'https://signaalpoort.example.nl/problemen/'

export const Probleem = z
  .strictObject({
    type: z.string().meta({ description: 'URI van het soort probleem' }),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string().meta({ description: 'Wat u kunt doen; nooit een waarde uit het verzoek' }),
    errors: z.array(Invoerfout).optional().meta({
      description:
        'Alle fouten in de invoer. pointer is een JSON Pointer (RFC 6901) in de inhoud, of / en de naam van een queryparameter of kop',
    }),
    besluit: Besluit.optional(),
  })
  .meta({ description: 'Probleemdocument (RFC 9457)' })
export type Probleem = z.infer<typeof Probleem>

/** What a fault of our own tells: nothing but that it was ours. */
export const ONVERWACHT: Probleem = {
  type: 'about:blank',
  title: 'Internal Server Error',
  status: 500,
  detail: 'Er ging bij ons iets mis. Probeer het later opnieuw.',
}

/** The bare document of a kind: what every problem of this kind has in common. */
export function problemDocumentOf(kind: ProblemKind): Probleem {
  const { title, status, detail } = PROBLEM_TABLE[kind]
  return { type: `${TYPE_BASE}${kind}`, title, status, detail }
}

/** 409 rather than 422 when the refusal is that the `kenmerk` ended: the same post can never succeed. */
function statusOf(problem: Problem): ProblemRow['status'] {
  const ended = problem.besluit?.redenen.some(({ code }) => code === 'kenmerk-beeindigd')
  return ended === true ? 409 : PROBLEM_TABLE[problem.kind].status
}

/** The document of one problem. */
export function toProblemDocument(problem: Problem): Probleem {
  return {
    ...problemDocumentOf(problem.kind),
    status: statusOf(problem),
    ...(problem.errors.length > 0 && { errors: [...problem.errors] }),
    ...(problem.besluit !== undefined && { besluit: problem.besluit }),
  }
}
