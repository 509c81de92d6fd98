/** `/v1/werkvoorraad`: the meldingen that wait to be chosen, without name, address or amount. */
import type { Api, ResourceDeps } from './api-deps.ts'
import { describeRoute, jsonAnswer } from './api-route.ts'
import { VOORBEELDEN } from './examples.ts'
import { MedewerkerKoppen, WerkvoorraadParameters } from './parameters.ts'

const DEFAULT_LIMIET = 100

export const getWerkvoorraad = describeRoute('GET /v1/werkvoorraad', {
  operationId: 'leesWerkvoorraad',
  tags: ['Selectie'],
  summary: 'Lees wie er wacht om gekozen te worden',
  description:
    'Zonder naam, adres of bedrag. Waar weinig meldingen gelijk zijn ontbreekt de wijk, ook in filters en tellingen. De eerste keer dat de lijst wordt gelezen, geldt alles wat er staat als beschikbaar. Elke lezing wordt vastgelegd.',
  request: { query: WerkvoorraadParameters, headers: MedewerkerKoppen },
  answers: {
    200: jsonAnswer('Een pagina van de werkvoorraad', 'Werkvoorraad', VOORBEELDEN.werkvoorraad, [
      'Link',
    ]),
  },
  problems: ['medewerker-ontbreekt'],
})

/** Adds the routes of this resource. HEAD stops before the flow: it shows and marks nothing. */
export function addWerkvoorraad(api: Api, { flows }: ResourceDeps): void {
  api.openapi(getWerkvoorraad, async (c) => {
    if (c.req.method === 'HEAD') return c.json(null, 200)
    const { cursor, limiet = DEFAULT_LIMIET, ...filters } = c.req.valid('query')
    const { volgende, ...page } = await flows.showWorkList(c.var.caller, {
      filters,
      limiet,
      ...(cursor !== undefined && { cursor }),
    })
    if (volgende === undefined) return c.json(page, 200)
    const query = Object.entries(filters).filter(([, value]) => value !== undefined)
    const next = new URLSearchParams({
      ...Object.fromEntries(query),
      limiet: String(limiet),
      cursor: volgende,
    })
    return c.json(page, 200, { Link: `<${c.req.path}?${next.toString()}>; rel="next"` })
  })
}
