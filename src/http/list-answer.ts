/** The answer to a list: a line for each row as its verdict stands, or how the list stands at the end. */
import type { Context } from 'hono'
import type { Aanlevering } from '../model/aanlevering.ts'
import type { Lijstbericht } from '../model/lijstbericht.ts'
import { Problem } from '../model/problem.ts'
import { ONVERWACHT, type Probleem, toProblemDocument } from './problem-document.ts'
import type { ErrorLog } from './problem-response.ts'

type Berichten = AsyncGenerator<readonly Lijstbericht[]>

const LINES = 'application/x-ndjson'

/** Whether the sender asks for lines. */
export const wantsLines = (c: Context): boolean =>
  (c.req.header('Accept') ?? '').split(',').some((one) => one.trim().split(';')[0] === LINES)

/** How the list stands once all of it is in. */
export async function answerWhenDone(berichten: Berichten): Promise<Aanlevering> {
  for await (const part of berichten)
    for (const bericht of part) if (bericht.soort === 'slot') return bericht.aanlevering
  throw new Error('a list ended without its end')
}

/**
 * Answers while the list comes in: what cannot be taken at all is thrown, what breaks off later is the last line. The next part is asked for
 * when the lines of the one before are on their way, so that who reads no verdicts sends no more rows.
 */
export async function answerLines<Bericht>(
  berichten: AsyncGenerator<readonly Bericht[]>,
  log: ErrorLog,
): Promise<Response> {
  const first = await berichten.next()
  let waiting: IteratorResult<readonly Bericht[]> | undefined = first
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const part = waiting ?? (await berichten.next())
        waiting = undefined
        if (part.done === true) controller.close()
        else controller.enqueue(encode(part.value))
      } catch (error) {
        controller.enqueue(encode([{ soort: 'afbreking', probleem: told(error, log) }]))
        controller.close()
      }
    },
    cancel: async () => {
      await berichten.return(undefined)
    },
  })
  return new Response(body, { status: 200, headers: { 'Content-Type': LINES } })
}

const encode = (lines: readonly unknown[]): Uint8Array =>
  new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))

function told(error: unknown, log: ErrorLog): Probleem {
  if (error instanceof Problem) return toProblemDocument(error)
  log.error('onverwachte fout', { fout: error, methode: 'POST' })
  return ONVERWACHT
}
