/** The opener on loopback: opened meldingen as plain JSON for a case system on the same machine; whoever looks is recorded at the gateway first. */
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { type GatewayClient, nextCursor } from '../../../client/client.ts'
import type { GeopendeMelding, Opener } from '../../../client/opener.ts'
import { uuidv7 } from '../../../crypto/uuid.ts'
import { Ontvangsten } from '../../../http/bodies.ts'
import { Bladeren } from '../../../http/parameters.ts'
import { RESPONSE_HEADERS } from '../../../http/response-headers.ts'
import { SignaalId } from '../../../model/ids.ts'
import { Melding } from '../../../model/melding.ts'
import type { Now, RandomBytes } from '../../../model/ports.ts'
import { Raadpleging } from '../../../model/raadpleging.ts'
import { type Bewaking, guard } from './guard.ts'
import type { Geheugen } from './memory.ts'
import { handOn, OpenerRefusal, refusalResponse } from './refusal.ts'

/** `client` for the purpose `hulpaanbod`, without an employee: each request here brings its own. */
export type OpenerDeps = Bewaking & {
  readonly client: GatewayClient
  readonly opener: Opener
  readonly geheugen: Geheugen
  readonly now: Now
  readonly random: RandomBytes
  /** Hears of what was not foreseen; an alarm about a foreign key among them. */
  readonly tell: (error: Error) => void
}

const Medewerker = Raadpleging.shape.medewerker
const Page = z.object({ meldingen: z.array(Melding) })

/** `GET /meldingen`, `GET /meldingen/{id}`, and `POST /ontvangsten` so that what is kept safely is not given again. */
export function createOpenerApp(deps: OpenerDeps): Hono {
  const app = new Hono()
  app.onError((error) => refuse(deps, error))
  app.notFound(() => refusalResponse('niet-gevonden'))
  app.use('*', setHeaders, guard(deps), requireMethod)
  app.get('/meldingen', (c) => givePage(deps, c))
  app.get('/meldingen/:id', (c) => giveOne(deps, c))
  const limit = { maxSize: MOST_BYTES, onError: () => refusalResponse('verzoek-onjuist') }
  app.post(RECEIPTS, bodyLimit(limit), (c) => confirm(deps, c))
  return app
}

const RECEIPTS = '/ontvangsten'
const MOST_BYTES = 64 * 1024

/** HEAD is refused too: hono would answer it by doing what GET does, which discloses. */
const requireMethod = async (c: Context, next: () => Promise<void>): Promise<void> => {
  const method = c.req.path === RECEIPTS ? 'POST' : 'GET'
  if (c.req.method !== method) throw new OpenerRefusal('methode-niet-toegestaan', { Allow: method })
  await next()
}

/** The headers of the gateway's own answers: no cache, no page, no frame. */
const setHeaders = async (c: Context, next: () => Promise<void>): Promise<void> => {
  await next()
  for (const [name, value] of Object.entries(RESPONSE_HEADERS))
    if (!NOT_OURS.has(name)) c.res.headers.set(name, value)
}
/** Of the gateway's interface and of TLS, which loopback has neither of. */
const NOT_OURS: ReadonlySet<string> = new Set(['API-Version', 'Strict-Transport-Security'])

function refuse({ tell }: OpenerDeps, error: Error): Response {
  if (error instanceof OpenerRefusal) return refusalResponse(error.soort, error.headers)
  tell(error)
  // `fetch` says so when nobody answers, or not over the right TLS.
  const isUnreachable = error instanceof TypeError && error.cause instanceof Error
  return refusalResponse(isUnreachable ? 'poort-onbereikbaar' : 'onverwacht')
}

/** The caller's employee, as the gateway asks it. */
function employeeOf(c: Context): string {
  const given = Medewerker.safeParse(c.req.header('Signaalpoort-Medewerker'))
  if (!given.success) throw new OpenerRefusal('medewerker-ontbreekt')
  return given.data
}

const keyOf = ({ sleutelIds: [sleutelId] }: Opener): { readonly sleutelId?: string } =>
  sleutelId === undefined ? {} : { sleutelId }

