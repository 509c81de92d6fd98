/** `/v1/selecties`: a municipality chooses from its work list; a named employee decides, and only what was chosen opens. */
import { Selectiebesluit, Selectievraag } from '../model/selectie.ts'
import type { Api, ResourceDeps } from './api-deps.ts'
import { BODY_PROBLEMS, describeRoute, jsonAnswer, jsonBody } from './api-route.ts'
import { VOORBEELDEN } from './examples.ts'
import { parseInput } from './input-errors.ts'
import { MedewerkerIdempotencyKop, MedewerkerKoppen, SelectieParameter } from './parameters.ts'
import { readBody } from './read-body.ts'

const DEED_PROBLEMS = [
  'medewerker-ontbreekt',
  'persoon-vereist',
  'niet-gevonden',
  'uitkomst-onbekend',
] as const

export const postSelecties = describeRoute('POST /v1/selecties', {
  operationId: 'stelSelectieVoor',
  tags: ['Selectie'],
  summary: 'Vraag een voorstel wie een aanbod krijgt',
  description:
    'Een voorstel verandert niets. {"alles": true} is de gewone keuze: de wet vraagt een aanbod bij elk aangewezen signaal. Zonder grenzen gelden die van uw college. Bedreigende situaties, eindeleveringen en gegroeide herhaalde signalen staan buiten elke grens. Van elke melding staat er waarom zij wel of niet is gekozen.',
  request: {
    headers: MedewerkerIdempotencyKop,
    body: jsonBody('Selectievraag', VOORBEELDEN.selectievraag),
  },
  answers: {
    200: jsonAnswer('Herhaling: het eerste voorstel', 'Selectie', VOORBEELDEN.selectie),
    201: jsonAnswer('Voorgesteld', 'Selectie', VOORBEELDEN.selectie),
  },
  problems: [
    ...BODY_PROBLEMS,
    'medewerker-ontbreekt',
    'niet-gevonden',
    'idempotentiesleutel-hergebruikt',
    'uitkomst-onbekend',
  ],
})

export const postSelectievaststelling = describeRoute('POST /v1/selecties/{id}/vaststelling', {
  operationId: 'stelSelectieVast',
  tags: ['Selectie'],
  summary: 'Stel een voorstel vast: wie is gekozen gaat open',
  description:
    'Door een medewerker, nooit door een machine. Van twee die tegelijk kiezen wint er een: de ander krijgt voorstel-verouderd. Wie niet is gekozen wordt uitgesteld, krijgt een brief of gaat terug, zoals uw college besloot. Bij retour is alles van die personen meteen gewist, voorgoed; de aanleveraar leest het bij de sluiting van de maand.',
  request: {
    params: SelectieParameter,
    headers: MedewerkerKoppen,
    body: jsonBody('Selectiebesluit', VOORBEELDEN.selectiebesluit),
  },
  answers: { 200: jsonAnswer('Vastgesteld', 'Selectie', VOORBEELDEN.selectie) },
  problems: [
    ...BODY_PROBLEMS,
    ...DEED_PROBLEMS,
    'al-besloten',
    'voorstel-verouderd',
    'retour-niet-aanvaard',
  ],
})

export const getSelectie = describeRoute('GET /v1/selecties/{id}', {
  operationId: 'leesSelectie',
  tags: ['Selectie'],
  summary: 'Lees een selectie van uw gemeente',
  description:
    'Een voorstel, of wat er is vastgesteld en daarna teruggedraaid of aangevuld, met de meldingen die er nog zijn. Zonder naam, adres of bedrag.',
  request: { params: SelectieParameter, headers: MedewerkerKoppen },
  answers: { 200: jsonAnswer('De selectie', 'Selectie', VOORBEELDEN.selectie) },
  problems: ['medewerker-ontbreekt', 'niet-gevonden'],
})

export const postSelectieterugdraaiing = describeRoute('POST /v1/selecties/{id}/terugdraaiing', {
  operationId: 'draaiSelectieTerug',
  tags: ['Selectie'],
  summary: 'Draai een vastgestelde selectie terug, voor wie nog niet is opgehaald',
  description:
    'Door een medewerker. Wie gekozen was en nog niet is opgehaald wacht weer; wie was uitgesteld is dat niet meer. Wie al is opgehaald blijft gekozen, en wie is teruggegeven komt niet terug.',
  request: { params: SelectieParameter, headers: MedewerkerKoppen },
  answers: { 200: jsonAnswer('Teruggedraaid', 'Selectie', VOORBEELDEN.selectie) },
  problems: [...DEED_PROBLEMS, 'selectie-niet-vastgesteld'],
})

export const postSelectieaanvulling = describeRoute('POST /v1/selecties/{id}/aanvulling', {
  operationId: 'vulSelectieAan',
  tags: ['Selectie'],
  summary: 'Vul een vastgestelde selectie aan, in dezelfde volgorde',
  description:
    'Door een medewerker. Voor ieder die was gekozen en uitviel (een controle, een intrekking) komt de volgende uit dezelfde volgorde die nog wacht, binnen dezelfde grenzen. Zonder grenzen, of als niemand uitviel, verandert er niets. Mag herhaald worden.',
  request: { params: SelectieParameter, headers: MedewerkerKoppen },
  answers: { 200: jsonAnswer('Aangevuld', 'Selectie', VOORBEELDEN.selectie) },
  problems: [...DEED_PROBLEMS, 'selectie-niet-vastgesteld', 'voorstel-verouderd'],
})

/** Adds the routes of this resource. */
export function addSelecties(api: Api, { flows, readJson }: ResourceDeps): void {
  api.openapi(postSelecties, async (c) => {
    const vraag = parseInput(Selectievraag, readJson(await readBody(c)))
    const idempotentiesleutel = c.req.valid('header')['Idempotency-Key']
    const input = { vraag, ...(idempotentiesleutel !== undefined && { idempotentiesleutel }) }
    const { herhaald, selectie } = await flows.proposeSelection(c.var.caller, input)
    return herhaald ? c.json(selectie, 200) : c.json(selectie, 201)
  })
  api.openapi(postSelectievaststelling, async (c) => {
    const besluit = parseInput(Selectiebesluit, readJson(await readBody(c)))
    const { id } = c.req.valid('param')
    return c.json(await flows.decideSelection(c.var.caller, id, besluit), 200)
  })
  api.openapi(getSelectie, async (c) => {
    const { id } = c.req.valid('param')
    if (c.req.method !== 'HEAD') return c.json(await flows.readSelection(c.var.caller, id), 200)
    await flows.checkSelection(c.var.caller, id)
    return c.json(null, 200)
  })
  api.openapi(postSelectieterugdraaiing, async (c) =>
    c.json(await flows.undoSelection(c.var.caller, c.req.valid('param').id), 200),
  )
  api.openapi(postSelectieaanvulling, async (c) =>
    c.json(await flows.refillSelection(c.var.caller, c.req.valid('param').id), 200),
  )
}
