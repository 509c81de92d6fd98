/** `/v1/aanleveringen`: a list of signals, streamed in; and lists found back. */
import { z } from 'zod'
import { Vrijgave } from '../model/aanlevering.ts'
import type { Api, ResourceDeps } from './api-deps.ts'
import { describeRoute, jsonAnswer, listAnswer, listBody } from './api-route.ts'
import { VOORBEELDEN } from './examples.ts'
import { linkTo } from './link-to.ts'
import { answerLines, answerWhenDone, wantsLines } from './list-answer.ts'
import { listForm, readListBody } from './list-body.ts'
import {
  AanleveringParameter,
  Bladeren,
  IdempotencyKop,
  LijstenParameters,
  NamensKop,
} from './parameters.ts'

const DEFAULT_LIMIET = 100

export const postAanlevering = describeRoute('POST /v1/aanleveringen', {
  operationId: 'leverLijstAan',
  tags: ['Aanleveringen'],
  summary: 'Lever een lijst signalen aan',
  description:
    'CSV of NDJSON, zo groot als nodig; Content-Encoding gzip mag. De lijst wordt per deel besloten, verzegeld en vastgelegd terwijl zij binnenkomt. Altijd 200 met een besluit voor elke regel: een foute regel houdt de andere niet tegen. Ook een lege lijst is een lijst: CSV met alleen de kop, of NDJSON zonder regel. Met Accept application/x-ndjson komt elk besluit zodra het vaststaat (lees terwijl u stuurt), anders aan het eind de samenvatting. Breekt het af, dan staat wat is aanvaard; stuur de hele lijst opnieuw: hetzelfde kenmerk met dezelfde inhoud krijgt het eerste ontvangstbewijs. De Idempotency-Key is de naam waaronder u de lijst terugvindt. Met vrijgave=handmatig ziet de gemeente niets tot u vrijgeeft; na 24 uur zonder vrijgave wist de poort de lijst.',
  request: {
    headers: IdempotencyKop,
    query: z.strictObject({ vrijgave: Vrijgave.optional() }),
    body: listBody(VOORBEELDEN.lijstregels, VOORBEELDEN.lijsttabel),
  },
  answers: {
    200: listAnswer(
      'Een besluit voor elke regel',
      VOORBEELDEN.aanlevering,
      VOORBEELDEN.lijstbericht,
    ),
  },
  problems: [
    'lijst-onleesbaar',
    'inhoud-te-groot',
    'inhoud-soort-onjuist',
    'te-veel-lijsten',
    'aanlevering-gesloten',
    'uitkomst-onbekend',
  ],
})

export const getAanleveringen = describeRoute('GET /v1/aanleveringen', {
  operationId: 'zoekLijsten',
  tags: ['Aanleveringen'],
  summary: 'Vind eigen lijsten terug',
  description:
    'Nieuwste eerst. Met naam de lijsten die onder die Idempotency-Key kwamen, ook na een time-out.',
  request: { query: LijstenParameters, headers: NamensKop },
  answers: {
    200: jsonAnswer('Een pagina lijsten', 'Aanleveringen', VOORBEELDEN.aanleveringen, ['Link']),
  },
  problems: [],
})

export const getAanlevering = describeRoute('GET /v1/aanleveringen/{id}', {
  operationId: 'leesLijst',
  tags: ['Aanleveringen'],
  summary: 'Lees hoe een eigen lijst ervoor staat',
  description: 'Met aantallen, ook per gemeente; nooit of een gemeente iets heeft geselecteerd.',
  request: { params: AanleveringParameter, headers: NamensKop },
  answers: { 200: jsonAnswer('De stand', 'Aanlevering', VOORBEELDEN.aanlevering) },
  problems: ['niet-gevonden'],
})

