/** `signaalpoort token`: a token of a party of the trial set, for use with curl. */
import type { Config } from '../config.ts'
import { Doel } from '../model/doel.ts'
import { withConnection } from './connection.ts'
import { parseDoel } from './doel.ts'
import { type Party, readParty } from './party.ts'

/** What a party usually comes for. */
function usualDoel({ deelnemer }: Party): Doel {
  if (deelnemer.rol === 'college' || deelnemer.rol === 'uitvoerder') return 'hulpaanbod'
  return deelnemer.rol === 'toezichthouder' ? 'toezicht' : 'aanleveren'
}

/** Prints the token alone, so that `$(…)` works. */
export async function token(
  config: Config,
  options: {
    readonly url: string
    readonly als: string | undefined
    readonly doel: string | undefined
  },
): Promise<number> {
  const party = readParty(config.certsFolder, options.als)
  const doel = options.doel === undefined ? usualDoel(party) : parseDoel(Doel, options.doel)
  const issued = await withConnection({ url: options.url, party, doel }, (connection) =>
    connection.token(),
  )
  process.stdout.write(`${issued}\n`)
  return 0
}
