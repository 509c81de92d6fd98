/** `signaalpoort log zoek`: a party's own events, as a table or as JSON. */
import { z } from 'zod'
import type { GatewayClient } from '../client/client.ts'
import { nextCursor } from '../client/client.ts'
import type { components } from '../client/openapi-types.ts'
import { readError } from '../client/read-error.ts'
import type { Config } from '../config.ts'
import { Auditgebeurtenis, Auditzoekvraag } from '../model/auditgebeurtenis.ts'
import { startOfDayInAmsterdam } from '../model/calendar.ts'
import { Dag } from '../model/ids.ts'
import { withConnection } from './connection.ts'
import { renderEvents } from './event-table.ts'
import { readParty } from './party.ts'

/** As they came from the command line; absent is `undefined`. */
export type LogSearchOptions = {
  readonly url: string
  readonly als?: string | undefined
  readonly medewerker?: string | undefined
  readonly namens?: string | undefined
  readonly vanaf?: string | undefined
  readonly tot?: string | undefined
  readonly soort?: readonly string[] | undefined
  readonly signaal?: string | undefined
  readonly doel?: string | undefined
  readonly alles: boolean
  readonly json: boolean
}

const LIMIET = 500

const Page = z.object({ auditgebeurtenissen: z.array(Auditgebeurtenis) })

/** Prints the newest 500, or with `alles` every page; each page is a search of its own in the log. */
export async function logSearch(config: Config, options: LogSearchOptions): Promise<number> {
  const party = readParty(config.certsFolder, options.als)
  if (options.medewerker === undefined)
    throw new Error('zeg met --medewerker wie er zoekt (uw eigen kenmerk van de medewerker)')
  const who = {
    medewerker: options.medewerker,
    ...(options.namens === undefined
      ? {}
      : { namens: readParty(config.certsFolder, options.namens).deelnemer.oin }),
  }
  const vraag = questionOf(options)
  const { url } = options
  const found = await withConnection({ url, party, doel: 'toezicht', ...who }, ({ client }) =>
    collect(client, vraag, options.alles),
  )
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ auditgebeurtenissen: found.events }, null, 2)}\n`
      : renderEvents(found.events, found.more),
  )
  return 0
}

/**
 * The question that the options ask.
 * @throws Error in Dutch naming the first option that is wrong
 */
export function questionOf(options: LogSearchOptions): Auditzoekvraag {
  const given = {
    vanafTijdstip: instantOf(options.vanaf),
    totTijdstip: instantOf(options.tot),
    soort: options.soort,
    doel: options.doel,
    signaalId: options.signaal,
  }
  const names = { vanafTijdstip: 'vanaf', totTijdstip: 'tot', signaalId: 'signaal' } as const
  const parsed = Auditzoekvraag.safeParse(
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  )
  if (parsed.success) return parsed.data
  const wrong = String(parsed.error.issues[0]?.path[0])
  const name = Object.entries(names).find(([key]) => key === wrong)?.[1] ?? wrong
  throw new Error(`--${name} is onjuist; "signaalpoort help" zegt wat er kan`)
}

/** A day begins at midnight in Amsterdam; anything else must be an instant. */
function instantOf(text: string | undefined): string | undefined {
  const dag = Dag.safeParse(text)
  return dag.success ? startOfDayInAmsterdam(dag.data).toISOString() : text
}

type Found = { readonly events: readonly Auditgebeurtenis[]; readonly more: boolean }

async function collect(
  client: GatewayClient,
  vraag: Auditzoekvraag,
  alles: boolean,
): Promise<Found> {
  const events: Auditgebeurtenis[] = []
  let cursor: string | undefined
  do {
    const answer = await client.POST('/auditgebeurtenissen/_zoek', {
      params: { query: { limiet: LIMIET, ...(cursor !== undefined && { cursor }) } },
      body: vraag as components['schemas']['Auditzoekvraag'],
    })
    if (answer.data === undefined) throw new Error(readError(answer.error))
    events.push(...Page.parse(answer.data).auditgebeurtenissen)
    cursor = nextCursor(answer.response)
  } while (alles && cursor !== undefined)
  return { events, more: cursor !== undefined }
}
