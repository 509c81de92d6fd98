/** `/v1/meldingen`: the selected meldingen with their sealed fields, for help to be offered. */
import type { Api, ResourceDeps } from './api-deps.ts'
import { describeRoute, jsonAnswer } from './api-route.ts'
import { answerMeldingen } from './collection.ts'
import { VOORBEELDEN } from './examples.ts'
import { IdParameter, MedewerkerKoppen, PaginaParameters, SleutelParameter } from './parameters.ts'

export const getMeldingen = describeRoute('GET /v1/meldingen', {
  operationId: 'haalMeldingenOp',
  tags: ['Meldingen'],
  summary: 'Haal meldingen op met hun verzegelde velden',
  description:
    'Een melding is van één persoon: de signalen van één maand. Alleen gekozen meldingen gaan open (POST /v1/selecties). De lijst geeft de signalen waarvan de ontvangst nog niet is bevestigd. Elke verstrekking wordt eerst vastgelegd. Alleen velden met een grondslag van vandaag, en alleen de doos van uw eigen sleutel.',
  request: { query: PaginaParameters, headers: MedewerkerKoppen },
  answers: {
    200: jsonAnswer('Een pagina meldingen', 'Meldingen', VOORBEELDEN.meldingen, ['Link']),
  },
  problems: ['medewerker-ontbreekt', 'sleutel-onbekend'],
})

export const getMelding = describeRoute('GET /v1/meldingen/{id}', {
  operationId: 'haalMeldingOp',
  tags: ['Meldingen'],
  summary: 'Haal één melding op met haar verzegelde velden',
  description:
    'Als de lijst, voor één melding met al haar signalen en hoe ver de opvolging is: resultaat, contactpogingen, uiterlijke gespreksdatum, en de versie (ETag) voor If-Match. Het id is dat van de melding of van een van haar signalen.',
  request: { params: IdParameter, query: SleutelParameter, headers: MedewerkerKoppen },
  answers: { 200: jsonAnswer('De melding', 'Melding', VOORBEELDEN.melding, ['ETag']) },
  problems: [
    'medewerker-ontbreekt',
    'sleutel-onbekend',
    'niet-gevonden',
    'niet-geselecteerd',
    'signaal-beperkt',
  ],
})

/** Adds the routes of this resource. */
export function addMeldingen(api: Api, { flows }: ResourceDeps): void {
  api.openapi(getMeldingen, (c) => answerMeldingen(c, flows, c.req.valid('query')))
  api.openapi(getMelding, async (c) => {
    const { id } = c.req.valid('param')
    const { sleutelId } = c.req.valid('query')
    if (c.req.method === 'HEAD') {
      await flows.checkMelding(c.var.caller, id)
      return c.json(null, 200)
    }
    const query = { id, ...(sleutelId !== undefined && { sleutelId }) }
    const melding = await flows.collectMelding(c.var.caller, query)
    const { opvolging } = melding
    return c.json(melding, 200, opvolging === undefined ? {} : { ETag: `"${opvolging.versie}"` })
  })
}
