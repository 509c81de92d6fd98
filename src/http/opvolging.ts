/** What a municipality does at one melding after opening: `/v1/meldingen/{id}/resultaat`, `/contactpogingen`, `/samenvoeging`, `/splitsing`, `/verloop`. */
import { NieuweContactpoging } from '../model/contactpoging.ts'
import { Resultaatinvoer } from '../model/resultaat.ts'
import type { Api, ResourceDeps } from './api-deps.ts'
import { BODY_PROBLEMS, describeRoute, jsonAnswer, jsonBody } from './api-route.ts'
import { Samenvoeging, Splitsing } from './bodies.ts'
import { VOORBEELDEN } from './examples.ts'
import { parseInput } from './input-errors.ts'
import {
  IdParameter,
  IfMatchKoppen,
  MedewerkerIdempotencyKop,
  MedewerkerKoppen,
  PogingParameters,
  VervalParameter,
} from './parameters.ts'
import { readBody } from './read-body.ts'

const DEED_PROBLEMS = [
  'medewerker-ontbreekt',
  'persoon-vereist',
  'niet-gevonden',
  'uitkomst-onbekend',
] as const

export const getMeldingverloop = describeRoute('GET /v1/meldingen/{id}/verloop', {
  operationId: 'leesMeldingverloop',
  tags: ['Opvolging'],
  summary: 'Lees wat er wanneer met een melding gebeurde',
  description:
    'Dagen en codes, geen velden; er wordt niets verstrekt. Met de versie voor If-Match, zodat een resultaat kan worden vastgelegd zonder iets op te halen.',
  request: { params: IdParameter, headers: MedewerkerKoppen },
  answers: { 200: jsonAnswer('Het verloop', 'Meldingverloop', VOORBEELDEN.meldingverloop) },
  problems: ['medewerker-ontbreekt', 'niet-gevonden'],
})

export const putResultaat = describeRoute('PUT /v1/meldingen/{id}/resultaat', {
  operationId: 'legResultaatVast',
  tags: ['Opvolging'],
  summary: 'Leg het resultaat van een melding vast',
  description:
    'De poort leest de groep en de terugkoppelcode; het detail (hulpvorm, reden, afspraken) verzegelt u aan uw eigen sleutels voor de plaats [melding, versie, gemeentecode, "resultaat.detail"], waarin versie één hoger is dan in If-Match. De aanleveraars van de signalen lezen de code, zoals het beleid toelaat. Hulp die iemand later alsnog aanvaardt, heropent de melding.',
  request: {
    params: IdParameter,
    headers: IfMatchKoppen,
    body: jsonBody('Resultaatinvoer', VOORBEELDEN.resultaatinvoer),
  },
  answers: {
    200: jsonAnswer('Vastgelegd', 'Resultaatgevolg', VOORBEELDEN.resultaatgevolg, ['ETag']),
  },
  problems: [
    ...BODY_PROBLEMS,
    ...DEED_PROBLEMS,
    'voorwaarde-ontbreekt',
    'versie-verouderd',
    'stap-onmogelijk',
    'terugkoppeling-niet-toegestaan',
    'sleutel-onbekend',
  ],
})

export const postContactpoging = describeRoute('POST /v1/meldingen/{id}/contactpogingen', {
  operationId: 'legContactpogingVast',
  tags: ['Opvolging'],
  summary: 'Leg een contactpoging vast',
  description:
    'Soort, dagdeel en bereikt als in DDAS 1.2, in onze namen. Het id in het antwoord laat haar later vervallen. Na een kaartje herinnert de poort na vijf dagen aan een nieuw bezoek, en na drie weken aan het einde (GET /v1/gebeurtenissen).',
  request: {
    params: IdParameter,
    headers: MedewerkerIdempotencyKop,
    body: jsonBody('NieuweContactpoging', VOORBEELDEN.nieuweContactpoging),
  },
  answers: {
    200: jsonAnswer('Herhaling: de eerste', 'Contactpoging', VOORBEELDEN.contactpoging),
    201: jsonAnswer('Vastgelegd', 'Contactpoging', VOORBEELDEN.contactpoging),
  },
  problems: [
    ...BODY_PROBLEMS,
    ...DEED_PROBLEMS,
    'stap-onmogelijk',
    'idempotentiesleutel-hergebruikt',
  ],
})

