/** A page of meldingen, collected for one of the purposes that open sealed fields. */
import type { Context } from 'hono'
import type { z } from 'zod'
import type { ApiEnv } from './api-env.ts'
import type { ApiFlows } from './api-flows.ts'
import type { PaginaParameters } from './parameters.ts'

const DEFAULT_LIMIET = 100

function linkToNext(path: string, query: z.output<typeof PaginaParameters>, volgende: string) {
  const next = new URLSearchParams({
    limiet: String(query.limiet ?? DEFAULT_LIMIET),
    ...(query.sleutelId !== undefined && { sleutelId: query.sleutelId }),
    cursor: volgende,
  })
  return { Link: `<${path}?${next.toString()}>; rel="next"` }
}

/** Answers with a page and a `Link` to the next. HEAD stops before the flow: it discloses and marks nothing. */
export async function answerMeldingen(
  c: Context<ApiEnv>,
  flows: ApiFlows,
  query: z.output<typeof PaginaParameters>,
): Promise<Response> {
  if (c.req.method === 'HEAD') return c.json(null, 200)
  const { meldingen, volgende } = await flows.collectMeldingen(c.var.caller, {
    limiet: query.limiet ?? DEFAULT_LIMIET,
    ...(query.sleutelId !== undefined && { sleutelId: query.sleutelId }),
    ...(query.cursor !== undefined && { cursor: query.cursor }),
  })
  const headers = volgende === undefined ? {} : linkToNext(c.req.path, query, volgende)
  return c.json({ meldingen }, 200, headers)
}
