/** The municipality of an address, found on the sender's own machine: a try-out tells the gateway no address. */
import { createReadStream } from 'node:fs'
import { STREETS } from '../../development/streets.ts'
import { Dag, Gemeentecode } from '../../model/ids.ts'
import type { Signaal } from '../../model/signaal.ts'
import { readAddressFile } from '../../routing/read-address-file.ts'
import { type Adresrij, route } from '../../routing/route.ts'

/** Undefined where no municipality is sure. */
export type FindGemeente = (adres: Signaal['adres']) => Gemeentecode | undefined

const SINCE = Dag.parse('2000-01-01')

/** From the invented streets of the trial, on `dag`. */
export function inTrialStreets(dag: Dag): FindGemeente {
  return finderOf(STREETS, dag)
}

/** From the CBS file at `path` (`docs/operations.md`), of which only the rows of these postcodes stay in memory. */
export async function inAddressFile(
  path: string,
  postcodes: ReadonlySet<string>,
  dag: Dag,
): Promise<FindGemeente> {
  const rows: Adresrij[] = []
  for await (const batch of readAddressFile(createReadStream(path)))
    for (const [at, postcode] of batch.postcodes.entries()) {
      if (!postcodes.has(postcode)) continue
      const buurt = batch.buurten[at] ?? ''
      rows.push({
        postcode,
        huisnummer: Number(batch.huisnummers[at]),
        gemeentecode: Gemeentecode.parse(buurt.slice(0, 4)),
        wijkcode: `WK${buurt.slice(0, 6)}`,
        buurtcode: `BU${buurt}`,
        vanaf: SINCE,
      })
    }
  return finderOf(rows, dag)
}

function finderOf(rows: readonly Adresrij[], dag: Dag): FindGemeente {
  const ofPostcode = Map.groupBy(rows, ({ postcode }) => postcode)
  return ({ postcode, huisnummer }) =>
    route(ofPostcode.get(postcode) ?? [], huisnummer, dag, [])?.gemeentecode
}
