/** `/v1/bewaartermijnen`: how long what is kept, and a municipality's own decision on it by two persons. */
import type { z } from 'zod'
import { Bewaaradvies, Bewaargoedkeuring, Bewaarontwerp } from '../model/bewaarbesluit.ts'
import type { Api, ResourceDeps } from './api-deps.ts'
import { BODY_PROBLEMS, describeRoute, jsonAnswer, jsonBody } from './api-route.ts'
import { VOORBEELDEN } from './examples.ts'
import { parseInput } from './input-errors.ts'
import { BesluitParameter, MedewerkerIdempotencyKop, MedewerkerKoppen } from './parameters.ts'
import { readBody } from './read-body.ts'

const DEED_PROBLEMS = [
  'medewerker-ontbreekt',
  'persoon-vereist',
  'niet-gevonden',
  'al-besloten',
  'uitkomst-onbekend',
] as const

export const getBewaartermijnen = describeRoute('GET /v1/bewaartermijnen', {
  operationId: 'leesBewaartermijnen',
  tags: ['Toezicht'],
  summary: 'Lees hoe lang wat bewaard blijft, en de besluiten van uw gemeente daarover',
  description:
    'Per categorie de grenzen uit het beleid met hun bron en open vraag, en de termijn die nu voor uw gemeente geldt. Een besluit met zijn voorvertoning staat op zijn eigen adres.',
  request: { headers: MedewerkerKoppen },
  answers: {
    200: jsonAnswer('De termijnen', 'Bewaartermijnen', VOORBEELDEN.bewaartermijnen),
  },
  problems: ['medewerker-ontbreekt'],
})

export const postBewaartermijnen = describeRoute('POST /v1/bewaartermijnen', {
  operationId: 'stelBewaarbesluitOp',
  tags: ['Toezicht'],
  summary: 'Stel een besluit op over de eigen bewaartermijnen',
  description:
    'Binnen de grenzen van het beleid, voor categorieën waarover een gemeente beslist. Er verandert niets voordat een ander het goedkeurt. Verkorten raakt ook wat er al ligt, verlengen alleen wat nog komt. Het antwoord toont wat het besluit nu zou doen, in aantallen.',
  request: {
    headers: MedewerkerIdempotencyKop,
    body: jsonBody('Bewaarontwerp', VOORBEELDEN.bewaarontwerp),
  },
  answers: {
    200: jsonAnswer('Herhaling: het eerste concept', 'Bewaarbesluit', VOORBEELDEN.bewaarbesluit),
    201: jsonAnswer('Opgesteld', 'Bewaarbesluit', VOORBEELDEN.bewaarbesluit, ['Location']),
  },
  problems: [
    ...BODY_PROBLEMS,
    'medewerker-ontbreekt',
    'persoon-vereist',
    'bewaartermijn-buiten-grenzen',
    'ingangsdatum-onjuist',
    'bewaarbesluit-loopt',
    'idempotentiesleutel-hergebruikt',
    'uitkomst-onbekend',
  ],
})

export const getBewaarbesluit = describeRoute('GET /v1/bewaartermijnen/{id}', {
  operationId: 'leesBewaarbesluit',
  tags: ['Toezicht'],
  summary: 'Lees één besluit van uw gemeente',
  description:
    'Zolang niemand besliste met de voorvertoning van nu: wie goedkeurt, stuurt haar peiltijdstip en controlegetal mee.',
  request: { params: BesluitParameter, headers: MedewerkerKoppen },
  answers: { 200: jsonAnswer('Het besluit', 'Bewaarbesluit', VOORBEELDEN.bewaarbesluit) },
  problems: ['medewerker-ontbreekt', 'niet-gevonden'],
})

