/** `/v1/signalen`: post a signal, find back what became of it, withdraw it, prove that it is in the log. */
import { Intrekking } from '../model/intrekking.ts'
import { Signaalzoekvraag } from '../model/signaalzoekvraag.ts'
import type { Api, ResourceDeps } from './api-deps.ts'
import {
  BODY_PROBLEMS,
  describeRoute,
  jsonAnswer,
  jsonBody,
  jsonBodyInWords,
  textAnswer,
} from './api-route.ts'
import { VOORBEELDEN } from './examples.ts'
import { parseInput } from './input-errors.ts'
import { linkTo } from './link-to.ts'
import { Bladeren, IdempotencyKop, IdParameter, NamensKop } from './parameters.ts'
import { readBody } from './read-body.ts'

export const postSignaal = describeRoute('POST /v1/signalen', {
  operationId: 'leverSignaalAan',
  tags: ['Signalen'],
  summary: 'Lever één signaal aan',
  description:
    'Een aangenomen signaal geeft 201 met besluit en ontvangstbewijs; hetzelfde kenmerk met dezelfde inhoud geeft 200 met het eerste ontvangstbewijs. Een geweigerd signaal is een probleem (422) dat het besluit draagt; is het signaal met dit kenmerk beëindigd, dan 409, tenzij heraanbieding het opnieuw aanbiedt.',
  request: { headers: IdempotencyKop, body: jsonBodyInWords('Signaal', VOORBEELDEN.signaal) },
  answers: {
    200: jsonAnswer(
      'Herhaling: het eerste ontvangstbewijs',
      'SignaalAntwoord',
      VOORBEELDEN.signaalAntwoord,
    ),
    201: jsonAnswer('Aangenomen', 'SignaalAntwoord', VOORBEELDEN.signaalAntwoord, ['Location']),
  },
  problems: [
    ...BODY_PROBLEMS,
    'signaal-geweigerd',
    'idempotentiesleutel-hergebruikt',
    'uitkomst-onbekend',
  ],
})

export const postSignaalzoek = describeRoute('POST /v1/signalen/_zoek', {
  operationId: 'zoekSignalen',
  tags: ['Signalen'],
  summary: 'Zoek eigen signalen: op kenmerk, op lijst of op toestand',
  description:
    'Nieuwste eerst, zonder inhoud en zonder ontvangstbewijs; de stand is die van GET /v1/signalen/{id}. Alles wat u vraagt moet kloppen; een lege vraag geeft alle signalen. Een pagina op toestand kan minder regels hebben dan de limiet en toch een volgende. Voor de volgende pagina: stuur dezelfde inhoud naar het adres in de kop Link.',
  request: {
    query: Bladeren,
    headers: NamensKop,
    body: jsonBody('Signaalzoekvraag', VOORBEELDEN.signaalzoekvraag),
  },
  answers: {
    200: jsonAnswer('Een pagina signalen', 'Signalen', VOORBEELDEN.signalen, ['Link']),
  },
  problems: BODY_PROBLEMS,
})

export const getSignaal = describeRoute('GET /v1/signalen/{id}', {
  operationId: 'leesSignaal',
  tags: ['Signalen'],
  summary: 'Lees de stand van een eigen signaal',
  description:
    'Zonder inhoud, en nooit of de gemeente het heeft opgehaald of geselecteerd. Een beëindigd signaal toont nog 90 dagen hoe het eindigde.',
  request: { params: IdParameter, headers: NamensKop },
  answers: { 200: jsonAnswer('De stand', 'Signaalstand', VOORBEELDEN.signaalstand) },
  problems: ['niet-gevonden'],
})

export const getBewijs = describeRoute('GET /v1/signalen/{id}/bewijs', {
  operationId: 'bewijsSignaal',
  tags: ['Signalen'],
  summary: 'Haal het bewijs op dat de aanlevering in het logboek staat',
  description: 'Een .tlog-proof: plaats in het logboek, pad en ondertekend ijkpunt.',
  request: { params: IdParameter, headers: NamensKop },
  answers: { 200: textAnswer('Het bewijs (.tlog-proof)', VOORBEELDEN.bewijs) },
  problems: ['niet-gevonden', 'bewijs-nog-niet-beschikbaar'],
})

export const postIntrekking = describeRoute('POST /v1/signalen/{id}/intrekking', {
  operationId: 'trekSignaalIn',
  tags: ['Signalen'],
  summary: 'Trek een eigen signaal in',
  description:
    'Voordat de gemeente het ophaalde is het hele signaal hiermee weg. Daarna wissen ten-onrechte en bezwaar de gegevens die de poort nog heeft; bij de andere redenen blijven zij tot hun termijn. De gemeente krijgt altijd bericht. Het antwoord is in alle gevallen gelijk. Mag herhaald worden.',
  request: {
    params: IdParameter,
    headers: NamensKop,
    body: jsonBody('Intrekking', VOORBEELDEN.intrekking),
  },
  answers: { 200: jsonAnswer('Ingetrokken', 'Signaalstand', VOORBEELDEN.ingetrokken) },
  problems: [...BODY_PROBLEMS, 'niet-gevonden', 'uitkomst-onbekend'],
})

const DEFAULT_LIMIET = 100

/** Adds the routes of this resource. */
export function addSignalen(api: Api, { flows, readJson }: ResourceDeps): void {
  api.openapi(postSignaal, async (c) => {
    const idempotentiesleutel = c.req.valid('header')['Idempotency-Key']
    const { herhaald, antwoord } = await flows.receiveSignal(c.var.caller, {
      raw: await readBody(c),
      ...(idempotentiesleutel !== undefined && { idempotentiesleutel }),
    })
    if (herhaald) return c.json(antwoord, 200)
    return c.json(antwoord, 201, { Location: `/v1/signalen/${antwoord.id}` })
  })
  api.openapi(postSignaalzoek, async (c) => {
    const { limiet = DEFAULT_LIMIET, cursor } = c.req.valid('query')
    const vraag = parseInput(Signaalzoekvraag, readJson(await readBody(c)))
    const page = { limiet, ...(cursor !== undefined && { cursor }) }
    const { volgende, ...found } = await flows.searchSignals(c.var.caller, vraag, page)
    return c.json(found, 200, linkTo(c, volgende))
  })
  api.openapi(getSignaal, async (c) => {
    return c.json(await flows.readSignal(c.var.caller, c.req.valid('param').id), 200)
  })
  api.openapi(postIntrekking, async (c) => {
    const { reden } = parseInput(Intrekking, readJson(await readBody(c)))
    const { id } = c.req.valid('param')
    return c.json(await flows.withdrawSignal(c.var.caller, { id, reden }), 200)
  })
  api.openapi(getBewijs, async (c) => {
    const { id } = c.req.valid('param')
    if (c.req.method !== 'HEAD') return c.text(await flows.proveSignal(c.var.caller, id), 200)
    await flows.readSignal(c.var.caller, id)
    return c.text('', 200)
  })
}
