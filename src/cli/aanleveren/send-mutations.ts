/** What became of signals that were delivered, from a file of the back office: read and checked here, sent in parts. */
import { createReadStream } from 'node:fs'
import type { GatewayClient } from '../../client/client.ts'
import { MUTATIEKOLOMMEN } from '../../intake/list/mutation-columns.ts'
import { createListReader } from '../../intake/list/read-list.ts'
import { faultsOf } from '../../intake/list/row-signal.ts'
import { parseMutatie } from '../../intake/parse-signaal.ts'
import type { Lijstregel, Regelfout } from '../../model/lijst.ts'
import type { Mutatie, Mutatieuitkomst } from '../../model/mutatie.ts'
import { Problem } from '../../model/problem.ts'
import { dataOf } from '../municipality.ts'
import { isNdjson } from './local-files.ts'

/** What one row of the file became; `fouten` says why not, and what is possible. */
export type Afgedaan = {
  readonly regel: number
  readonly kenmerk?: string
  readonly uitkomst: Mutatieuitkomst
  readonly fouten: readonly Regelfout[]
}

type Goed = { readonly regel: number; readonly mutatie: Mutatie }

/** Rows in one request: its answer comes in seconds, and a break costs no more than these. */
const PER_REQUEST = 500

/**
 * Sends every row of the file at `path` that is right, and gives what became of each, part by part. Nothing but the known columns leaves this machine.
 * @throws Lijstweigering for a head that is none; Error in Dutch when the gateway takes no more
 */
export async function* sendMutations(
  client: GatewayClient,
  path: string,
): AsyncGenerator<readonly Afgedaan[]> {
  let part: Goed[] = []
  for await (const rij of rowsOf(path)) {
    const row = check(rij)
    if ('uitkomst' in row) yield [row]
    else part.push(row)
    if (part.length < PER_REQUEST) continue
    yield await sendPart(client, part)
    part = []
  }
  if (part.length > 0) yield await sendPart(client, part)
}

async function* rowsOf(path: string): AsyncGenerator<Lijstregel> {
  const reader = createListReader(isNdjson(path) ? 'ndjson' : 'csv', MUTATIEKOLOMMEN)
  for await (const chunk of createReadStream(path)) yield* reader.push(chunk as Uint8Array)
  yield* reader.end()
}

function check(rij: Lijstregel): Goed | Afgedaan {
  const { regel, kenmerk } = rij
  const wrong = (fouten: readonly Regelfout[]): Afgedaan => ({
    regel,
    ...(kenmerk === undefined ? {} : { kenmerk }),
    uitkomst: 'onjuist',
    fouten,
  })
  if ('fouten' in rij) return wrong(rij.fouten)
  try {
    return { regel, mutatie: parseMutatie(rij.signaal) }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return wrong(faultsOf(error))
  }
}

async function sendPart(
  client: GatewayClient,
  rows: readonly Goed[],
): Promise<readonly Afgedaan[]> {
  const { regels } = dataOf(
    await client.POST('/mutaties', {
      body: rows.map(({ mutatie }) => `${JSON.stringify(mutatie)}\n`).join(''),
      bodySerializer: (text) => text,
      headers: { 'Content-Type': 'application/x-ndjson', Accept: 'application/json' },
    }),
  )
  return regels.map(({ regel, kenmerk, uitkomst, fouten = [] }) => ({
    regel: rows[regel - 1]?.regel ?? regel,
    ...(kenmerk === undefined ? {} : { kenmerk }),
    uitkomst,
    fouten,
  }))
}
