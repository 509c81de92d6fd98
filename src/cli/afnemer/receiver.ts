/** Who runs `afnemer`: a municipality with its own keys, or the body that works for it. */
import type { Opener } from '../../client/opener.ts'
import type { Config } from '../../config.ts'
import type { Openingsdoel } from '../../model/doel.ts'
import type { Gemeentecode, Oin } from '../../model/ids.ts'
import { openerOf, openerWith } from '../afnemer.ts'
import { type Party, readParty } from '../party.ts'

/** The options that say so. */
export const RECEIVER = {
  als: { waarde: 'PARTIJ', uitleg: 'wie u bent: uw gemeente, of het orgaan dat voor haar werkt' },
  namens: { waarde: 'GEMEENTE', uitleg: 'voor welke gemeente u werkt, als u een orgaan bent' },
  sleutel: { waarde: 'BESTAND', uitleg: 'uw sleutelpaar, als u er meer hebt' },
  url: { waarde: 'URL', uitleg: 'een andere poort' },
} as const

/** `namens` as calls to the gateway carry it: absent where a party works for itself. */
export type Receiver = {
  readonly party: Party
  readonly gemeentecode: Gemeentecode
  readonly namens: { readonly namens?: Oin }
  readonly sleutel: string | undefined
  readonly url: string
}

/** @throws Error in Dutch when nobody receives there */
export function receiverOf(
  config: Config,
  { als, namens, sleutel, url }: Readonly<Record<keyof typeof RECEIVER, string | undefined>>,
): Receiver {
  const party = readParty(config.certsFolder, als)
  const college = namens === undefined ? party : readParty(config.certsFolder, namens)
  const { gemeentecode, oin } = college.deelnemer
  if (gemeentecode === undefined)
    throw new Error(
      `${college.deelnemer.naam} is geen gemeente: zeg met --als welke gemeente u bent, of met --namens voor welke u werkt`,
    )
  return {
    party,
    gemeentecode,
    namens: namens === undefined ? {} : { namens: oin },
    sleutel,
    url: (url ?? config.baseUrl ?? `https://localhost:${config.apiPort}`).replace(/\/+$/, ''),
  }
}

/** The opener of this purpose: with the key pair that was named, otherwise with the one in the party's folder. */
export const openerFor = (
  { party, gemeentecode, sleutel }: Receiver,
  doel: Openingsdoel,
): Promise<Opener> =>
  sleutel === undefined ? openerOf(party, doel, gemeentecode) : openerWith(sleutel)
