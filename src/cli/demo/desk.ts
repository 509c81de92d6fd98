/** The connections of the demo: one for each party, purpose and responsible party, kept until the end. */
import type { GatewayClient } from '../../client/client.ts'
import type { Doel } from '../../model/doel.ts'
import { type Connection, connect } from '../connection.ts'
import { readParty } from '../party.ts'

/** `namens` is the folder of the party that is acted for. */
export type Who = {
  readonly party: string
  readonly doel: Doel
  readonly namens?: string | undefined
  readonly medewerker?: string
}

export type Desk = {
  /** The typed client of a party. */
  as(who: Who): GatewayClient
  close(): Promise<void>
}

/** Opens nothing until it is used. */
export function createDesk(url: string, certsFolder: string): Desk {
  const open = new Map<string, Connection>()
  return {
    as: ({ party, doel, namens, medewerker }) => {
      const name = [party, doel, namens, medewerker].join(' ')
      const held = open.get(name)
      if (held !== undefined) return held.client
      const connection = connect({
        url,
        party: readParty(certsFolder, party),
        doel,
        ...(namens === undefined ? {} : { namens: readParty(certsFolder, namens).deelnemer.oin }),
        ...(medewerker === undefined ? {} : { medewerker }),
      })
      open.set(name, connection)
      return connection.client
    },
    close: async () => {
      await Promise.all([...open.values()].map((connection) => connection.close()))
    },
  }
}
