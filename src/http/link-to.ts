/** The `Link` header of a page that has a next one. */
import type { Context } from 'hono'
import type { ApiEnv } from './api-env.ts'

/** The next page of this one, with the same question. */
export function linkTo(c: Context<ApiEnv>, volgende: string | undefined): Record<string, string> {
  if (volgende === undefined) return {}
  const next = new URLSearchParams({ ...c.req.query(), cursor: volgende })
  return { Link: `<${c.req.path}?${next.toString()}>; rel="next"` }
}
