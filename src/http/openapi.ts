/** The OpenAPI 3.1 document, made from the same routes and schemas that serve; it depends on no policy and no setting. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { DOELEN, type Doel } from '../model/doel.ts'
import { PROBLEM_KINDS } from '../model/problem.ts'
import {
  getAanlevering,
  getAanleveringen,
  getAanleveringregels,
  postAanlevering,
  postLijstintrekking,
  postVrijgave,
} from './aanleveringen.ts'
import {
  deleteAbonnement,
  getAbonnement,
  getAbonnementen,
  postAbonnementen,
  putAbonnement,
} from './abonnementen.ts'
import { API_VERSION } from './api-version.ts'
import { getAuditbewijs, postAuditzoek } from './auditgebeurtenissen.ts'
import {
  getBewaarbesluit,
  getBewaartermijnen,
  postAdvies,
  postBesluitintrekking,
  postBewaartermijnen,
  postGoedkeuring,
} from './bewaartermijnen.ts'
import { componentSchemas } from './components.ts'
import { getControles, postControleuitkomst } from './controles.ts'
import { getDeelnemers, putBenadering, putClientsleutels, putContact } from './deelnemers.ts'
import { postControleDozen, postMeldingDozen } from './dozen.ts'
import { getGebeurtenissen } from './gebeurtenissen.ts'
import { getGrondslagen } from './grondslagen.ts'
import { getIndicatoren } from './indicatoren.ts'
import {
  getMaatregelen,
  postBeeindiging,
  postMaatregelen,
  postMaatregelintrekking,
  postVaststelling,
} from './maatregelen.ts'
import { getMelding, getMeldingen } from './meldingen.ts'
import { postMutaties } from './mutaties.ts'
import { getNavraag, getNavragen, postAntwoord, postNavragen } from './navragen.ts'
import { postOntvangsten } from './ontvangsten.ts'
import {
  deleteContactpoging,
  getMeldingverloop,
  postContactpoging,
  postSamenvoeging,
  postSplitsing,
  putResultaat,
} from './opvolging.ts'
import { problemDocumentOf } from './problem-document.ts'
import { postRaadplegingen } from './raadplegingen.ts'
import {
  getSelectie,
  postSelectieaanvulling,
  postSelecties,
  postSelectieterugdraaiing,
  postSelectievaststelling,
} from './selecties.ts'
import { getSignaalverloop, postTussenbericht } from './signaalreis.ts'
import { getBewijs, getSignaal, postIntrekking, postSignaal, postSignaalzoek } from './signalen.ts'
import { getSleutelSignalen, getSleutels, postSleutel, putSleutel } from './sleutels.ts'
import { getTerugkoppelingen } from './terugkoppelingen.ts'
import { postToetsing } from './toetsingen.ts'
import { getWerkvoorraad } from './werkvoorraad.ts'

const ROUTES = [
  postToetsing,
  postSignaal,
  postSignaalzoek,
  getSignaal,
  getBewijs,
  postIntrekking,
  postAanlevering,
  getAanleveringen,
  getAanlevering,
  getAanleveringregels,
  postVrijgave,
  postLijstintrekking,
  postMutaties,
  getWerkvoorraad,
  postSelecties,
  getSelectie,
  postSelectievaststelling,
  postSelectieterugdraaiing,
  postSelectieaanvulling,
  getSignaalverloop,
  getTerugkoppelingen,
  getMeldingen,
  getMelding,
  getMeldingverloop,
  putResultaat,
  postContactpoging,
  deleteContactpoging,
  postSamenvoeging,
  postSplitsing,
  postRaadplegingen,
  postTussenbericht,
  postOntvangsten,
  getGebeurtenissen,
  getControles,
  postControleuitkomst,
  postNavragen,
  getNavragen,
  getNavraag,
  postAntwoord,
  getIndicatoren,
  postMeldingDozen,
  postControleDozen,
  postSleutel,
  getSleutels,
  putSleutel,
  getSleutelSignalen,
  postAuditzoek,
  getAuditbewijs,
  getGrondslagen,
  getBewaartermijnen,
  postBewaartermijnen,
  getBewaarbesluit,
  postAdvies,
  postGoedkeuring,
  postBesluitintrekking,
  getMaatregelen,
  postMaatregelen,
  postVaststelling,
  postBeeindiging,
  postMaatregelintrekking,
  getAbonnementen,
  postAbonnementen,
  getAbonnement,
  putAbonnement,
  deleteAbonnement,
  getDeelnemers,
  putContact,
  putBenadering,
  putClientsleutels,
] as const

const SCOPES = {
  aanleveren: 'Signalen toetsen, aanleveren en terugvinden',
  controle: 'Controle in de BRP en het eigen bestand, door een machine',
  selectie: 'De werkvoorraad zien en selecteren',
  hulpaanbod: 'Geselecteerde meldingen openen om hulp aan te bieden',
  terugkoppeling: 'Terugkoppelen aan de aanleveraar',
  monitor: 'Indicatoren zonder personen',
  toezicht: 'Het eigen logboek en de grondslagen inzien; bewaartermijnen en maatregelen besluiten',
} as const satisfies Record<Doel, string>

type HeaderObject = {
  description: string
  required?: boolean
  schema: { type: 'string'; examples?: string[] }
}

const HEADERS = {
  'API-Version': {
    description: 'Volledige versie van de interface',
    required: true,
    schema: { type: 'string', examples: [API_VERSION] },
  },
  Link: {
    description: 'Waar de volgende pagina staat (RFC 8288, rel="next"); ontbreekt op de laatste',
    schema: { type: 'string' },
  },
  ETag: {
    description: 'De versie van de melding, voor If-Match',
    schema: { type: 'string', examples: ['"3"'] },
  },
  Location: { description: 'Waar het gemaakte staat', schema: { type: 'string' } },
} satisfies Record<string, HeaderObject>

const INFO = {
  openapi: '3.1.0',
  info: {
    title: 'Signaalpoort',
    version: API_VERSION,
    description:
      'Poort tussen vastelastenpartners en gemeenten voor vroegsignalering. Laat alleen door wat de wet voor dat doel toestaat, verzegelt het aan de gemeente en vergeet het op tijd. Elke aanroep vraagt een certificaat met OIN en een token met precies één doel.',
    contact: {
      name: 'Beheer Signaalpoort',
      email: 'signaalpoort@example.nl',
      url: 'https://signaalpoort.example.nl/contact',
    },
    license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
  },
  servers: [{ url: 'https://localhost:8443/v1', description: 'Eigen omgeving (proef)' }],
  tags: [
    { name: 'Signalen', description: 'Voor aanleveraars' },
    { name: 'Aanleveringen', description: 'Lijsten van aanleveraars' },
    { name: 'Selectie', description: 'Voor gemeenten: kiezen wie een aanbod krijgt' },
    { name: 'Meldingen', description: 'Voor gemeenten, om hulp aan te bieden' },
    {
      name: 'Opvolging',
      description: 'Voor gemeenten, na het openen: resultaat, contact, terugkoppeling',
    },
    {
      name: 'Navragen',
      description: 'Een gemeente vraagt de aanleveraar van een gekozen signaal; die antwoordt',
    },
    { name: 'Controles', description: 'Voor gemeenten, vóór de selectie' },
    {
      name: 'Deelnemers',
      description: 'Voor elke deelnemer: wie er meedoet, en uw eigen gegevens',
    },
    {
      name: 'Abonnementen',
      description: 'Voor elke deelnemer met een stroom: seintjes (webhooks)',
    },
    { name: 'Sleutels', description: 'Voor wie ontvangt: de eigen sleutels' },
    {
      name: 'Indicatoren',
      description: 'Voor gemeenten: wat een maand telt, ook om te publiceren',
    },
    { name: 'Toezicht', description: 'Voor wie toeziet op de eigen organisatie' },
  ],
}

const OAUTH = {
  type: 'oauth2',
  description:
    'Client credentials met private_key_jwt (RFC 7523); het token is aan het certificaat gebonden (RFC 8705) en heeft één doel.',
  flows: {
    clientCredentials: {
      tokenUrl: 'https://localhost:8443/oauth/token',
      scopes: Object.fromEntries(DOELEN.map((doel) => [doel, SCOPES[doel]])),
    },
  },
} as const

/** The document as a plain JSON value; the same on every call. */
export function createOpenApiDocument(): object {
  const app = new OpenAPIHono()
  const registry = app.openAPIRegistry
  registry.registerComponent('securitySchemes', 'mutualTLS', {
    type: 'mutualTLS',
    description: 'Certificaat van een vertrouwde uitgever met een OIN in subject.serialNumber',
  })
  registry.registerComponent('securitySchemes', 'oauth2', OAUTH)
  for (const [name, header] of Object.entries(HEADERS)) {
    registry.registerComponent('headers', name, header)
  }
  for (const kind of PROBLEM_KINDS) {
    const value = problemDocumentOf(kind)
    registry.registerComponent('examples', kind, { summary: value.title, value })
  }
  for (const [name, schema] of componentSchemas())
    registry.registerComponent('schemas', name, schema)
  for (const route of ROUTES) registry.registerPath(route)
  return structuredClone(app.getOpenAPI31Document(INFO))
}
