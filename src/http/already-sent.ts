/** The answer of a handler that wrote to node's own response by itself. */

const ALREADY_SENT = 'x-hono-already-sent'

/**
 * Tells the adapter that nothing is left to send. Unlike its own constant this survives HEAD, for which Hono copies the answer:
 * a copy of one whose headers were looked at before keeps the mark, a copy of one that was not is sent a second time.
 */
export function alreadySent(): Response {
  const response = new Response(null, { headers: { [ALREADY_SENT]: 'true' } })
  if (response.body !== null) throw new Error('an answer without a body has one')
  return response
}