export const getAanleveringregels = describeRoute('GET /v1/aanleveringen/{id}/regels', {
  operationId: 'leesLijstregels',
  tags: ['Aanleveringen'],
  summary: 'Lees wat er van elke regel van een eigen lijst werd',
  description:
    'Regelnummer, besluit, codes en de stand van het signaal; nooit waarden. Van een regel die niet is aanvaard bewaart de poort het kenmerk niet.',
  request: { params: AanleveringParameter, query: Bladeren, headers: NamensKop },
  answers: {
    200: jsonAnswer('Een pagina regels', 'Aanleveringregels', VOORBEELDEN.aanleveringregels, [
      'Link',
    ]),
  },
  problems: ['niet-gevonden'],
})

export const postVrijgave = describeRoute('POST /v1/aanleveringen/{id}/vrijgave', {
  operationId: 'geefLijstVrij',
  tags: ['Aanleveringen'],
  summary: 'Geef een vastgehouden lijst vrij',
  description:
    'Van een lijst die met vrijgave=handmatig geheel of deels binnenkwam, binnen 24 uur. Mag herhaald worden.',
  request: { params: AanleveringParameter, headers: NamensKop },
  answers: { 200: jsonAnswer('Vrijgegeven', 'Aanlevering', VOORBEELDEN.aanlevering) },
  problems: ['niet-gevonden', 'aanlevering-gesloten', 'vrijgave-verlopen', 'uitkomst-onbekend'],
})

export const postLijstintrekking = describeRoute('POST /v1/aanleveringen/{id}/intrekking', {
  operationId: 'trekLijstIn',
  tags: ['Aanleveringen'],
  summary: 'Trek een verkeerde lijst als geheel in',
  description:
    'Elk signaal dat de lijst bracht eindigt als ten-onrechte aangeleverd, ook wat een eerdere lijst al had gebracht; wat daarna door een andere aanlevering is gecorrigeerd, blijft. Het antwoord telt per gemeente; hoeveel de gemeente daarvan al had gezien, zegt de stand pas na de afsluiting van de maand (gezienVanafDatum). Is er sprake van een datalek, vraag het dan eerder bij de gemeente. Mag herhaald worden.',
  request: { params: AanleveringParameter, headers: NamensKop },
  answers: { 200: jsonAnswer('Ingetrokken', 'Aanlevering', VOORBEELDEN.lijstIngetrokken) },
  problems: ['niet-gevonden', 'uitkomst-onbekend'],
})

/** Adds the routes of this resource. */
export function addAanleveringen(api: Api, { flows, log }: ResourceDeps): void {
  api.openapi(postAanlevering, async (c): Promise<Response> => {
    const naam = c.req.valid('header')['Idempotency-Key']
    const { vrijgave = 'direct' } = c.req.valid('query')
    const berichten = flows.receiveList(c.var.caller, {
      vorm: listForm(c),
      vrijgave,
      ...(naam !== undefined && { naam }),
      body: readListBody(c),
    })
    return wantsLines(c)
      ? answerLines(berichten, log)
      : c.json(await answerWhenDone(berichten), 200)
  })
  api.openapi(getAanleveringen, async (c) => {
    const { limiet = DEFAULT_LIMIET, cursor, naam } = c.req.valid('query')
    const { volgende, aanleveringen } = await flows.listLists(c.var.caller, {
      limiet,
      ...(cursor !== undefined && { cursor }),
      ...(naam !== undefined && { naam }),
    })
    return c.json({ aanleveringen }, 200, linkTo(c, volgende))
  })
  api.openapi(getAanlevering, async (c) =>
    c.json(await flows.readList(c.var.caller, c.req.valid('param').id), 200),
  )
  api.openapi(postVrijgave, async (c) =>
    c.json(await flows.releaseList(c.var.caller, c.req.valid('param').id), 200),
  )
  api.openapi(postLijstintrekking, async (c) =>
    c.json(await flows.withdrawList(c.var.caller, c.req.valid('param').id), 200),
  )
  api.openapi(getAanleveringregels, async (c) => {
    const { limiet = DEFAULT_LIMIET, cursor } = c.req.valid('query')
    const { volgende, regels } = await flows.readListRows(c.var.caller, {
      id: c.req.valid('param').id,
      limiet,
      ...(cursor !== undefined && { cursor }),
    })
    return c.json({ regels }, 200, linkTo(c, volgende))
  })
}
