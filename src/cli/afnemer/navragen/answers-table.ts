/** What VLPs answered, as a table. */

import { z } from 'zod'
import { type Antwoordopener, openAnswer } from '../../../client/answer.ts'
import type { GatewayClient } from '../../../client/client.ts'
import { NavraagMetAntwoord, type Navraagsoort } from '../../../model/navraag.ts'
import { dataOf } from '../../municipality.ts'
import { dutchEuros } from '../dutch-euros.ts'
import type { Gesteld } from './ask.ts'

const KOLOMMEN = [
  'navraag',
  'signaal',
  'soort',
  'toestand',
  'uiterlijkDatum',
  'bedragInEuro',
  'telefoonnummer',
  'regelingMogelijk',
] as const

/** Collects and opens each answer, which the gateway records. Of a question whose signal ended nothing is left: `weg`. */
export async function answersTable(
  client: GatewayClient,
  gesteld: readonly Gesteld[],
  own: Antwoordopener,
): Promise<readonly (readonly string[])[]> {
  const rows: (readonly string[])[] = [KOLOMMEN]
  for (const { id, signaalId, soort } of gesteld) {
    const answer = await client.GET('/navragen/{id}', {
      params: { path: { id }, query: { sleutelId: own.sleutelId } },
    })
    if (answer.response.status === 404) {
      rows.push([id, signaalId, soort, 'weg', '', '', '', ''])
      continue
    }
    const navraag = NavraagMetAntwoord.parse(dataOf(answer))
    const cells = answerCells(navraag.soort, openAnswer(own, navraag))
    rows.push([id, signaalId, soort, navraag.toestand, navraag.uiterlijkDatum, ...cells])
  }
  return rows
}

function answerCells(soort: Navraagsoort, value: unknown): readonly [string, string, string] {
  if (value === undefined) return ['', '', '']
  switch (soort) {
    case 'actueel-bedrag':
      return [dutchEuros(z.int().parse(value)), '', '']
    case 'telefoonnummer':
      // As in the table of opened meldingen: what a spreadsheet leaves alone.
      return ['', `tel:${z.string().parse(value)}`, '']
    case 'betalingsregeling':
      return ['', '', z.boolean().parse(value) ? 'ja' : 'nee']
  }
}
