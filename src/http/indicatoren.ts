/** `/v1/indicatoren`: what a municipality counts of a month, for itself or to publish. */
import { z } from 'zod'
import { Gemeentecode } from '../model/ids.ts'
import { Maand, Weergave } from '../model/indicatoren.ts'
import type { Api, ResourceDeps } from './api-deps.ts'
import { describeRoute, jsonAnswer } from './api-route.ts'
import { VOORBEELDEN } from './examples.ts'
import { MedewerkerKoppen } from './parameters.ts'

const IndicatorParameters = z.strictObject({
  maand: Maand.optional().meta({
    description: 'Kalendermaand in Nederland, JJJJ-MM; zonder: de laatste die gesloten is',
    examples: ['2026-10'],
  }),
  weergave: Weergave.default('eigen').meta({
    description:
      'eigen: uw eigen cijfers. openbaar: wat u mag publiceren of delen; alleen wat bevroren is, met kleine aantallen verborgen',
  }),
  gemeentecode: Gemeentecode.optional().meta({
    description: 'Verplicht voor wie voor meer dan één gemeente werkt',
  }),
})

export const getIndicatoren = describeRoute('GET /v1/indicatoren', {
  operationId: 'leesIndicatoren',
  tags: ['Indicatoren'],
  summary: 'Lees de indicatoren van een maand',
  description:
    'De indicatoren van de Divosa-monitor en de KPI’s voor gemeenten, bij naam, zonder persoonsgegevens. De instroom staat vast bij het sluiten van de maand, de uitkomsten zodra van de maand geen rij meer leeft; tot dan zijn zij voorlopig. Wijken met te weinig personen staan samen onder overig. Wat u alleen zelf kunt uitrekenen staat erbij als berekendDoor: gemeente.',
  request: { query: IndicatorParameters, headers: MedewerkerKoppen },
  answers: { 200: jsonAnswer('De indicatoren', 'Indicatoren', VOORBEELDEN.indicatoren) },
  problems: ['niet-gevonden', 'medewerker-ontbreekt', 'uitkomst-onbekend'],
})

/** Adds the routes of this resource. */
export function addIndicatoren(api: Api, { flows }: ResourceDeps): void {
  api.openapi(getIndicatoren, async (c) => {
    const { gemeentecode, maand, weergave } = c.req.valid('query')
    const asked = {
      weergave,
      ...(maand !== undefined && { maand }),
      ...(gemeentecode !== undefined && { gemeentecode }),
    }
    if (c.req.method !== 'HEAD') return c.json(await flows.readIndicators(c.var.caller, asked), 200)
    await flows.checkIndicators(c.var.caller, asked)
    return c.json(null, 200)
  })
}
