/** `/v1/terugkoppelingen`: what municipalities told a VLP of its own signals, as JSON or as lines for a spreadsheet. */
import { csvLine } from '../model/csv-line.ts'
import type { Terugkoppeling } from '../model/terugkoppelregel.ts'
import type { Api, ResourceDeps } from './api-deps.ts'
import { csvAnswer, describeRoute, jsonAnswer } from './api-route.ts'
import { VOORBEELDEN } from './examples.ts'
import { NamensKop, SindsParameters } from './parameters.ts'
import { wantsCsv } from './wants-csv.ts'

const DEFAULT_LIMIET = 100

/** The columns of the CSV, in their order; those of the contact stand last. */
const COLUMNS = [
  'volgnummer',
  'signaalId',
  'kenmerk',
  'onderdeel',
  'gemeentecode',
  'soort',
  'code',
  'datum',
  'opschortenTotDatum',
  'vervangt',
] as const satisfies readonly (keyof Terugkoppeling)[]
const CONTACT = ['naam', 'emailadres', 'telefoonnummer'] as const
const HEAD = [...COLUMNS, ...CONTACT.map((name) => `contact.${name}`)]

/** A byte order mark first, or a Dutch spreadsheet takes it for another encoding. */
const toCsv = (lines: readonly Terugkoppeling[]): string =>
  `\uFEFF${[
    HEAD,
    ...lines.map((line) => [
      ...COLUMNS.map((name) => line[name] ?? ''),
      ...CONTACT.map((name) => line.contact?.[name] ?? ''),
    ]),
  ]
    .map(csvLine)
    .join('')}`

export const getTerugkoppelingen = describeRoute('GET /v1/terugkoppelingen', {
  operationId: 'leesTerugkoppelingen',
  tags: ['Signalen'],
  summary: 'Lees wat gemeenten over uw signalen terugkoppelden',
  description:
    'Oudste eerst, per signaal een code en nooit waarom. Ook wat een gemeente teruggaf (retour, bij de sluiting van de maand) en wat niemand meer kan openen (onleesbaar: bied het opnieuw aan). Bewaar sinds uit het antwoord en vraag daarmee verder: zo mist u niets. Met Accept: text/csv een bestand voor een rekenblad; de kop Link wijst dan naar het vervolg.',
  request: { query: SindsParameters, headers: NamensKop },
  answers: {
    200: csvAnswer(
      jsonAnswer('Een pagina terugkoppelingen', 'Terugkoppelingen', VOORBEELDEN.terugkoppelingen, [
        'Link',
      ]),
      HEAD.join(';'),
    ),
  },
  problems: [],
})

/** Adds the routes of this resource. */
export function addTerugkoppelingen(api: Api, { flows }: ResourceDeps): void {
  api.openapi(getTerugkoppelingen, async (c) => {
    if (c.req.method === 'HEAD') return c.json(null, 200)
    const { sinds, limiet = DEFAULT_LIMIET } = c.req.valid('query')
    const { meer, ...page } = await flows.readFeedback(c.var.caller, {
      limiet,
      ...(sinds !== undefined && { sinds }),
    })
    const next = new URLSearchParams({ limiet: String(limiet), sinds: page.sinds ?? '' })
    const headers = meer ? { Link: `<${c.req.path}?${next.toString()}>; rel="next"` } : {}
    if (!wantsCsv(c.req.header('Accept')))
      return c.json({ ...page, terugkoppelingen: [...page.terugkoppelingen] }, 200, headers)
    const type = { 'Content-Type': 'text/csv; charset=utf-8; header=present' }
    return c.body(toCsv(page.terugkoppelingen), 200, { ...headers, ...type })
  })
}
