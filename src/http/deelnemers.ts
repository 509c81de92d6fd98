/** `/v1/deelnemers`: who takes part and how to reach them; a party changes what is its own. */
import { Benadering } from '../model/benadering.ts'
import { Clientsleutels } from '../model/clientsleutels.ts'
import { Contact } from '../model/deelnemerstand.ts'
import type { Api, ResourceDeps } from './api-deps.ts'
import { BODY_PROBLEMS, describeRoute, jsonAnswer, jsonBody } from './api-route.ts'
import { VOORBEELDEN } from './examples.ts'
import { parseInput } from './input-errors.ts'
import { Bladeren, DeelnemerParameter, MedewerkerKoppen } from './parameters.ts'
import { readBody } from './read-body.ts'

const DEFAULT_LIMIET = 100

export const getDeelnemers = describeRoute('GET /v1/deelnemers', {
  operationId: 'haalDeelnemersOp',
  tags: ['Deelnemers'],
  summary: 'Haal op wie er meedoet, hoe een afdeling te bereiken is en wat u afsprak',
  description:
    'Met hoe iemand benaderd wil worden, wanneer hij int, welke betalingsregelingen hij kent, zijn merken (onderdelen) en op welke dag van de maand een lijst tussen u beiden er is. Namens een gemeente ziet u alle deelnemers; anders uzelf, de ontvangende kant en met wie u een mandaat deelt.',
  request: { query: Bladeren, headers: MedewerkerKoppen },
  answers: {
    200: jsonAnswer('Een pagina deelnemers, op OIN', 'Deelnemers', VOORBEELDEN.deelnemers, [
      'Link',
    ]),
  },
  problems: ['medewerker-ontbreekt'],
})

export const putContact = describeRoute('PUT /v1/deelnemers/{oin}/contact', {
  operationId: 'wijzigContact',
  tags: ['Deelnemers'],
  summary: 'Wijzig hoe een afdeling van uw organisatie te bereiken is',
  description:
    'Alleen van uzelf, niet namens een ander. Vervangt het geheel: wat ontbreekt, vervalt. Geef een adres en nummer van een afdeling, niet van een persoon.',
  request: {
    params: DeelnemerParameter,
    headers: MedewerkerKoppen,
    body: jsonBody('Contact', VOORBEELDEN.contact),
  },
  answers: { 200: jsonAnswer('Zoals het nu geldt', 'Contact', VOORBEELDEN.contact) },
  problems: [...BODY_PROBLEMS, 'medewerker-ontbreekt', 'niet-gevonden', 'uitkomst-onbekend'],
})

export const putBenadering = describeRoute('PUT /v1/deelnemers/{oin}/benadering', {
  operationId: 'wijzigBenadering',
  tags: ['Deelnemers'],
  summary: 'Wijzig hoe u benaderd wilt worden, wanneer u int en welke betalingsregelingen u kent',
  description:
    'Alleen van uzelf, niet namens een ander. Vervangt het geheel: wat ontbreekt, vervalt. Platte tekst van ten hoogste 500 tekens, zonder namen van personen; wie u in GET /v1/deelnemers ziet, leest dit.',
  request: {
    params: DeelnemerParameter,
    headers: MedewerkerKoppen,
    body: jsonBody('Benadering', VOORBEELDEN.benadering),
  },
  answers: { 200: jsonAnswer('Zoals het nu geldt', 'Benadering', VOORBEELDEN.benadering) },
  problems: [...BODY_PROBLEMS, 'medewerker-ontbreekt', 'niet-gevonden', 'uitkomst-onbekend'],
})

export const putClientsleutels = describeRoute('PUT /v1/deelnemers/{oin}/clientsleutels', {
  operationId: 'wijzigClientsleutels',
  tags: ['Deelnemers'],
  summary: 'Vervang de publieke sleutels waarmee u een token vraagt (RFC 7523)',
  description:
    'Alleen van uzelf. Vervangt de hele set; ten minste één huidige sleutel blijft staan, zodat een vergissing u niet buitensluit. Een nieuw certificaat met uw OIN hoeft u niet aan te melden.',
  request: {
    params: DeelnemerParameter,
    headers: MedewerkerKoppen,
    body: jsonBody('Clientsleutels', VOORBEELDEN.clientsleutels),
  },
  answers: {
    200: jsonAnswer('Zoals zij nu gelden', 'Clientsleutels', VOORBEELDEN.clientsleutels),
  },
  problems: [...BODY_PROBLEMS, 'medewerker-ontbreekt', 'niet-gevonden', 'uitkomst-onbekend'],
})

/** Adds the routes of this resource. */
export function addDeelnemers(api: Api, { flows, readJson }: ResourceDeps): void {
  api.openapi(getDeelnemers, async (c) => {
    const { limiet = DEFAULT_LIMIET, cursor } = c.req.valid('query')
    const page = { limiet, ...(cursor !== undefined && { cursor }) }
    const { deelnemers, volgende } = await flows.listParties(c.var.caller, page)
    if (volgende === undefined) return c.json({ deelnemers }, 200)
    const query = new URLSearchParams({ limiet: String(limiet), cursor: volgende })
    return c.json({ deelnemers }, 200, { Link: `<${c.req.path}?${query.toString()}>; rel="next"` })
  })
  api.openapi(putContact, async (c) => {
    const { oin } = c.req.valid('param')
    const contact = parseInput(Contact, readJson(await readBody(c)))
    return c.json(await flows.changeOwnContact(c.var.caller, oin, contact), 200)
  })
  api.openapi(putBenadering, async (c) => {
    const { oin } = c.req.valid('param')
    const benadering = parseInput(Benadering, readJson(await readBody(c)))
    return c.json(await flows.changeOwnApproach(c.var.caller, oin, benadering), 200)
  })
  api.openapi(putClientsleutels, async (c) => {
    const { oin } = c.req.valid('param')
    const sleutels = parseInput(Clientsleutels, readJson(await readBody(c)))
    return c.json(await flows.changeOwnKeys(c.var.caller, oin, sleutels), 200)
  })
}
