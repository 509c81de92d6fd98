/** Attempts to reach somebody, from a table to the gateway. Pure but for sending. */
import { toHex, utf8 } from '../../../crypto/bytes.ts'
import { sha256 } from '../../../crypto/hash.ts'
import {
  CONTACTSOORTEN,
  Contactsoort,
  DAGDELEN,
  Dagdeel,
  type NieuweContactpoging,
} from '../../../model/contactpoging.ts'
import type { Dag } from '../../../model/ids.ts'
import { possibleSteps } from '../../../model/melding-life.ts'
import type { Poging } from '../archief/dossier.ts'
import { readPogingen, type Werkrij } from '../archief/read-work.ts'
import type { Tabelrij } from '../csv-table.ts'
import type { Rijfout } from '../row-fault.ts'
import type { Meldregel, Meldtabel, Oordeel, Soort } from './tell-rows.ts'

/** `kenmerk`: the municipality's own name of the attempt. */
export type Pogingregel = Meldregel & {
  readonly kenmerk: string
  readonly poging: NieuweContactpoging
}

/** Reads attempts as `afnemer lees` does; the gateway asks the part of the day too, and no day that has not come. */
export function attemptsOf(
  rijen: readonly Tabelrij<string>[],
  vandaag: Dag,
): Meldtabel<Pogingregel> {
  const seen = new Map<string, number>()
  const read = readPogingen(rijen).map((row) => toRow(row, vandaag, seen))
  return {
    rijen: read.flatMap(({ rij }) => rij ?? []),
    fouten: read.flatMap(({ fouten = [] }) => fouten),
  }
}

function toRow(
  row: Werkrij<Poging>,
  vandaag: Dag,
  seen: Map<string, number>,
): { readonly rij?: Pogingregel; readonly fouten?: readonly Rijfout[] } {
  const { regel } = row
  if ('fouten' in row) return { fouten: row.fouten.map((one) => ({ regel, ...one })) }
  const { melding, inhoud } = row
  const { id: kenmerk, soort, dagdeel, bereikt, datum } = inhoud
  const key = `${melding}/${kenmerk}`
  const earlier = seen.get(key)
  seen.set(key, earlier ?? regel)
  const fault = (kolom: string, waarom: string) => ({ fouten: [{ regel, kolom, waarom }] })
  if (earlier !== undefined) return fault('id', `Deze poging staat al in regel ${earlier}.`)
  if (datum > vandaag) return fault('datum', 'Deze dag moet nog komen.')
  if (dagdeel === undefined) return fault('dagdeel', 'Kies: Ochtend, Middag, Avond.')
  const poging = {
    soort: codeOf(CONTACTSOORTEN, soort, Contactsoort.options),
    dagdeel: codeOf(DAGDELEN, dagdeel, Dagdeel.options),
    bereikt,
    datum,
  }
  return { rij: { regel, melding, kenmerk, poging } }
}

/** Our code of a word of DDAS. */
function codeOf<C extends string>(
  words: Readonly<Record<C, string>>,
  word: string,
  codes: readonly C[],
): C {
  const found = codes.find((code) => words[code] === word)
  if (found === undefined) throw new Error('a word of DDAS has no code')
  return found
}

/** An attempt as its melding tells it. */
const shapeOf = ({ datum, soort, dagdeel, bereikt }: Partial<NieuweContactpoging>): string =>
  [datum, soort, dagdeel, bereikt].join('/')

/** Recorded attempts, and how to tell another. */
export const POGINGEN: Soort<Pogingregel> = {
  judge: ({ toestand, stappen }, rijen) => {
    const told = new Map<string, number>()
    for (const { wat, datum, contactsoort: soort, dagdeel, bereikt } of stappen)
      if (wat === 'contactpoging') {
        const shape = shapeOf({ datum, soort, dagdeel, bereikt } as Partial<NieuweContactpoging>)
        told.set(shape, (told.get(shape) ?? 0) + 1)
      }
    // As many as are there were told before, whatever name the municipality gave them.
    return rijen.map(({ poging }): Oordeel => {
      const left = told.get(shapeOf(poging)) ?? 0
      told.set(shapeOf(poging), left - 1)
      if (left > 0) return 'bekend'
      if (possibleSteps(toestand).includes('contact')) return 'nieuw'
      const waarom = `De melding staat op ${toestand}: een contactpoging kan dan niet.`
      return { kolom: 'melding', waarom }
    })
  },
  send: (client, { melding, kenmerk, poging }) =>
    client.POST('/meldingen/{id}/contactpogingen', {
      params: { path: { id: melding }, header: { 'Idempotency-Key': keyOf(melding, kenmerk) } },
      body: poging,
    }),
}

/** One name of one attempt: the municipality's own, at this melding. A lost answer and a run again meet the same attempt. */
const keyOf = (melding: string, kenmerk: string): string =>
  toHex(sha256(utf8(`contactpoging/${melding}/${kenmerk}`)))
