/** `/v1/gebeurtenissen`: what became of a municipality's signals after it could collect them, and which lists did not come. */
import type { Api, ResourceDeps } from './api-deps.ts'
import { describeRoute, jsonAnswer } from './api-route.ts'
import { VOORBEELDEN } from './examples.ts'
import { MedewerkerKoppen, SindsParameters } from './parameters.ts'

const DEFAULT_LIMIET = 100

export const getGebeurtenissen = describeRoute('GET /v1/gebeurtenissen', {
  operationId: 'leesGebeurtenissen',
  tags: ['Meldingen'],
  summary:
    'Lees wat er met uw signalen gebeurde: ingetrokken, gecorrigeerd, verlopen of uitgebleven',
  description:
    'Oudste eerst, zonder persoonsgegevens, 90 dagen bewaard. Van een lijst die op de afgesproken dag uitbleef noemt een regel de deelnemer en de dag, en geen signaal. Bewaar sinds uit het antwoord en vraag daarmee verder: zo mist u niets.',
  request: { query: SindsParameters, headers: MedewerkerKoppen },
  answers: {
    200: jsonAnswer('Een pagina gebeurtenissen', 'Gebeurtenissen', VOORBEELDEN.gebeurtenissen, [
      'Link',
    ]),
  },
  problems: ['medewerker-ontbreekt'],
})

/** Adds the routes of this resource. */
export function addGebeurtenissen(api: Api, { flows }: ResourceDeps): void {
  api.openapi(getGebeurtenissen, async (c) => {
    if (c.req.method === 'HEAD') return c.json(null, 200)
    const { sinds, limiet = DEFAULT_LIMIET } = c.req.valid('query')
    const { meer, ...page } = await flows.readFeed(c.var.caller, {
      limiet,
      ...(sinds !== undefined && { sinds }),
    })
    if (!meer || page.sinds === undefined) return c.json(page, 200)
    const next = new URLSearchParams({ limiet: String(limiet), sinds: page.sinds })
    return c.json(page, 200, { Link: `<${c.req.path}?${next.toString()}>; rel="next"` })
  })
}
