/** `/v1/grondslagen`: what may pass on which article, as the public page shows it. */
import type { Api, ResourceDeps } from './api-deps.ts'
import { describeRoute, jsonAnswer } from './api-route.ts'
import { VOORBEELDEN } from './examples.ts'
import { MedewerkerKoppen } from './parameters.ts'

export const getGrondslagen = describeRoute('GET /v1/grondslagen', {
  operationId: 'leesGrondslagen',
  tags: ['Toezicht'],
  summary: 'Lees wat op welk artikel mag worden doorgegeven',
  description:
    'Het beleid dat nu geldt: regels, velden, voorwaarden, doelen, termijnen en open vragen. Geen persoonsgegevens; dezelfde inhoud als de openbare pagina.',
  request: { headers: MedewerkerKoppen },
  answers: { 200: jsonAnswer('Het beleid van nu', 'Grondslagen', VOORBEELDEN.grondslagen) },
  problems: ['medewerker-ontbreekt'],
})

/** Adds the route of this resource. */
export function addGrondslagen(api: Api, { flows }: ResourceDeps): void {
  api.openapi(getGrondslagen, async (c) => c.json(await flows.readBases(c.var.caller), 200))
}