/** A page, always collected anew: each disclosure is an event at the gateway before it is here. */
async function givePage({ client, opener }: OpenerDeps, c: Context): Promise<Response> {
  const medewerker = employeeOf(c)
  const asked = Bladeren.safeParse(c.req.query())
  if (!asked.success) throw new OpenerRefusal('verzoek-onjuist')
  const { cursor, limiet } = asked.data
  const query = {
    ...keyOf(opener),
    ...(cursor === undefined ? {} : { cursor }),
    ...(limiet === undefined ? {} : { limiet }),
  }
  const answer = await client.GET('/meldingen', {
    params: { query, header: { 'Signaalpoort-Medewerker': medewerker } },
  })
  if (answer.data === undefined) return handOn(answer.response, answer.error)
  const meldingen = Page.parse(answer.data).meldingen.map((one) => opener.openMelding(one))
  const next = nextCursor(answer.response)
  const more = new URLSearchParams({
    ...(limiet === undefined ? {} : { limiet: String(limiet) }),
    ...(next === undefined ? {} : { cursor: next }),
  })
  const link = next === undefined ? {} : { Link: `</meldingen?${more.toString()}>; rel="next"` }
  return c.json({ meldingen }, 200, link)
}

/** One melding: from memory once its view is recorded, otherwise collected, which is its record. */
async function giveOne(deps: OpenerDeps, c: Context): Promise<Response> {
  const medewerker = employeeOf(c)
  const id = SignaalId.safeParse(c.req.param('id'))
  if (!id.success) throw new OpenerRefusal('niet-gevonden')
  const held = deps.geheugen.find(id.data)
  if (held === undefined) return collectOne(deps, c, id.data, medewerker)
  const refused = await recordView(deps, held, medewerker)
  return refused ?? c.json(held, 200)
}

async function collectOne(
  { client, opener, geheugen }: OpenerDeps,
  c: Context,
  id: SignaalId,
  medewerker: string,
): Promise<Response> {
  const answer = await client.GET('/meldingen/{id}', {
    params: {
      path: { id },
      query: keyOf(opener),
      header: { 'Signaalpoort-Medewerker': medewerker },
    },
  })
  if (answer.data === undefined) return handOn(answer.response, answer.error)
  const melding = opener.openMelding(Melding.parse(answer.data))
  geheugen.keep(melding)
  return c.json(melding, 200)
}

/** Tells the gateway who looks again. @returns the refusal to give instead, where it does not take that */
async function recordView(
  { client, geheugen, now, random }: OpenerDeps,
  { id: meldingId }: GeopendeMelding,
  medewerker: string,
): Promise<Response | undefined> {
  const at = now()
  const view = { id: uuidv7(at, random), meldingId, medewerker, reden: 'hulpaanbod' } as const
  const answer = await client.POST('/raadplegingen', {
    params: { header: { 'Signaalpoort-Medewerker': medewerker } },
    body: { raadplegingen: [{ ...view, tijdstip: at.toISOString() }] },
  })
  if (answer.data !== undefined) return undefined
  // Whatever the gateway no longer knows, or no longer lets be seen, is not here either.
  geheugen.drop(meldingId)
  return handOn(answer.response, answer.error)
}

/** Tells the gateway that these are kept safely, as the employee's own word. */
async function confirm({ client }: OpenerDeps, c: Context): Promise<Response> {
  const medewerker = employeeOf(c)
  const isJson = /^application\/json(?:;|$)/i.test(c.req.header('Content-Type') ?? '')
  const body = Ontvangsten.safeParse(isJson ? await c.req.json().catch(() => undefined) : undefined)
  if (!body.success) throw new OpenerRefusal('verzoek-onjuist')
  const answer = await client.POST('/ontvangsten', {
    params: { header: { 'Signaalpoort-Medewerker': medewerker } },
    body: body.data,
  })
  return answer.data === undefined
    ? handOn(answer.response, answer.error)
    : c.json({ bevestigd: answer.data.bevestigd }, 200)
}
