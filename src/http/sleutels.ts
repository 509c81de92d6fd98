/** `/v1/deelnemers/{oin}/sleutels`: a party registers its recipient keys, changes their state, and sees what a key can open. */
import { Sleutelaanmelding, Sleutelwijziging } from '../model/sleutel.ts'
import type { Api, ResourceDeps } from './api-deps.ts'
import { BODY_PROBLEMS, describeRoute, jsonAnswer, jsonBody } from './api-route.ts'
import { VOORBEELDEN } from './examples.ts'
import { parseInput } from './input-errors.ts'
import {
  Bladeren,
  DeelnemerParameter,
  DeelnemerSleutelParameters,
  MedewerkerKoppen,
} from './parameters.ts'
import { readBody } from './read-body.ts'

const DEFAULT_LIMIET = 100

export const postSleutel = describeRoute('POST /v1/deelnemers/{oin}/sleutels', {
  operationId: 'registreerSleutel',
  tags: ['Sleutels'],
  summary: 'Registreer een ontvangersleutel',
  description:
    'De registratie is een JWS met de sleutel van het certificaat van de partij: wie haar brengt maakt niet uit, wie haar ondertekende wel. De sleutel is meteen actief en krijgt van elk nieuw signaal een doos. Een orgaan mag zijn sleutel registreren voordat zijn mandaat ingaat. Mag herhaald worden; een latere registratie van dezelfde sleutel vervangt de vorige.',
  request: {
    params: DeelnemerParameter,
    headers: MedewerkerKoppen,
    body: jsonBody('Sleutelaanmelding', VOORBEELDEN.sleutelaanmelding),
  },
  answers: {
    200: jsonAnswer('Was er al', 'Sleutel', VOORBEELDEN.sleutel),
    201: jsonAnswer('Geregistreerd', 'Sleutel', VOORBEELDEN.sleutel),
  },
  problems: [
    ...BODY_PROBLEMS,
    'medewerker-ontbreekt',
    'sleutelregistratie-onjuist',
    'sleutel-zwak',
    'sleutel-van-andere-partij',
    'sleutel-van-andere-gemeente',
    'sleutel-doel-niet-toegestaan',
    'sleutel-bestaat-al',
    'uitkomst-onbekend',
  ],
})

export const getSleutels = describeRoute('GET /v1/deelnemers/{oin}/sleutels', {
  operationId: 'leesSleutels',
  tags: ['Sleutels'],
  summary: 'Lees de ontvangersleutels van een partij voor uw gemeente',
  description:
    'Een partij ziet haar eigen sleutels, een college ook die van de organen die voor hem werken. Met de registratie is elke sleutel na te gaan.',
  request: { params: DeelnemerParameter, headers: MedewerkerKoppen },
  answers: { 200: jsonAnswer('De sleutels, oudste eerst', 'Sleutels', VOORBEELDEN.sleutels) },
  problems: ['medewerker-ontbreekt', 'niet-gevonden'],
})

export const putSleutel = describeRoute('PUT /v1/deelnemers/{oin}/sleutels/{sleutelId}', {
  operationId: 'wijzigSleutel',
  tags: ['Sleutels'],
  summary: 'Zet een sleutel op alleenOpenen of gecompromitteerd',
  description:
    'Alleen vooruit: actief, alleenOpenen (geen nieuwe dozen, opent wat hij heeft), gecompromitteerd (geen doos verlaat de poort meer). Het antwoord noemt de signalen waarvan deze sleutel een doos heeft of kreeg; blader met Link verder. Mag herhaald worden.',
  request: {
    params: DeelnemerSleutelParameters,
    headers: MedewerkerKoppen,
    body: jsonBody('Sleutelwijziging', VOORBEELDEN.sleutelwijziging),
  },
  answers: {
    200: jsonAnswer('Gewijzigd', 'Sleutelgevolg', VOORBEELDEN.sleutelgevolg, ['Link']),
  },
  problems: [
    ...BODY_PROBLEMS,
    'medewerker-ontbreekt',
    'niet-gevonden',
    'sleuteltoestand-onjuist',
    'uitkomst-onbekend',
  ],
})

export const getSleutelSignalen = describeRoute(
  'GET /v1/deelnemers/{oin}/sleutels/{sleutelId}/signalen',
  {
    operationId: 'leesSignalenVanSleutel',
    tags: ['Sleutels'],
    summary: 'Lees welke signalen een sleutel kan of kon openen',
    description: 'Alleen ids en aantallen; er wordt niets verstrekt.',
    request: { params: DeelnemerSleutelParameters, query: Bladeren, headers: MedewerkerKoppen },
    answers: {
      200: jsonAnswer('Een pagina, oudste eerst', 'Getroffen', VOORBEELDEN.getroffen, ['Link']),
    },
    problems: ['medewerker-ontbreekt', 'niet-gevonden'],
  },
)

/** Adds the routes of this resource. */
export function addSleutels(api: Api, { flows, readJson }: ResourceDeps): void {
  api.openapi(postSleutel, async (c) => {
    const { registratie } = parseInput(Sleutelaanmelding, readJson(await readBody(c)))
    const { oin } = c.req.valid('param')
    const { nieuw, sleutel } = await flows.registerKey(c.var.caller, { oin, registratie })
    return nieuw ? c.json(sleutel, 201) : c.json(sleutel, 200)
  })
  api.openapi(getSleutels, async (c) => {
    const sleutels = await flows.readKeys(c.var.caller, c.req.valid('param').oin)
    return c.json({ sleutels }, 200)
  })
  api.openapi(putSleutel, async (c) => {
    const wijziging = parseInput(Sleutelwijziging, readJson(await readBody(c)))
    const place = c.req.valid('param')
    const { gevolg, volgende } = await flows.changeKey(c.var.caller, place, wijziging)
    return c.json(gevolg, 200, linkTo(`${c.req.path}/signalen`, volgende, FIRST_LIMIET))
  })
  api.openapi(getSleutelSignalen, async (c) => {
    const { limiet = DEFAULT_LIMIET, cursor } = c.req.valid('query')
    const page = { limiet, ...(cursor !== undefined && { cursor }) }
    const place = c.req.valid('param')
    const { getroffen, volgende } = await flows.readKeySignals(c.var.caller, place, page)
    return c.json(getroffen, 200, linkTo(c.req.path, volgende, limiet))
  })
}

/** What a change names at most; its next page goes on with as many. */
const FIRST_LIMIET = 500

function linkTo(path: string, cursor: string | undefined, limiet: number): Record<string, string> {
  if (cursor === undefined) return {}
  const next = new URLSearchParams({ cursor, limiet: String(limiet) })
  return { Link: `<${path}?${next.toString()}>; rel="next"` }
}
