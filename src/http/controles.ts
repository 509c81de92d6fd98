/** `/v1/controles`: the few fields that a machine of the municipality checks against the BRP and its own clients. */
import { Controlebevinding } from '../model/controle.ts'
import type { Api, ResourceDeps } from './api-deps.ts'
import { BODY_PROBLEMS, describeRoute, jsonAnswer, jsonBody } from './api-route.ts'
import { answerMeldingen } from './collection.ts'
import { VOORBEELDEN } from './examples.ts'
import { parseInput } from './input-errors.ts'
import { IdParameter, NamensKop, PaginaParameters } from './parameters.ts'
import { readBody } from './read-body.ts'

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

export const postControleuitkomst = describeRoute('POST /v1/controles/{id}/uitkomst', {
  operationId: 'legControleuitkomstVast',
  tags: ['Controles'],
  summary: 'Zeg wat de controle van een melding vond',
  description:
    'Alleen een code; wat zij doet staat in het beleid (doelen/controle.yaml). Wie is verhuisd, overleden of al bekend verlaat de werkvoorraad en kan door niemand meer worden geopend voor een hulpaanbod; na bezwaar verdwijnen de velden meteen. Mag herhaald worden. Met herstel: true komt een melding terug die ten onrechte uitviel, zolang er nog velden van zijn.',
  request: {
    params: IdParameter,
    headers: NamensKop,
    body: jsonBody('Controlebevinding', VOORBEELDEN.controlebevinding),
  },
  answers: {
    200: jsonAnswer('Vastgelegd', 'Controlestand', VOORBEELDEN.controlestand),
  },
  problems: [
    ...BODY_PROBLEMS,
    'niet-gevonden',
    'signaal-beperkt',
    'signaal-bevroren',
    'stap-niet-mogelijk',
    'uitkomst-onbekend',
  ],
})

/** Adds the routes of this resource. */
export function addControles(api: Api, { flows, readJson }: ResourceDeps): void {
  api.openapi(getControles, (c) => answerMeldingen(c, flows, c.req.valid('query')))
  api.openapi(postControleuitkomst, async (c) => {
    const bevinding = parseInput(Controlebevinding, readJson(await readBody(c)))
    return c.json(
      await flows.recordCheck(c.var.caller, { id: c.req.valid('param').id, bevinding }),
      200,
    )
  })
}
