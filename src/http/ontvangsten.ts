/** `/v1/ontvangsten`: the municipality confirms that it holds meldingen durably. */
import type { Api, ResourceDeps } from './api-deps.ts'
import { BODY_PROBLEMS, describeRoute, jsonAnswer, jsonBody } from './api-route.ts'
import { Ontvangsten } from './bodies.ts'
import { VOORBEELDEN } from './examples.ts'
import { parseInput } from './input-errors.ts'
import { MedewerkerKoppen } from './parameters.ts'
import { readBody } from './read-body.ts'

export const postOntvangsten = describeRoute('POST /v1/ontvangsten', {
  operationId: 'bevestigOntvangst',
  tags: ['Meldingen'],
  summary: 'Bevestig dat meldingen duurzaam zijn ontvangen',
  description:
    'Mag herhaald worden. Van een melding zijn de opgehaalde signalen bevestigd; een signaal dat er later bij kwam niet. Na de bevestiging verdwijnen de verzegelde velden hier binnen hun termijn.',
  request: {
    headers: MedewerkerKoppen,
    body: jsonBody('Ontvangsten', VOORBEELDEN.ontvangsten),
  },
  answers: {
    200: jsonAnswer('Bevestigd', 'Ontvangstbevestiging', VOORBEELDEN.ontvangstbevestiging),
  },
  problems: [
    ...BODY_PROBLEMS,
    'medewerker-ontbreekt',
    'niet-gevonden',
    'niet-geselecteerd',
    'uitkomst-onbekend',
  ],
})

/** Adds the routes of this resource. */
export function addOntvangsten(api: Api, { flows, readJson }: ResourceDeps): void {
  api.openapi(postOntvangsten, async (c) => {
    const ontvangsten = parseInput(Ontvangsten, readJson(await readBody(c)))
    return c.json(await flows.confirmReceipt(c.var.caller, ontvangsten), 200)
  })
}
