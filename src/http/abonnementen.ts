/** `/v1/abonnementen`: where a party wants to hear that its feeds have something new (webhooks, docs/abonnementen.md). */
import { Abonnementsvraag } from '../model/abonnement.ts'
import type { Api, ResourceDeps } from './api-deps.ts'
import { BODY_PROBLEMS, describeRoute, emptyAnswer, jsonAnswer, jsonBody } from './api-route.ts'
import { VOORBEELDEN } from './examples.ts'
import { parseInput } from './input-errors.ts'
import { AbonnementParameter, MedewerkerIdempotencyKop, MedewerkerKoppen } from './parameters.ts'
import { readBody } from './read-body.ts'

export const getAbonnementen = describeRoute('GET /v1/abonnementen', {
  operationId: 'leesAbonnementen',
  tags: ['Abonnementen'],
  summary: 'Lees uw abonnementen en hoe zij ervoor staan',
  description: 'Ook of er sinds een tijdstip niets aankomt, en waarom.',
  request: { headers: MedewerkerKoppen },
  answers: {
    200: jsonAnswer('De abonnementen, oudste eerst', 'Abonnementen', VOORBEELDEN.abonnementen),
  },
  problems: ['medewerker-ontbreekt'],
})

export const postAbonnementen = describeRoute('POST /v1/abonnementen', {
  operationId: 'maakAbonnement',
  tags: ['Abonnementen'],
  summary: 'Vraag om een seintje als uw stromen iets nieuws hebben',
  description:
    'Een seintje is een CloudEvent 1.0 (NL GOV) zonder data, met alleen een id, een soort en het adres van de stroom die u daarna leest. De poort stuurt het met haar eigen clientcertificaat en ondertekend (RFC 9421), ten minste één keer en op volgorde, en blijft het 72 uur proberen; daarna geeft zij alarm en probeert zij het nog maar zelden. De stroom zelf houdt alles vast. Voor een gemeente is dat GET /v1/gebeurtenissen, voor een aanleveraar GET /v1/terugkoppelingen.',
  request: {
    headers: MedewerkerIdempotencyKop,
    body: jsonBody('Abonnementsvraag', VOORBEELDEN.abonnementsvraag),
  },
  answers: {
    200: jsonAnswer('Herhaling: het eerste abonnement', 'Abonnement', VOORBEELDEN.abonnement),
    201: jsonAnswer('Gemaakt', 'Abonnement', VOORBEELDEN.abonnement),
  },
  problems: [
    ...BODY_PROBLEMS,
    'medewerker-ontbreekt',
    'bestemming-niet-toegestaan',
    'te-veel-abonnementen',
    'idempotentiesleutel-hergebruikt',
    'uitkomst-onbekend',
  ],
})

export const getAbonnement = describeRoute('GET /v1/abonnementen/{id}', {
  operationId: 'leesAbonnement',
  tags: ['Abonnementen'],
  summary: 'Lees één abonnement',
  description: 'Alleen een eigen.',
  request: { params: AbonnementParameter, headers: MedewerkerKoppen },
  answers: { 200: jsonAnswer('Het abonnement', 'Abonnement', VOORBEELDEN.abonnement) },
  problems: ['medewerker-ontbreekt', 'niet-gevonden'],
})

export const putAbonnement = describeRoute('PUT /v1/abonnementen/{id}', {
  operationId: 'wijzigAbonnement',
  tags: ['Abonnementen'],
  summary: 'Wijzig bestemming of soorten, of laat een gestoord abonnement weer lopen',
  description:
    'Vervangt het geheel. Wat wachtte wordt meteen geprobeerd; er wordt niets overgeslagen.',
  request: {
    params: AbonnementParameter,
    headers: MedewerkerKoppen,
    body: jsonBody('Abonnementsvraag', VOORBEELDEN.abonnementsvraag),
  },
  answers: { 200: jsonAnswer('Zoals het nu geldt', 'Abonnement', VOORBEELDEN.abonnement) },
  problems: [
    ...BODY_PROBLEMS,
    'medewerker-ontbreekt',
    'bestemming-niet-toegestaan',
    'niet-gevonden',
    'uitkomst-onbekend',
  ],
})

export const deleteAbonnement = describeRoute('DELETE /v1/abonnementen/{id}', {
  operationId: 'beeindigAbonnement',
  tags: ['Abonnementen'],
  summary: 'Beëindig een abonnement',
  description: 'Er blijft niets van bewaard dan de gebeurtenissen in het logboek.',
  request: { params: AbonnementParameter, headers: MedewerkerKoppen },
  answers: { 204: emptyAnswer('Beëindigd') },
  problems: ['medewerker-ontbreekt', 'niet-gevonden', 'uitkomst-onbekend'],
})

/** Adds the routes of this resource. */
export function addAbonnementen(api: Api, { flows, readJson }: ResourceDeps): void {
  api.openapi(getAbonnementen, async (c) => {
    const abonnementen = await flows.readSubscriptions(c.var.caller)
    return c.json({ abonnementen }, 200)
  })
  api.openapi(postAbonnementen, async (c) => {
    const vraag = parseInput(Abonnementsvraag, readJson(await readBody(c)))
    const idempotentiesleutel = c.req.valid('header')['Idempotency-Key']
    const input = { vraag, ...(idempotentiesleutel !== undefined && { idempotentiesleutel }) }
    const { herhaald, abonnement } = await flows.subscribe(c.var.caller, input)
    return c.json(abonnement, herhaald ? 200 : 201)
  })
  api.openapi(getAbonnement, async (c) =>
    c.json(await flows.readSubscription(c.var.caller, c.req.valid('param').id), 200),
  )
  api.openapi(putAbonnement, async (c) => {
    const vraag = parseInput(Abonnementsvraag, readJson(await readBody(c)))
    const { id } = c.req.valid('param')
    return c.json(await flows.changeSubscription(c.var.caller, id, vraag), 200)
  })
  api.openapi(deleteAbonnement, async (c) => {
    await flows.unsubscribe(c.var.caller, c.req.valid('param').id)
    return c.body(null, 204)
  })
}
