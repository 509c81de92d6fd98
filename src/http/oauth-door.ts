/** Hands the paths of the authorization server to its own node callback, with our headers already on the answer. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Hono } from 'hono'
import { alreadySent } from './already-sent.ts'
import { type ApiEnv, nodeOf } from './api-env.ts'
import { RESPONSE_HEADERS } from './response-headers.ts'

/** The authorization server as node sees it; resolves once its answer is sent. */
export type OAuthCallback = (request: IncomingMessage, response: ServerResponse) => Promise<void>

const PATHS = ['/oauth/:path{.+}', '/.well-known/oauth-authorization-server'] as const

/** Adds the two paths; everything else of the authorization server stays out of reach. */
export function addOAuth(app: Hono<ApiEnv>, oauth: OAuthCallback): void {
  app.on(['GET', 'POST'], [...PATHS], async (c) => {
    const { incoming, outgoing } = nodeOf(c)
    if (incoming === undefined || outgoing === undefined) throw new Error('no node request')
    for (const [name, value] of Object.entries(RESPONSE_HEADERS)) outgoing.setHeader(name, value)
    await oauth(incoming, outgoing)
    return alreadySent()
  })
}
