/** Long work answers with lines of NDJSON while it goes on; it may read a long body meanwhile (`c.req.raw.body`, never held whole). */
import type { Context } from 'hono'
import type { Beheerregel } from '../../model/beheer.ts'
import type { BeheerEnv } from './beheer-env.ts'
import { explainFault, OURS } from './explain-fault.ts'

/** What long work is given: `report` tells how far it is; `signal` is aborted when the command was broken off. */
export type LongWork = (
  report: (voortgang: unknown) => void,
  signal: AbortSignal,
) => Promise<unknown>

/**
 * Starts `work` and answers at once with 200; the last line is `{uitkomst}` with what it gave, or `{fout}`. What is refused before the
 * work begins is thrown by the route and answered with a status as usual.
 */
export function answerWithProgress(c: Context<BeheerEnv>, work: LongWork): Response {
  const { fault } = c.var
  const broken = new AbortController()
  const encoder = new TextEncoder()
  const lines = new ReadableStream<Uint8Array>({
    start: async (controller) => {
      const write = (line: Beheerregel): void => {
        if (!broken.signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`))
      }
      try {
        const uitkomst = await work((voortgang) => write({ voortgang }), broken.signal)
        write({ uitkomst })
      } catch (error) {
        const told = explainFault(error)
        if (told === undefined && !broken.signal.aborted) fault(error)
        write({ fout: told ?? OURS })
      }
      if (!broken.signal.aborted) controller.close()
    },
    cancel: () => broken.abort(),
  })
  return new Response(lines, { headers: { 'Content-Type': 'application/x-ndjson' } })
}
