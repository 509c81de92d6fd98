/** Sends rows to the gateway: signal by signal, some at a time. The one place that knows how a list travels. */
import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import type { GatewayClient } from '../../client/client.ts'
import type { components } from '../../client/openapi-types.ts'
import { readError } from '../../client/read-error.ts'
import { Besluitreden } from '../../model/besluit.ts'
import { Invoerfout } from '../../model/problem.ts'
import type { Goed } from './local-list.ts'

/** `code` stable, `uitleg` for people; of input faults `kolom` is the field. */
export type Reden = { readonly kolom: string; readonly code: string; readonly uitleg: string }

/** What became of one row. `herhaald`: the gateway had it already and gave its first receipt. */
export type Uitslag = { readonly rij: Goed } & (
  | {
      readonly uitkomst: 'aanvaard'
      readonly id: string
      readonly versie: number
      readonly ontvangstbewijs: string
      readonly herhaald: boolean
    }
  | { readonly uitkomst: 'geweigerd'; readonly redenen: readonly Reden[] }
)

/** The generated types say of what is absent only that it is; a parsed signal came from JSON. */
type Body = components['schemas']['Signaal']

const AT_ONCE = 8
const ATTEMPTS = 6
const LONGEST_WAIT_S = 30
/** Busy, in doubt, or for now not there: the same row again counts once. */
const AGAIN: ReadonlySet<number> = new Set([429, 503])
const REFUSED: ReadonlySet<number> = new Set([400, 409, 422])

/** Tolerant: a newer gateway may say more. */
const Weigering = z.object({
  errors: z.array(Invoerfout).optional(),
  besluit: z.object({ redenen: z.array(z.object(Besluitreden.shape)) }).optional(),
})

/**
 * Sends each row once, at most eight at a time, and gives what became of it as it is known.
 * @throws Error in Dutch when the gateway takes no more: what was given until then stands
 */
export async function* sendRows(
  client: GatewayClient,
  rows: AsyncIterable<Goed> | Iterable<Goed>,
): AsyncGenerator<Uitslag> {
  const under = new Set<Promise<Ended>>()
  const failures: unknown[] = []
  const next = async (): Promise<readonly Uitslag[]> => {
    const { ended, job } = await Promise.race(
      [...under].map(async (one) => ({ ended: await one, job: one })),
    )
    under.delete(job)
    if (ended.status === 'fulfilled') return [ended.value]
    failures.push(ended.reason)
    return []
  }
  for await (const rij of rows) {
    under.add(settle(sendOne(client, rij)))
    if (under.size >= AT_ONCE) yield* await next()
    if (failures.length > 0) break
  }
  // Also after a failure: what was answered meanwhile counts.
  while (under.size > 0) yield* await next()
  if (failures.length > 0) throw failures[0]
}

type Ended = PromiseSettledResult<Uitslag>

/** Never rejects, so that a failure waits for its turn. */
async function settle(job: Promise<Uitslag>): Promise<Ended> {
  const [ended] = await Promise.allSettled([job])
  return ended
}

async function sendOne(client: GatewayClient, rij: Goed): Promise<Uitslag> {
  for (let attempt = 1; ; attempt += 1) {
    const { data, error, response } = await client.POST('/signalen', { body: rij.signaal as Body })
    if (data !== undefined) {
      const { id, versie, ontvangstbewijs } = data
      return {
        rij,
        uitkomst: 'aanvaard',
        id,
        versie,
        ontvangstbewijs,
        herhaald: response.status === 200,
      }
    }
    if (REFUSED.has(response.status))
      return { rij, uitkomst: 'geweigerd', redenen: reasonsOf(error) }
    if (!AGAIN.has(response.status) || attempt === ATTEMPTS) throw new Error(readError(error))
    await setTimeout(waitOf(response, attempt))
  }
}

function waitOf(response: Response, attempt: number): number {
  const asked = Number(response.headers.get('Retry-After') ?? '')
  const seconds = asked > 0 ? asked : 2 ** (attempt - 1)
  return Math.min(seconds, LONGEST_WAIT_S) * 1_000
}

function reasonsOf(body: unknown): readonly Reden[] {
  const { besluit, errors = [] } = Weigering.safeParse(body).data ?? {}
  const reasons = [
    ...(besluit?.redenen ?? []).map(({ code, zin, remedie }) => ({
      kolom: '',
      code,
      uitleg: `${zin} ${remedie}`,
    })),
    ...errors.map(({ pointer, code, detail }) => ({
      kolom: pointer.slice(1).replaceAll('/', '.'),
      code,
      uitleg: detail,
    })),
  ]
  return reasons.length > 0 ? reasons : [{ kolom: '', code: 'geweigerd', uitleg: readError(body) }]
}
