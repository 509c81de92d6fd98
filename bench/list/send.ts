/** A list on its way to the gateway: sent as fast as it is taken, its verdicts read meanwhile. */
import { once } from 'node:events'
import { request } from 'node:https'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { connect } from '../../src/cli/connection.ts'
import { readParty } from '../../src/cli/party.ts'

const Line = z.looseObject({ soort: z.string(), uitkomst: z.string().optional() })

export type Sent = {
  readonly milliseconds: number
  readonly uitkomsten: ReadonlyMap<string, number>
}

/** Rows that go to the socket at once. */
const TOGETHER = 200

/**
 * Sends `rows` in NDJSON as this party and counts the verdicts; `onRow` is told each.
 * @throws Error when the gateway refuses the list or breaks it off
 */
export async function sendList(
  { url, certsFolder }: { readonly url: string; readonly certsFolder: string },
  name: string,
  rows: readonly string[],
  onRow: () => void,
): Promise<Sent> {
  const party = readParty(certsFolder, name)
  const connection = connect({ url, party, doel: 'aanleveren' })
  const token = await connection.token()
  await connection.close()
  const began = performance.now()
  const { ca, cert, key } = party
  const post = request(`${url}/v1/aanleveringen`, {
    method: 'POST',
    ca,
    cert,
    key,
    agent: false,
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/x-ndjson',
      Accept: 'application/x-ndjson',
    },
  })
  const answered = once(post, 'response')
  const [uitkomsten] = await Promise.all([readVerdicts(answered, onRow), write(post, rows)])
  return { milliseconds: performance.now() - began, uitkomsten }
}

async function write(post: ReturnType<typeof request>, rows: readonly string[]): Promise<void> {
  for (let from = 0; from < rows.length; from += TOGETHER)
    if (!post.write(rows.slice(from, from + TOGETHER).join(''))) await once(post, 'drain')
  post.end()
}

async function readVerdicts(
  answered: Promise<unknown[]>,
  onRow: () => void,
): Promise<ReadonlyMap<string, number>> {
  const [answer] = (await answered) as [import('node:http').IncomingMessage]
  const uitkomsten = new Map<string, number>()
  let last = ''
  for await (const text of createInterface({ input: answer })) {
    const { soort, uitkomst } = Line.parse(JSON.parse(text))
    last = soort
    if (soort !== 'regel' || uitkomst === undefined) continue
    uitkomsten.set(uitkomst, (uitkomsten.get(uitkomst) ?? 0) + 1)
    onRow()
  }
  if (answer.statusCode !== 200 || last !== 'slot')
    throw new Error(`the list broke off: status ${answer.statusCode}, last line ${last}`)
  return uitkomsten
}
