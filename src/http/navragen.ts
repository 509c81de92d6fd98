/** `/v1/navragen`: a municipality asks the VLP of a chosen signal one thing; the VLP answers, sealed to that municipality. */
import { z } from 'zod'
import { csvLine } from '../model/csv-line.ts'
import { type Navraag, Navraagantwoord, NavraagId, NieuweNavraag } from '../model/navraag.ts'
import { Problem } from '../model/problem.ts'
import type { Api, ResourceDeps } from './api-deps.ts'
import { BODY_PROBLEMS, csvAnswer, describeRoute, jsonAnswer, jsonBody } from './api-route.ts'
import { VOORBEELDEN } from './examples.ts'
import { parseInput } from './input-errors.ts'
import {
  Bladeren,
  MedewerkerIdempotencyKop,
  MedewerkerKoppen,
  NamensKop,
  SleutelParameter,
} from './parameters.ts'
import { readBody } from './read-body.ts'
import { wantsCsv } from './wants-csv.ts'

const DEFAULT_LIMIET = 100
const NavraagParameter = z.strictObject({ id: NavraagId })

const COLUMNS = [
  'id',
  'signaalId',
  'gemeentecode',
  'soort',
  'gesteldTijdstip',
  'uiterlijkDatum',
  'toestand',
  'afgerondTijdstip',
] as const satisfies readonly (keyof Navraag)[]

/** A byte order mark first, or a Dutch spreadsheet takes it for another encoding. */
const toCsv = (list: readonly Navraag[]): string =>
  `\uFEFF${[COLUMNS, ...list.map((one) => COLUMNS.map((name) => one[name] ?? ''))].map(csvLine).join('')}`

export const postNavragen = describeRoute('POST /v1/navragen', {
  operationId: 'stelNavraag',
  tags: ['Navragen'],
  summary: 'Vraag de aanleveraar van een gekozen signaal om één gegeven',
  description:
    'Alleen over een signaal dat is gekozen en opgehaald, en alleen om wat de aanleveraar van dit soort signaal mag geven. De aanleveraar leest hieruit dat zijn signaal gekozen is. Hij heeft twee werkdagen; daarna is het geen-antwoord.',
  request: {
    headers: MedewerkerIdempotencyKop,
    body: jsonBody('NieuweNavraag', VOORBEELDEN.nieuweNavraag),
  },
  answers: {
    200: jsonAnswer('Herhaling: de eerste navraag', 'Navraag', VOORBEELDEN.navraag),
    201: jsonAnswer('Gesteld', 'Navraag', VOORBEELDEN.navraag, ['Location']),
  },
  problems: [
    ...BODY_PROBLEMS,
    'navraag-staat-uit',
    'medewerker-ontbreekt',
    'persoon-vereist',
    'niet-gevonden',
    'navraag-niet-mogelijk',
    'navraag-loopt',
    'idempotentiesleutel-hergebruikt',
    'uitkomst-onbekend',
  ],
})

export const getNavragen = describeRoute('GET /v1/navragen', {
  operationId: 'leesNavragen',
  tags: ['Navragen'],
  summary: 'Lees de vragen van gemeenten over uw signalen',
  description:
    'Nieuwste eerst, ook wat al beantwoord of verlopen is, tot het signaal eindigt. Met Accept: text/csv een bestand voor een rekenblad.',
  request: { query: Bladeren, headers: NamensKop },
  answers: {
    200: csvAnswer(
      jsonAnswer('Een pagina navragen', 'Navragen', VOORBEELDEN.navragen, ['Link']),
      COLUMNS.join(';'),
    ),
  },
  problems: [],
})

export const getNavraag = describeRoute('GET /v1/navragen/{id}', {
  operationId: 'haalNavraagOp',
  tags: ['Navragen'],
  summary: 'Haal een navraag op met het verzegelde antwoord',
  description:
    'Alleen uw sleutel opent het antwoord; de plaats van het zegel is [signaalId, versie, gemeentecode, veld]. Elke verstrekking wordt eerst vastgelegd.',
  request: { params: NavraagParameter, query: SleutelParameter, headers: MedewerkerKoppen },
  answers: { 200: jsonAnswer('De navraag', 'NavraagMetAntwoord', VOORBEELDEN.navraagMetAntwoord) },
  problems: [
    'medewerker-ontbreekt',
    'niet-gevonden',
    'sleutel-onbekend',
    'signaal-beperkt',
    'uitkomst-onbekend',
  ],
})

