/** `/v1/maatregelen`: a municipality holds signals (bevriezing) or restricts them (beperking, AVG art. 18), by two persons. */
import { Maatregelvoorstel } from '../model/maatregel.ts'
import type { Api, ResourceDeps } from './api-deps.ts'
import { BODY_PROBLEMS, describeRoute, jsonAnswer, jsonBody } from './api-route.ts'
import { VOORBEELDEN } from './examples.ts'
import { parseInput } from './input-errors.ts'
import { MaatregelParameter, MedewerkerIdempotencyKop, MedewerkerKoppen } from './parameters.ts'
import { readBody } from './read-body.ts'

const DEED_PROBLEMS = [
  'medewerker-ontbreekt',
  'persoon-vereist',
  'niet-gevonden',
  'al-besloten',
  'uitkomst-onbekend',
] as const

export const getMaatregelen = describeRoute('GET /v1/maatregelen', {
  operationId: 'leesMaatregelen',
  tags: ['Toezicht'],
  summary: 'Lees de bevriezingen en beperkingen van uw gemeente',
  description: 'De nieuwste honderd, met de ids van hun signalen; er wordt niets verstrekt.',
  request: { headers: MedewerkerKoppen },
  answers: { 200: jsonAnswer('De maatregelen', 'Maatregelen', VOORBEELDEN.maatregelen) },
  problems: ['medewerker-ontbreekt'],
})

export const postMaatregelen = describeRoute('POST /v1/maatregelen', {
  operationId: 'stelMaatregelVoor',
  tags: ['Toezicht'],
  summary: 'Stel een bevriezing of een beperking van signalen voor',
  description:
    'Een bevriezing houdt het wissen tegen, een beperking het verstrekken; op art. 18 lid 1 onder b en c AVG ook het wissen. Zij geldt pas als een ander haar vaststelt, en eindigt vanzelf op totDatum. Onbekende signalen, of die van een ander: 404, en er gebeurt niets.',
  request: {
    headers: MedewerkerIdempotencyKop,
    body: jsonBody('Maatregelvoorstel', VOORBEELDEN.maatregelvoorstel),
  },
  answers: {
    200: jsonAnswer('Herhaling: het eerste voorstel', 'Maatregel', VOORBEELDEN.maatregel),
    201: jsonAnswer('Voorgesteld', 'Maatregel', VOORBEELDEN.maatregel),
  },
  problems: [
    ...BODY_PROBLEMS,
    'medewerker-ontbreekt',
    'persoon-vereist',
    'niet-gevonden',
    'maatregel-te-lang',
    'idempotentiesleutel-hergebruikt',
    'uitkomst-onbekend',
  ],
})

export const postVaststelling = describeRoute('POST /v1/maatregelen/{id}/vaststelling', {
  operationId: 'stelMaatregelVast',
  tags: ['Toezicht'],
  summary: 'Stel een maatregel vast die een ander voorstelde',
  description: 'Zij geldt vanaf dit moment voor de signalen die er nog zijn.',
  request: { params: MaatregelParameter, headers: MedewerkerKoppen },
  answers: { 200: jsonAnswer('Van kracht', 'Maatregel', VOORBEELDEN.maatregel) },
  problems: [...DEED_PROBLEMS, 'tweede-persoon-vereist'],
})

export const postBeeindiging = describeRoute('POST /v1/maatregelen/{id}/beeindiging', {
  operationId: 'beeindigMaatregel',
  tags: ['Toezicht'],
  summary: 'Beëindig een maatregel voor haar dag',
  description:
    'De eerste persoon stelt het einde voor, een ander voert het uit. Wat intussen verlopen was, wordt de nacht erna gewist. Vóór het opheffen van een beperking hoort de betrokkene dat van u (AVG art. 18 lid 3).',
  request: { params: MaatregelParameter, headers: MedewerkerKoppen },
  answers: { 200: jsonAnswer('Voorgesteld of beëindigd', 'Maatregel', VOORBEELDEN.maatregel) },
  problems: [...DEED_PROBLEMS, 'tweede-persoon-vereist'],
})

export const postMaatregelintrekking = describeRoute('POST /v1/maatregelen/{id}/intrekking', {
  operationId: 'trekMaatregelIn',
  tags: ['Toezicht'],
  summary: 'Trek een voorstel in dat niemand vaststelde',
  description: 'Er verandert niets aan de signalen.',
  request: { params: MaatregelParameter, headers: MedewerkerKoppen },
  answers: { 200: jsonAnswer('Ingetrokken', 'Maatregel', VOORBEELDEN.maatregel) },
  problems: DEED_PROBLEMS,
})

/** Adds the routes of this resource. */
export function addMaatregelen(api: Api, { flows, readJson }: ResourceDeps): void {
  api.openapi(getMaatregelen, async (c) => {
    const maatregelen = [...(await flows.readMeasures(c.var.caller))]
    return c.json({ maatregelen }, 200)
  })
  api.openapi(postMaatregelen, async (c) => {
    const voorstel = parseInput(Maatregelvoorstel, readJson(await readBody(c)))
    const idempotentiesleutel = c.req.valid('header')['Idempotency-Key']
    const input = { voorstel, ...(idempotentiesleutel !== undefined && { idempotentiesleutel }) }
    const { herhaald, maatregel } = await flows.proposeMeasure(c.var.caller, input)
    return herhaald ? c.json(maatregel, 200) : c.json(maatregel, 201)
  })
  api.openapi(postVaststelling, async (c) =>
    c.json(await flows.setMeasure(c.var.caller, c.req.valid('param').id), 200),
  )
  api.openapi(postBeeindiging, async (c) =>
    c.json(await flows.endMeasure(c.var.caller, c.req.valid('param').id), 200),
  )
  api.openapi(postMaatregelintrekking, async (c) =>
    c.json(await flows.withdrawMeasure(c.var.caller, c.req.valid('param').id), 200),
  )
}
