/** The headers of every answer, of errors too (ADR /core/version-header, /core/transport/security-headers). */
import type { MiddlewareHandler } from 'hono'
import { API_VERSION } from './api-version.ts'

/** Nothing here is a page: no script, frame, cache or referrer may do anything with it. */
export const RESPONSE_HEADERS: Readonly<Record<string, string>> = {
  'API-Version': API_VERSION,
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
}

/** The mark of an answer that the node callback has sent by itself. */
const ALREADY_SENT = 'x-hono-already-sent'

/** Sets the headers after everything else had its say, so that no handler can leave one out. */
export const setResponseHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  if (c.res.headers.has(ALREADY_SENT)) return
  for (const [name, value] of Object.entries(RESPONSE_HEADERS)) c.res.headers.set(name, value)
}

/** A page may load its own stylesheet and nothing else: no script, no picture, no form, no other origin. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** As `setResponseHeaders`, for a listener that has pages too. */
export const setWebHeaders: MiddlewareHandler = async (c, next) => {
  await setResponseHeaders(c, next)
  if (c.res.headers.get('Content-Type')?.startsWith('text/html') === true)
    c.res.headers.set('Content-Security-Policy', PAGE_POLICY)
}
