/** `…/{id}/dozen`: the opener of a body adds boxes for the key of its successor, each purpose with its own token. */
import { Dooslevering } from '../model/dozen.ts'
import type { Api, ResourceDeps } from './api-deps.ts'
import { BODY_PROBLEMS, describeRoute, jsonAnswer, jsonBody } from './api-route.ts'
import { VOORBEELDEN } from './examples.ts'
import { parseInput } from './input-errors.ts'
import { IdParameter, MedewerkerKoppen } from './parameters.ts'
import { readBody } from './read-body.ts'

const description =
  'Voor de overdracht aan een opvolger: de opener van wie nu ontvangt doet de sleutel van elk veld ook in een doos voor een andere actieve sleutel van dezelfde gemeente, ook als het mandaat van de opvolger nog moet ingaan. De poort kan de dozen niet openen en dus niet nagaan. Het id is dat van een signaal. Een doos die er al is blijft. Mag herhaald worden.'

const shared = {
  request: {
    params: IdParameter,
    headers: MedewerkerKoppen,
    body: jsonBody('Dooslevering', VOORBEELDEN.dooslevering),
  },
  answers: { 200: jsonAnswer('Toegevoegd', 'Doosbevestiging', VOORBEELDEN.doosbevestiging) },
  problems: [
    ...BODY_PROBLEMS,
    'medewerker-ontbreekt',
    'niet-gevonden',
    'sleutel-onbekend',
    'uitkomst-onbekend',
  ] as const,
} as const

export const postMeldingDozen = describeRoute('POST /v1/meldingen/{id}/dozen', {
  operationId: 'voegDozenToe',
  tags: ['Meldingen'],
  summary: 'Voeg dozen toe voor de sleutel van een opvolger',
  description,
  ...shared,
})

export const postControleDozen = describeRoute('POST /v1/controles/{id}/dozen', {
  operationId: 'voegControledozenToe',
  tags: ['Controles'],
  summary: 'Voeg dozen toe voor de controlesleutel van een opvolger',
  description,
  ...shared,
})

/** Adds the routes of this resource. */
export function addDozen(api: Api, { flows, readJson }: ResourceDeps): void {
  for (const route of [postMeldingDozen, postControleDozen])
    api.openapi(route, async (c) => {
      const levering = parseInput(Dooslevering, readJson(await readBody(c)))
      return c.json(await flows.addBoxes(c.var.caller, c.req.valid('param').id, levering), 200)
    })
}
