/** `/v1/controles`: the few fields that a machine of the municipality checks against the BRP and its own clients. */
import type { Api, ResourceDeps } from './api-deps.ts'
import { describeRoute, jsonAnswer } from './api-route.ts'
import { answerMeldingen } from './collection.ts'
import { VOORBEELDEN } from './examples.ts'
import { NamensKop, PaginaParameters } from './parameters.ts'

export const getControles = describeRoute('GET /v1/controles', {
  operationId: 'haalControlesOp',
  tags: ['Controles'],
  summary: 'Haal de velden op voor de controle in de BRP en het eigen bestand',
  description:
    'Alleen voor een machine, met een eigen sleutel. Wie wordt gecontroleerd besloot uw college (werkwijze in het beleid): iedereen die wacht, of alleen wie is gekozen. Elke verstrekking wordt eerst vastgelegd.',
  request: { query: PaginaParameters, headers: NamensKop },
  answers: {
    200: jsonAnswer('Een pagina meldingen', 'Meldingen', VOORBEELDEN.meldingen, ['Link']),
  },
  problems: ['sleutel-onbekend', 'geen-controle'],
})

/** Adds the routes of this resource. */
export function addControles(api: Api, { flows }: ResourceDeps): void {
  api.openapi(getControles, (c) => answerMeldingen(c, flows, c.req.valid('query')))
}
