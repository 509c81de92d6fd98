/** Refuses what node's parser lets by and what two readers could read in two ways (testing.md F10). */
import type { HttpBindings } from '@hono/node-server'
import type { MiddlewareHandler } from 'hono'
import { Problem } from '../model/problem.ts'

const ONCE: ReadonlySet<string> = new Set([
  'host',
  'authorization',
  'content-type',
  'content-length',
  'content-encoding',
  'idempotency-key',
  'if-match',
])
const OUR_OWN = 'signaalpoort-'

/** A request line and headers as they came; names and values take turns in `rawHeaders`. */
type RawRequest = {
  readonly url?: string | undefined
  readonly rawHeaders: readonly string[]
}

/**
 * Whether a request may be read: the target is a path, the host is one of `hosts`, and no header that decides anything comes
 * twice.
 * @param hosts names with port as a client writes them, lower case, e.g. `localhost:8443`
 */
export function isUnambiguous(request: RawRequest, hosts: readonly string[]): boolean {
  const { url = '' } = request
  if (!url.startsWith('/') || url.startsWith('//')) return false
  const seen = new Set<string>()
  let host: string | undefined
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const name = request.rawHeaders[at]?.toLowerCase() ?? ''
    if (name === 'host') host = request.rawHeaders[at + 1]?.toLowerCase()
    if (!ONCE.has(name) && !name.startsWith(OUR_OWN)) continue
    if (seen.has(name)) return false
    seen.add(name)
  }
  return host !== undefined && hosts.includes(host)
}

/**
 * Refuses a request that is not unambiguous.
 * @throws Problem `kop-onjuist`
 */
export function rawHeaderGuard(
  hosts: readonly string[],
): MiddlewareHandler<{ Bindings: HttpBindings }> {
  return async function refuseAmbiguousHead(c, next) {
    if (!isUnambiguous(c.env.incoming, hosts)) throw new Problem('kop-onjuist')
    await next()
  }
}