export const deleteContactpoging = describeRoute(
  'DELETE /v1/meldingen/{id}/contactpogingen/{poging}',
  {
    operationId: 'laatContactpogingVervallen',
    tags: ['Opvolging'],
    summary: 'Laat een contactpoging vervallen die niet telt',
    description: 'Zij blijft staan, met de reden, zolang de melding blijft. Mag herhaald worden.',
    request: { params: PogingParameters, query: VervalParameter, headers: MedewerkerKoppen },
    answers: {
      200: jsonAnswer('Vervallen', 'Contactpoging', VOORBEELDEN.contactpogingVervallen),
    },
    problems: DEED_PROBLEMS,
  },
)

export const postSamenvoeging = describeRoute('POST /v1/meldingen/{id}/samenvoeging', {
  operationId: 'voegMeldingenSamen',
  tags: ['Opvolging'],
  summary: 'Voeg een andere opgepakte melding bij deze',
  description:
    'Uw eigen oordeel na het openen; de poort voegt nooit samen wat niet allebei geopend is. Een splitsing maakt het ongedaan.',
  request: {
    params: IdParameter,
    headers: MedewerkerKoppen,
    body: jsonBody('Samenvoeging', VOORBEELDEN.samenvoeging),
  },
  answers: { 200: jsonAnswer('Samengevoegd', 'Samenstelling', VOORBEELDEN.samenstelling) },
  problems: [...BODY_PROBLEMS, ...DEED_PROBLEMS, 'melding-niet-geopend'],
})

export const postSplitsing = describeRoute('POST /v1/meldingen/{id}/splitsing', {
  operationId: 'splitsMelding',
  tags: ['Opvolging'],
  summary: 'Maak van enkele signalen een eigen melding',
  description: 'Ten minste één signaal blijft. De contactpogingen blijven bij deze melding.',
  request: {
    params: IdParameter,
    headers: MedewerkerKoppen,
    body: jsonBody('Splitsing', VOORBEELDEN.splitsing),
  },
  answers: { 200: jsonAnswer('Gesplitst', 'Samenstelling', VOORBEELDEN.samenstelling) },
  problems: [...BODY_PROBLEMS, ...DEED_PROBLEMS, 'melding-niet-geopend'],
})

/** Adds the routes of this resource. */
export function addOpvolging(api: Api, { flows, readJson }: ResourceDeps): void {
  api.openapi(getMeldingverloop, async (c) =>
    c.json(await flows.readMeldingCourse(c.var.caller, c.req.valid('param').id), 200),
  )
  api.openapi(putResultaat, async (c) => {
    const invoer = parseInput(Resultaatinvoer, readJson(await readBody(c)))
    const ifMatch = c.req.valid('header')['If-Match']
    const { id } = c.req.valid('param')
    const gevolg = await flows.setResult(c.var.caller, id, { ifMatch, invoer })
    return c.json(gevolg, 200, { ETag: `"${gevolg.versie}"` })
  })
  api.openapi(postContactpoging, async (c) => {
    const nieuw = parseInput(NieuweContactpoging, readJson(await readBody(c)))
    const idempotentiesleutel = c.req.valid('header')['Idempotency-Key']
    const { herhaald, poging } = await flows.recordAttempt(c.var.caller, c.req.valid('param').id, {
      poging: nieuw,
      ...(idempotentiesleutel !== undefined && { idempotentiesleutel }),
    })
    return herhaald ? c.json(poging, 200) : c.json(poging, 201)
  })
  api.openapi(deleteContactpoging, async (c) => {
    const { id: melding, poging } = c.req.valid('param')
    const { reden } = c.req.valid('query')
    return c.json(await flows.voidAttempt(c.var.caller, { melding, poging }, reden), 200)
  })
  api.openapi(postSamenvoeging, async (c) => {
    const { melding } = parseInput(Samenvoeging, readJson(await readBody(c)))
    return c.json(await flows.joinMeldingen(c.var.caller, c.req.valid('param').id, melding), 200)
  })
  api.openapi(postSplitsing, async (c) => {
    const { signalen } = parseInput(Splitsing, readJson(await readBody(c)))
    return c.json(await flows.splitMelding(c.var.caller, c.req.valid('param').id, signalen), 200)
  })
}