export const postAdvies = describeRoute('POST /v1/bewaartermijnen/{id}/advies', {
  operationId: 'adviseerBewaarbesluit',
  tags: ['Toezicht'],
  summary: 'Leg advies over een besluit vast',
  description:
    'Eén keer, door een ander dan de opsteller. Verplicht waar de gemeente op fgAdviseert staat; wie adviseert, keurt niet goed. Een afwijkend advies houdt het besluit niet tegen.',
  request: {
    params: BesluitParameter,
    headers: MedewerkerKoppen,
    body: jsonBody('Bewaaradvies', VOORBEELDEN.bewaaradvies),
  },
  answers: { 200: jsonAnswer('Vastgelegd', 'Bewaarbesluit', VOORBEELDEN.bewaarbesluit) },
  problems: [...BODY_PROBLEMS, ...DEED_PROBLEMS, 'tweede-persoon-vereist'],
})

export const postGoedkeuring = describeRoute('POST /v1/bewaartermijnen/{id}/goedkeuring', {
  operationId: 'keurBewaarbesluitGoed',
  tags: ['Toezicht'],
  summary: 'Keur een besluit goed, of verwerp het',
  description:
    'Door een ander dan wie opstelde of adviseerde. Goedkeuren geldt voor de voorvertoning die u zag: klopt zij niet meer, dan is het 409. Van wat er toen lag, wist de opruiming op de ingangsdatum precies wat zij telde, behalve wat intussen op een andere manier eindigde of bevroren is.',
  request: {
    params: BesluitParameter,
    headers: MedewerkerKoppen,
    body: jsonBody('Bewaargoedkeuring', VOORBEELDEN.bewaargoedkeuring),
  },
  answers: { 200: jsonAnswer('Besloten', 'Bewaarbesluit', VOORBEELDEN.bewaarbesluit) },
  problems: [
    ...BODY_PROBLEMS,
    ...DEED_PROBLEMS,
    'tweede-persoon-vereist',
    'advies-ontbreekt',
    'ingangsdatum-onjuist',
    'voorvertoning-verouderd',
  ],
})

export const postBesluitintrekking = describeRoute('POST /v1/bewaartermijnen/{id}/intrekking', {
  operationId: 'trekBewaarbesluitIn',
  tags: ['Toezicht'],
  summary: 'Trek een besluit in dat nog niet van kracht is',
  description: 'Een concept, of wat is goedgekeurd zolang de ingangsdatum niet is gekomen.',
  request: { params: BesluitParameter, headers: MedewerkerKoppen },
  answers: { 200: jsonAnswer('Ingetrokken', 'Bewaarbesluit', VOORBEELDEN.bewaarbesluit) },
  problems: DEED_PROBLEMS,
})

/** Adds the routes of this resource. */
export function addBewaartermijnen(api: Api, { flows, readJson }: ResourceDeps): void {
  const read = async <T extends z.ZodType>(
    schema: T,
    c: Parameters<typeof readBody>[0],
  ): Promise<z.output<T>> => parseInput(schema, readJson(await readBody(c)))
  api.openapi(getBewaartermijnen, async (c) => c.json(await flows.readTerms(c.var.caller), 200))
  api.openapi(postBewaartermijnen, async (c) => {
    const ontwerp = await read(Bewaarontwerp, c)
    const idempotentiesleutel = c.req.valid('header')['Idempotency-Key']
    const input = { ontwerp, ...(idempotentiesleutel !== undefined && { idempotentiesleutel }) }
    const { herhaald, besluit } = await flows.draftDecision(c.var.caller, input)
    const headers = { Location: `/v1/bewaartermijnen/${besluit.id}` }
    return herhaald ? c.json(besluit, 200) : c.json(besluit, 201, headers)
  })
  api.openapi(getBewaarbesluit, async (c) =>
    c.json(await flows.readDecision(c.var.caller, c.req.valid('param').id), 200),
  )
  api.openapi(postAdvies, async (c) => {
    const advies = await read(Bewaaradvies, c)
    return c.json(await flows.adviseDecision(c.var.caller, c.req.valid('param').id, advies), 200)
  })
  api.openapi(postGoedkeuring, async (c) => {
    const { id } = c.req.valid('param')
    const goedkeuring = await read(Bewaargoedkeuring, c)
    return c.json(await flows.approveDecision(c.var.caller, id, goedkeuring), 200)
  })
  api.openapi(postBesluitintrekking, async (c) =>
    c.json(await flows.withdrawDecision(c.var.caller, c.req.valid('param').id), 200),
  )
}
