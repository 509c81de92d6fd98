/** Turns what was thrown into an answer: a known kind into its problem document, anything else into a bare 500. */
import type { Context, ErrorHandler } from 'hono'
import { Problem, type ProblemKind } from '../model/problem.ts'
import { ONVERWACHT, type Probleem, toProblemDocument } from './problem-document.ts'
import { PROBLEM_TABLE, type ProblemRow } from './problem-table.ts'

/** Where a fault of our own is told. The log reduces `fout` to names and places: its message may hold a value. */
export type ErrorLog = {
  error(message: string, fields: { readonly fout: unknown; readonly methode: string }): void
}

function answer(document: Probleem, headers: Record<string, string>): Response {
  return new Response(JSON.stringify(document), {
    status: document.status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  })
}

/** RFC 6750 §3.1: a request without a token hears no error code; a wrong token does. Every 401 names a scheme (RFC 9110 §15.5.2). */
function challengeOf(kind: ProblemKind): Record<string, string> {
  if (PROBLEM_TABLE[kind].status !== 401) return {}
  const wrongToken = kind.startsWith('token-') && kind !== 'token-ontbreekt'
  return { 'WWW-Authenticate': wrongToken ? 'Bearer error="invalid_token"' : 'Bearer' }
}

function retryAfterOf(problem: Problem): Record<string, string> {
  const known: ProblemRow = PROBLEM_TABLE[problem.kind]
  const seconds = problem.retryAfterSeconds ?? known.wachtSeconden
  return seconds === undefined ? {} : { 'Retry-After': String(Math.ceil(seconds)) }
}

/** draft-ietf-httpapi-ratelimit-headers-10: how many at once, that none is left, and when to ask again. */
function rateLimitOf(problem: Problem): Record<string, string> {
  const { limiet } = problem
  if (limiet === undefined) return {}
  const seconds = retryAfterOf(problem)['Retry-After'] ?? '1'
  return {
    'RateLimit-Policy': `"${limiet.naam}";q=${limiet.tegelijk};qu="concurrent-requests"`,
    RateLimit: `"${limiet.naam}";r=0;t=${seconds}`,
  }
}

/** The answer to a refused request, with `WWW-Authenticate`, `Retry-After`, `RateLimit` and `Allow` where they belong. */
export function problemResponse(problem: Problem): Response {
  return answer(toProblemDocument(problem), {
    ...challengeOf(problem.kind),
    ...retryAfterOf(problem),
    ...rateLimitOf(problem),
    ...(problem.allow.length > 0 && { Allow: problem.allow.join(', ') }),
  })
}

/** The last word on every error of a door. A fault of our own, or behind a 503, is told to the log. */
export function createErrorHandler(log: ErrorLog): ErrorHandler {
  return function handleError(error: Error, c: Context): Response {
    const { method: methode } = c.req
    if (error instanceof Problem) {
      if (error.cause !== undefined && PROBLEM_TABLE[error.kind].status >= 500)
        log.error('een verzoek kon niet worden afgehandeld', { fout: error, methode })
      return problemResponse(error)
    }
    log.error('onverwachte fout', { fout: error, methode })
    return answer(ONVERWACHT, {})
  }
}
