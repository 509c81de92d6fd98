/** `/v1/auditgebeurtenissen`: a party searches its own events and takes the proof of one. */
import type { Context } from 'hono'
import { Auditzoekvraag } from '../model/auditgebeurtenis.ts'
import { Problem } from '../model/problem.ts'
import type { Api, ResourceDeps } from './api-deps.ts'
import type { ApiEnv } from './api-env.ts'
import { BODY_PROBLEMS, describeRoute, jsonAnswer, jsonBody, textAnswer } from './api-route.ts'
import { VOORBEELDEN } from './examples.ts'
import { parseInput } from './input-errors.ts'
import { Bladeren, GebeurtenisParameter, MedewerkerKoppen } from './parameters.ts'
import { readBody } from './read-body.ts'

const DEFAULT_LIMIET = 100

export const postAuditzoek = describeRoute('POST /v1/auditgebeurtenissen/_zoek', {
  operationId: 'zoekAuditgebeurtenissen',
  tags: ['Toezicht'],
  summary: 'Zoek in de eigen gebeurtenissen: wie deed wat, met welk doel, op welke grondslag',
  description:
    'Alleen gebeurtenissen van de eigen organisatie, nieuwste eerst. Elke zoekvraag is zelf een gebeurtenis. Voor de volgende pagina: stuur dezelfde inhoud naar het adres in de kop Link.',
  request: {
    query: Bladeren,
    headers: MedewerkerKoppen,
    body: jsonBody('Auditzoekvraag', VOORBEELDEN.auditzoekvraag),
  },
  answers: {
    200: jsonAnswer(
      'Een pagina gebeurtenissen',
      'Auditgebeurtenissen',
      VOORBEELDEN.auditgebeurtenissen,
      ['Link'],
    ),
  },
  problems: [...BODY_PROBLEMS, 'medewerker-ontbreekt', 'uitkomst-onbekend'],
})

export const getAuditbewijs = describeRoute('GET /v1/auditgebeurtenissen/{id}/bewijs', {
  operationId: 'bewijsAuditgebeurtenis',
  tags: ['Toezicht'],
  summary: 'Haal het bewijs op dat een eigen gebeurtenis in het logboek staat',
  description: 'Een .tlog-proof: plaats in het logboek, pad en ondertekend ijkpunt.',
  request: { params: GebeurtenisParameter, headers: MedewerkerKoppen },
  answers: { 200: textAnswer('Het bewijs (.tlog-proof)', VOORBEELDEN.bewijs) },
  problems: ['medewerker-ontbreekt', 'niet-gevonden', 'bewijs-nog-niet-beschikbaar'],
})

/** Adds the routes of this resource. */
export function addAuditgebeurtenissen(api: Api, { flows, readJson }: ResourceDeps): void {
  api.openapi(postAuditzoek, async (c) => {
    const { limiet = DEFAULT_LIMIET, cursor } = c.req.valid('query')
    const vraag = parseInput(Auditzoekvraag, readJson(await readBody(c)))
    const page = { limiet, ...(cursor !== undefined && { cursor }) }
    const { volgende, ...found } = await flows.searchEvents(c.var.caller, vraag, page)
    return c.json(found, 200, volgende === undefined ? {} : linkToNext(c, limiet, volgende))
  })
  api.openapi(getAuditbewijs, async (c) => {
    const { id } = c.req.valid('param')
    if (c.req.method !== 'HEAD') return c.text(await flows.proveEvent(c.var.caller, id), 200)
    if (!(await flows.eventExists(c.var.caller, id))) throw new Problem('niet-gevonden')
    return c.text('', 200)
  })
}

function linkToNext(c: Context<ApiEnv>, limiet: number, cursor: string): { Link: string } {
  const query = new URLSearchParams({ limiet: String(limiet), cursor })
  return { Link: `<${c.req.path}?${query.toString()}>; rel="next"` }
}
