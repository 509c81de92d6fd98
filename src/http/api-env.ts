/** What Hono carries along with one request of the API. */
import type { HttpBindings } from '@hono/node-server'
import type { Caller } from '../model/caller.ts'

/** The node request and answer are absent where the app is called without a socket. `caller` is there for every handler of a route. */
export type ApiEnv = {
  readonly Bindings: Partial<HttpBindings>
  readonly Variables: { caller: Caller }
}
