/** Who may ask the opener on loopback anything: a program of this machine that knows its secret, never a page in a browser. */
import type { MiddlewareHandler } from 'hono'
import { OpenerRefusal } from './refusal.ts'

/** The names under which it may be asked. A page elsewhere reaches loopback by a name of its own (DNS rebinding). */
const NAMES = ['127.0.0.1', 'localhost'] as const
/** What only browsers send, of a page on this very machine too. Not `Sec-Fetch-Mode`: node's own `fetch` sends it. */
const BROWSER = ['Origin', 'Sec-Fetch-Site', 'Sec-Fetch-Dest'] as const

export type Bewaking = {
  /** The port on which it listens; known once it does. */
  readonly port: () => number
  readonly knows: (authorization: string | undefined) => boolean
}

/** The order is the safety: nothing looks at path or query before all of this has let the request through. */
export const guard =
  ({ port, knows }: Bewaking): MiddlewareHandler =>
  async (c, next) => {
    const hosts = NAMES.map((name) => `${name}:${port()}`)
    if (!hosts.includes(c.req.header('Host')?.toLowerCase() ?? ''))
      throw new OpenerRefusal('host-onjuist')
    if (BROWSER.some((name) => c.req.header(name) !== undefined))
      throw new OpenerRefusal('geen-browser')
    if (!knows(c.req.header('Authorization')))
      throw new OpenerRefusal('geheim-ontbreekt', { 'WWW-Authenticate': 'Bearer' })
    await next()
  }
