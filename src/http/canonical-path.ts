/** One canonical form of a path: what the router sees is what was sent, or it does not exist. */
import type { MiddlewareHandler } from 'hono'
import { Problem } from '../model/problem.ts'
import { type ApiEnv, nodeOf } from './api-env.ts'

/**
 * Refuses (404) a path that only becomes ours by decoding or normalising: `%73`, `/../`, `\`, an absolute-form target.
 * No path of ours needs an escape.
 */
export const requireCanonicalPath: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const { pathname } = new URL(c.req.url)
  const sent = nodeOf(c).incoming?.url?.split('?', 1)[0] ?? pathname
  if (pathname.includes('%') || sent !== pathname) throw new Problem('niet-gevonden')
  await next()
}
