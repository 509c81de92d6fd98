/** What came of meldingen, from a table to the gateway: the group and the code that their VLPs read, and nothing else of the row. */

import { possibleSteps } from '../../../model/melding-life.ts'
import type { Resultaatinvoer } from '../../../model/resultaat.ts'
import {
  GROVE_CODE,
  RESULTATEN,
  type Resultaat,
  Terugkoppelcode,
} from '../../../model/terugkoppeling.ts'
import type { Vervolg } from '../archief/dossier.ts'
import { CODE_KOLOM, readVervolgen, type Werkrij } from '../archief/read-work.ts'
import type { Tabelrij } from '../csv-table.ts'
import type { Rijfout } from '../row-fault.ts'
import type { Meldregel, Meldtabel, Oordeel, Soort } from './tell-rows.ts'

export type Resultaatregel = Meldregel & {
  readonly invoer: Pick<Resultaatinvoer, 'uitkomstgroep' | 'terugkoppelcode'>
}

/** The code that the policies give a result; undefined when no rules of feedback are in force. */
export type Codekeuze = (resultaat: Resultaat) => Terugkoppelcode | undefined

type Gelezen = { readonly rij?: Resultaatregel; readonly fouten?: readonly Rijfout[] }

/** Reads results as `afnemer lees` does; a row may name the code itself, such as the coarse one of a protected address. */
export function resultsOf(
  rijen: readonly Tabelrij<string>[],
  codeOf: Codekeuze,
): Meldtabel<Resultaatregel> {
  const seen = new Map<string, number>()
  const vervolgen = readVervolgen(rijen)
  const read = rijen.map((row, at) => toRow(vervolgen[at], codeCell(row), { codeOf, seen }))
  return {
    rijen: read.flatMap(({ rij }) => rij ?? []),
    fouten: read.flatMap(({ fouten = [] }) => fouten),
  }
}

const codeCell = (row: Tabelrij<string>): string | undefined =>
  'fout' in row ? undefined : row.cellen.get(CODE_KOLOM)

function toRow(
  row: Werkrij<Vervolg> | undefined,
  cell: string | undefined,
  { codeOf, seen }: { readonly codeOf: Codekeuze; readonly seen: Map<string, number> },
): Gelezen {
  if (row === undefined) throw new Error('a row was not read')
  const { regel } = row
  if ('fouten' in row) return { fouten: row.fouten.map((one) => ({ regel, ...one })) }
  const { melding, inhoud } = row
  const earlier = seen.get(melding)
  seen.set(melding, earlier ?? regel)
  if (earlier !== undefined)
    return {
      fouten: [{ regel, kolom: 'melding', waarom: `Deze melding staat al in regel ${earlier}.` }],
    }
  const named = Terugkoppelcode.optional().safeParse(cell)
  if (!named.success) {
    const waarom = `Kies: ${Terugkoppelcode.options.join(', ')}.`
    return { fouten: [{ regel, kolom: CODE_KOLOM, waarom }] }
  }
  const { resultaat } = inhoud
  const terugkoppelcode = named.data ?? codeOf(resultaat) ?? GROVE_CODE
  const invoer = { uitkomstgroep: RESULTATEN[resultaat].groep, terugkoppelcode }
  return { rij: { regel, melding, invoer } }
}

/** The result that stands, and how to tell another. */
export const RESULTAATSOORT: Soort<Resultaatregel> = {
  judge: ({ toestand, stappen }, rijen) => {
    const stands = stappen.findLast(({ wat }) => wat === 'resultaat')
    return rijen.map(({ invoer }): Oordeel => {
      const { uitkomstgroep, terugkoppelcode } = invoer
      if (stands?.uitkomstgroep === uitkomstgroep && stands.code === terugkoppelcode)
        return 'bekend'
      if (possibleSteps(toestand).includes('afsluiten')) return 'nieuw'
      const waarom = `De melding staat op ${toestand}: een resultaat kan dan niet.`
      return { kolom: 'melding', waarom }
    })
  },
  send: (client, { melding, invoer }, { versie }) =>
    client.PUT('/meldingen/{id}/resultaat', {
      params: { path: { id: melding }, header: { 'If-Match': `"${versie}"` } },
      body: invoer,
    }),
}
