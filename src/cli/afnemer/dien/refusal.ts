/** What the opener on loopback answers when it gives nothing: problem documents (RFC 9457) of its own, and those of the gateway handed on. */
import { z } from 'zod'

/** Without a value of the request. `detail` says what to do. */
type Row = { readonly status: number; readonly title: string; readonly detail?: string }

const ROWS = {
  'host-onjuist': {
    status: 421,
    title: 'Ander adres',
    detail: 'Roep aan op 127.0.0.1 of localhost, met de poort waarop de opener luistert.',
  },
  'geen-browser': {
    status: 403,
    title: 'Niet voor een browser',
    detail: 'Alleen een programma op deze machine mag dit lezen, geen webpagina.',
  },
  'geheim-ontbreekt': {
    status: 401,
    title: 'Geheim ontbreekt of klopt niet',
    detail: 'Stuur Authorization: Bearer met het geheim dat de opener bij zijn start noemde.',
  },
  'medewerker-ontbreekt': {
    status: 400,
    title: 'Medewerker ontbreekt',
    detail: 'Stuur de kop Signaalpoort-Medewerker met uw eigen kenmerk van de medewerker.',
  },
  'verzoek-onjuist': {
    status: 400,
    title: 'Verzoek onjuist',
    detail:
      'Gebruik alleen cursor en limiet (1 tot en met 500); meld ontvangst als JSON, ten hoogste 500 ids.',
  },
  'niet-gevonden': {
    status: 404,
    title: 'Niet gevonden',
    detail: 'Dit adres bestaat hier niet. Gebruik /meldingen, /meldingen/{id} of /ontvangsten.',
  },
  'methode-niet-toegestaan': {
    status: 405,
    title: 'Methode niet toegestaan',
    detail: 'Gebruik de methode in de kop Allow.',
  },
  onverwacht: {
    status: 500,
    title: 'Onverwachte fout',
    detail: 'Er is niets gegeven. Zie wat de opener op zijn scherm zegt.',
  },
  'poort-weigert': {
    status: 502,
    title: 'De poort laat deze opener niet toe',
    detail: 'Controleer certificaat, sleutel en mandaat waarmee de opener is gestart.',
  },
  'poort-onbereikbaar': {
    status: 503,
    title: 'De poort is niet te bereiken',
    detail: 'Er is niets gegeven. Probeer het later opnieuw.',
  },
} as const satisfies Record<string, Row>

export type Weigering = keyof typeof ROWS

/** Thrown where nothing is given. */
export class OpenerRefusal extends Error {
  readonly soort: Weigering
  readonly headers: Headers

  constructor(soort: Weigering, headers: Headers = {}) {
    super(soort)
    this.name = 'OpenerRefusal'
    this.soort = soort
    this.headers = headers
  }
}

type Headers = Readonly<Record<string, string>>

/** The answer of a refusal. */
export function refusalResponse(soort: Weigering, headers: Headers = {}): Response {
  const { status, title, detail } = ROWS[soort]
  const type = `https://signaalpoort.example.nl/problemen/opener-${soort}`
  return problem({ type, title, status, detail }, headers)
}

/** As much of a gateway's document as its own schema promises; a newer gateway may say more. */
const OfGateway = z.looseObject({ title: z.string(), status: z.int().min(400).max(599) })

/**
 * A refusal of the gateway, as it came. That it does not know this opener, or what is no problem document, is no business of whoever asks here.
 */
export function handOn(response: Response, body: unknown): Response {
  const read = OfGateway.safeParse(body)
  if (!read.success || response.status === 401) return refusalResponse('poort-weigert')
  const wait = response.headers.get('Retry-After')
  return problem(read.data, wait === null ? {} : { 'Retry-After': wait })
}

const problem = (document: Row & Readonly<Record<string, unknown>>, headers: Headers): Response =>
  new Response(JSON.stringify(document), {
    status: document.status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  })
