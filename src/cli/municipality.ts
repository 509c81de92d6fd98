/** What the commands of a municipality share: who it is, who acts, and the answer or the refusal in one line. */
import type { GatewayClient } from '../client/client.ts'
import { readError } from '../client/read-error.ts'
import type { Config } from '../config.ts'
import type { Doel } from '../model/doel.ts'
import { withConnection } from './connection.ts'
import { readParty } from './party.ts'

/** The options that say so. */
export const MUNICIPALITY = {
  als: { waarde: 'PARTIJ', uitleg: 'wie u bent: uw gemeente, of het orgaan dat voor haar werkt' },
  namens: { waarde: 'GEMEENTE', uitleg: 'voor welke gemeente u werkt, als u een orgaan bent' },
  medewerker: { waarde: 'KENMERK', uitleg: 'wie dit doet: uw eigen kenmerk van de medewerker' },
  url: { waarde: 'URL', uitleg: 'een andere poort' },
} as const

type Who = Readonly<Record<keyof typeof MUNICIPALITY, string | undefined>>

/** Runs `work` with the client of the municipality, for the purpose `toezicht` or another one. */
export async function asMunicipality(
  config: Config,
  { als, namens, medewerker, url }: Who,
  work: (client: GatewayClient) => Promise<number>,
  doel: Doel = 'toezicht',
): Promise<number> {
  const party = readParty(config.certsFolder, als)
  if (medewerker === undefined)
    throw new Error('zeg met --medewerker wie dit doet (uw eigen kenmerk van de medewerker)')
  const who = {
    medewerker,
    ...(namens === undefined
      ? {}
      : { namens: readParty(config.certsFolder, namens).deelnemer.oin }),
  }
  const base = url ?? config.baseUrl ?? `https://localhost:${config.apiPort}`
  const connection = { url: base.replace(/\/+$/, ''), party, doel, ...who } as const
  return withConnection(connection, ({ client }) => work(client))
}

/** @throws Error with the refusal in one line */
export function dataOf<T>(answer: { readonly data?: T; readonly error?: unknown }): T {
  if (answer.data === undefined) throw new Error(readError(answer.error))
  return answer.data
}