export const postAntwoord = describeRoute('POST /v1/navragen/{id}/antwoord', {
  operationId: 'beantwoordNavraag',
  tags: ['Navragen'],
  summary: 'Beantwoord een navraag',
  description:
    'Van de soort die is gevraagd, nooit vrije tekst. De waarde wordt bij ontvangst aan de gemeente verzegeld en is daarna ook hier niet meer te lezen.',
  request: {
    params: NavraagParameter,
    headers: NamensKop,
    body: jsonBody('Navraagantwoord', VOORBEELDEN.navraagantwoord),
  },
  answers: { 200: jsonAnswer('Beantwoord', 'Navraag', VOORBEELDEN.beantwoordeNavraag) },
  problems: [
    ...BODY_PROBLEMS,
    'niet-gevonden',
    'navraag-gesloten',
    'navraag-niet-mogelijk',
    'uitkomst-onbekend',
  ],
})

/** Adds the routes of this resource. */
export function addNavragen(api: Api, { flows, readJson }: ResourceDeps): void {
  api.openapi(postNavragen, async (c) => {
    const navraag = parseInput(NieuweNavraag, readJson(await readBody(c)))
    const sleutel = c.req.valid('header')['Idempotency-Key']
    const input = { navraag, ...(sleutel !== undefined && { idempotentiesleutel: sleutel }) }
    const { herhaald, navraag: asked } = await flows.askQuestion(c.var.caller, input)
    if (herhaald) return c.json(asked, 200)
    return c.json(asked, 201, { Location: `/v1/navragen/${asked.id}` })
  })
  api.openapi(getNavragen, async (c) => {
    if (c.req.method === 'HEAD') return c.json(null, 200)
    const { cursor, limiet = DEFAULT_LIMIET } = c.req.valid('query')
    const voor = cursor === undefined ? undefined : cursorOf(cursor)
    const { navragen, volgende } = await flows.readOwnQuestions(c.var.caller, {
      limiet,
      ...(voor !== undefined && { voor }),
    })
    const next = new URLSearchParams({ limiet: String(limiet), cursor: volgende ?? '' })
    const headers =
      volgende === undefined ? {} : { Link: `<${c.req.path}?${next.toString()}>; rel="next"` }
    if (!wantsCsv(c.req.header('Accept'))) return c.json({ navragen: [...navragen] }, 200, headers)
    const type = { 'Content-Type': 'text/csv; charset=utf-8; header=present' }
    return c.body(toCsv(navragen), 200, { ...headers, ...type })
  })
  api.openapi(getNavraag, async (c) => {
    const { id } = c.req.valid('param')
    const { sleutelId } = c.req.valid('query')
    if (c.req.method === 'HEAD') {
      await flows.checkQuestion(c.var.caller, id)
      return c.json(null, 200)
    }
    const asked = { id, ...(sleutelId !== undefined && { sleutelId }) }
    return c.json(await flows.readAnswer(c.var.caller, asked), 200)
  })
  api.openapi(postAntwoord, async (c) => {
    const { id } = c.req.valid('param')
    const antwoord = parseInput(Navraagantwoord, readJson(await readBody(c)))
    return c.json(await flows.answerQuestion(c.var.caller, { id, antwoord }), 200)
  })
}

/** @throws Problem `verzoek-onjuist` when it was never given out */
function cursorOf(cursor: string): NavraagId {
  const id = NavraagId.safeParse(cursor)
  if (id.success) return id.data
  throw new Problem('verzoek-onjuist', {
    errors: [
      { pointer: '/cursor', code: 'onbekend', detail: 'Neem de cursor over uit de kop Link.' },
    ],
  })
}
