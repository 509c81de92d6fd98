/** `/v1/toetsingen`: would a signal pass? Facts and names of fields only; nothing is stored. */
import { Toetsing } from '../model/toetsing.ts'
import type { Api, ResourceDeps } from './api-deps.ts'
import { BODY_PROBLEMS, describeRoute, jsonAnswer, jsonBody } from './api-route.ts'
import { VOORBEELDEN } from './examples.ts'
import { parseInput } from './input-errors.ts'
import { NamensKop } from './parameters.ts'
import { readBody } from './read-body.ts'

export const postToetsing = describeRoute('POST /v1/toetsingen', {
  operationId: 'toetsSignaal',
  tags: ['Signalen'],
  summary: 'Toets of een signaal zou worden aangenomen',
  description:
    'Geef feiten en de namen van de velden, nooit een waarde van een persoon. Er wordt niets bewaard; het antwoord is altijd een besluit.',
  request: { headers: NamensKop, body: jsonBody('Toetsing', VOORBEELDEN.toetsing) },
  answers: { 200: jsonAnswer('Het besluit dat zou volgen', 'Besluit', VOORBEELDEN.besluit) },
  problems: BODY_PROBLEMS,
})

/** Adds the routes of this resource. */
export function addToetsingen(api: Api, { flows, readJson }: ResourceDeps): void {
  api.openapi(postToetsing, async (c) => {
    const toetsing = parseInput(Toetsing, readJson(await readBody(c)))
    return c.json(await flows.trySignal(c.var.caller, toetsing), 200)
  })
}
