/** Sends rows to the gateway as one list, and reads its verdicts meanwhile. The one place that knows how a list travels. */
import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import type { Streamed } from '../../client/mtls-fetch.ts'
import { readError } from '../../client/read-error.ts'
import type { Vrijgave } from '../../model/aanlevering.ts'
import { Besluitreden } from '../../model/besluit.ts'
import type { Goed } from './local-list.ts'
import { Underway } from './underway.ts'

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

/** Posts a list in NDJSON as it is made; the answer comes line by line. */
export type PostList = (vrijgave: Vrijgave, body: AsyncIterable<Uint8Array>) => Promise<Streamed>

const ATTEMPTS = 6
const LONGEST_WAIT_S = 30
/** Busy, in doubt, or for now not there: the same row again counts once. */
const AGAIN: ReadonlySet<number> = new Set([429, 503])

/** Tolerant: a newer gateway may say more. */
const Fout = z.object({ kolom: z.string(), code: z.string(), uitleg: z.string() })
const Regel = z.object({ soort: z.literal('regel'), regel: z.int() })
const Line = z.union([
  Regel.extend({
    uitkomst: z.enum(['aanvaard', 'herhaald']),
    id: z.string(),
    versie: z.int(),
    ontvangstbewijs: z.string(),
  }),
  Regel.extend({
    uitkomst: z.literal('geweigerd'),
    besluit: z.object({ redenen: z.array(z.object(Besluitreden.shape)) }),
  }),
  Regel.extend({ uitkomst: z.literal('onjuist'), fouten: z.array(Fout) }),
  z.object({ soort: z.literal('lijst'), id: z.string() }),
  z.object({ soort: z.literal('slot') }),
  z.object({ soort: z.literal('afbreking'), probleem: z.looseObject({ status: z.int() }) }),
  z.object({ soort: z.literal('stand') }),
])
type Line = z.infer<typeof Line>
type Verdict = Extract<Line, { readonly soort: 'regel' }>

/** Why a list ended before its end. */
type Broken = { readonly status: number; readonly probleem: unknown; readonly retryAfter?: string }

/**
 * Sends each row once and gives what became of it as it is known. A list that the gateway breaks off for now is gone on with: what has no
 * verdict goes again, in a list of its own. `onList` is told the id of each. Without rows nothing is sent, unless `isEmpty` says, once they are
 * read, that there is nothing to tell: an empty list is one too.
 * @throws Error in Dutch when the gateway takes no more: what was given until then stands
 */
export async function* sendRows(
  post: PostList,
  rows: AsyncIterable<Goed> | Iterable<Goed>,
  given: {
    readonly vrijgave: Vrijgave
    readonly onList: (id: string) => void
    readonly isEmpty?: () => boolean
  },
): AsyncGenerator<Uitslag> {
  const underway = new Underway(rows)
  const { isEmpty = () => false } = given
  for (let attempt = 1; (await underway.hasMore()) || isEmpty(); attempt += 1) {
    const broken = yield* sendOnce(post, underway, given)
    if (broken === undefined) break
    if (underway.answered > 0) attempt = 1
    if (!AGAIN.has(broken.status) || attempt === ATTEMPTS)
      throw new Error(readError(broken.probleem))
    await setTimeout(waitOf(broken, attempt))
  }
  if (await underway.hasMore()) throw new Error('de poort gaf niet op elke regel een besluit')
}

async function* sendOnce(
  post: PostList,
  underway: Underway,
  { vrijgave, onList }: Parameters<typeof sendRows>[2],
): AsyncGenerator<Uitslag, Broken | undefined> {
  try {
    const answer = await post(vrijgave, underway.begin())
    if (answer.status !== 200) return await refusalOf(answer)
    return yield* readVerdicts(answer, underway, onList)
  } catch (error) {
    // A list that could not be read on breaks off its request: then that is what there is to tell.
    throw underway.failure ?? error
  } finally {
    await underway.end()
  }
}

async function* readVerdicts(
  { body }: Streamed,
  underway: Underway,
  onList: (id: string) => void,
): AsyncGenerator<Uitslag, Broken | undefined> {
  for await (const line of linesOf(body))
    switch (line.soort) {
      case 'lijst':
        onList(line.id)
        break
      case 'regel':
        yield uitslagOf(underway.take(line.regel), line)
        break
      case 'slot':
        return undefined
      case 'afbreking':
        return { status: line.probleem.status, probleem: line.probleem }
      case 'stand':
        break
    }
  throw new Error('de verbinding brak af voor de lijst af was')
}

async function refusalOf({ status, headers, body }: Streamed): Promise<Broken> {
  const retryAfter = headers.get('Retry-After') ?? ''
  const pieces: Uint8Array[] = []
  for await (const piece of body) pieces.push(piece)
  return { status, retryAfter, probleem: jsonOf(Buffer.concat(pieces).toString()) }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // Said as what it is: no problem document.
  }
}

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder()
  let left = ''
  for await (const piece of body) {
    const lines = (left + decoder.decode(piece, { stream: true })).split('\n')
    left = lines.pop() ?? ''
    for (const line of lines) yield Line.parse(JSON.parse(line))
  }
}

function waitOf({ retryAfter = '' }: Broken, attempt: number): number {
  const asked = Number(retryAfter)
  const seconds = asked > 0 ? asked : 2 ** (attempt - 1)
  return Math.min(seconds, LONGEST_WAIT_S) * 1_000
}

function uitslagOf(rij: Goed, line: Verdict): Uitslag {
  switch (line.uitkomst) {
    case 'aanvaard':
    case 'herhaald': {
      const { id, versie, ontvangstbewijs, uitkomst } = line
      const herhaald = uitkomst === 'herhaald'
      return { rij, uitkomst: 'aanvaard', id, versie, ontvangstbewijs, herhaald }
    }
    case 'onjuist':
      return { rij, uitkomst: 'geweigerd', redenen: line.fouten }
    case 'geweigerd':
      return {
        rij,
        uitkomst: 'geweigerd',
        redenen: line.besluit.redenen.map(({ code, zin, remedie }) => ({
          kolom: '',
          code,
          uitleg: `${zin} ${remedie}`,
        })),
      }
  }
}
