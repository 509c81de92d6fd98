/** `/v1/raadplegingen`: a case system tells who looked at which melding. */
import type { Api, ResourceDeps } from './api-deps.ts'
import { BODY_PROBLEMS, describeRoute, jsonAnswer, jsonBody } from './api-route.ts'
import { Raadplegingen } from './bodies.ts'
import { VOORBEELDEN } from './examples.ts'
import { parseInput } from './input-errors.ts'
import { MedewerkerKoppen } from './parameters.ts'
import { readBody } from './read-body.ts'

export const postRaadplegingen = describeRoute('POST /v1/raadplegingen', {
  operationId: 'meldRaadplegingen',
  tags: ['Opvolging'],
  summary: 'Meld wie in uw eigen systeem welke melding bekeek',
  description:
    'Alle of geen. Wie als systeem ophaalt, meldt daarna zo wie keek en waarom. Elk id telt één keer: nog eens sturen mag.',
  request: {
    headers: MedewerkerKoppen,
    body: jsonBody('Raadplegingen', VOORBEELDEN.raadplegingen),
  },
  answers: {
    200: jsonAnswer('Vastgelegd', 'Raadpleegbevestiging', VOORBEELDEN.raadpleegbevestiging),
  },
  problems: [...BODY_PROBLEMS, 'medewerker-ontbreekt', 'niet-gevonden', 'uitkomst-onbekend'],
})

/** Adds the routes of this resource. */
export function addRaadplegingen(api: Api, { flows, readJson }: ResourceDeps): void {
  api.openapi(postRaadplegingen, async (c) => {
    const { raadplegingen } = parseInput(Raadplegingen, readJson(await readBody(c)))
    return c.json({ nieuw: await flows.recordViews(c.var.caller, raadplegingen) }, 200)
  })
}
