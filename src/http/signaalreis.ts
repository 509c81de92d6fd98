/** The way of one signal: `/v1/signalen/{id}/verloop` for its VLP, `/v1/signalen/{id}/terugkoppeling` for its municipality. */
import type { Api, ResourceDeps } from './api-deps.ts'
import { BODY_PROBLEMS, describeRoute, jsonAnswer, jsonBody } from './api-route.ts'
import { Tussenbericht } from './bodies.ts'
import { VOORBEELDEN } from './examples.ts'
import { parseInput } from './input-errors.ts'
import { IdParameter, MedewerkerKoppen, NamensKop } from './parameters.ts'
import { readBody } from './read-body.ts'

export const getSignaalverloop = describeRoute('GET /v1/signalen/{id}/verloop', {
  operationId: 'leesSignaalverloop',
  tags: ['Signalen'],
  summary: 'Lees wat er wanneer met een eigen signaal gebeurde',
  description:
    'Wat u zelf deed en meldde en wat u is teruggekoppeld; nooit of de gemeente het koos, ophaalde of iemand sprak.',
  request: { params: IdParameter, headers: NamensKop },
  answers: { 200: jsonAnswer('Het verloop', 'Signaalverloop', VOORBEELDEN.signaalverloop) },
  problems: ['niet-gevonden'],
})

export const postTussenbericht = describeRoute('POST /v1/signalen/{id}/terugkoppeling', {
  operationId: 'geefTussenbericht',
  tags: ['Opvolging'],
  summary: 'Laat de aanleveraar van één signaal weten dat u bezig bent',
  description:
    'Alleen wat het beleid toelaat, nooit bij een beschermd adres; zolang de vraag daarover open staat, niets. Wat de aanleveraar aan het einde leest, volgt uit het resultaat.',
  request: {
    params: IdParameter,
    headers: MedewerkerKoppen,
    body: jsonBody('Tussenbericht', VOORBEELDEN.tussenbericht),
  },
  answers: { 200: jsonAnswer('Gegeven', 'Tussenbericht', VOORBEELDEN.tussenbericht) },
  problems: [
    ...BODY_PROBLEMS,
    'medewerker-ontbreekt',
    'persoon-vereist',
    'niet-gevonden',
    'stap-onmogelijk',
    'terugkoppeling-niet-toegestaan',
    'uitkomst-onbekend',
  ],
})

/** Adds the routes of this resource. */
export function addSignaalreis(api: Api, { flows, readJson }: ResourceDeps): void {
  api.openapi(getSignaalverloop, async (c) =>
    c.json(await flows.readSignalCourse(c.var.caller, c.req.valid('param').id), 200),
  )
  api.openapi(postTussenbericht, async (c) => {
    const { code } = parseInput(Tussenbericht, readJson(await readBody(c)))
    await flows.sendInterim(c.var.caller, c.req.valid('param').id, code)
    return c.json({ code }, 200)
  })
}
