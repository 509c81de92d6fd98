/** How the parties are called that delivered signals: a spreadsheet makes a wrong number of an OIN. */
import { z } from 'zod'
import { type GatewayClient, nextCursor } from '../../client/client.ts'
import { dataOf } from '../municipality.ts'

const Page = z.object({ deelnemers: z.array(z.object({ oin: z.string(), naam: z.string() })) })

/** Every name that the register tells, by OIN. */
export async function readPartyNames(client: GatewayClient): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>()
  let cursor: string | undefined
  do {
    const query = { limiet: 500, ...(cursor === undefined ? {} : { cursor }) }
    const answer = await client.GET('/deelnemers', { params: { query } })
    for (const { oin, naam } of Page.parse(dataOf(answer)).deelnemers) names.set(oin, naam)
    cursor = nextCursor(answer.response)
  } while (cursor !== undefined)
  return names
}
