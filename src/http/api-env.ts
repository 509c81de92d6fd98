/** What Hono carries along with one request of the API. */
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { Caller } from '../model/caller.ts'

/** `caller` is there for every handler of a route. */
export type ApiEnv = {
  readonly Bindings: Partial<HttpBindings>
  readonly Variables: { caller: Caller }
}

/** The node request and answer; both absent where the app is called without a socket, for which Hono has no bindings at all. */
export const nodeOf = (c: Context<ApiEnv>): Partial<HttpBindings> =>
  (c.env as Partial<HttpBindings> | undefined) ?? {}
