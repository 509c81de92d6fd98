/** The API door over fake flows: no socket, no database. Records which flow was called. */

import type { ApiFlows, Credentials } from '../../src/http/api-flows.ts'
import { type ApiDeps, createApi } from '../../src/http/app.ts'
import {
  Aanleveringen,
  Aanleveringregels,
  Auditgebeurtenissen,
  Deelnemers,
  Gebeurtenissen,
  Mutaties,
  Resultaatgevolg,
  Samenstelling,
  Signalen,
  Terugkoppelingen,
} from '../../src/http/bodies.ts'
import { VOORBEELDEN } from '../../src/http/examples.ts'
import { Aanlevering } from '../../src/model/aanlevering.ts'
import { Abonnement } from '../../src/model/abonnement.ts'
import { Besluit } from '../../src/model/besluit.ts'
import { Bewaarbesluit, Bewaartermijnen } from '../../src/model/bewaarbesluit.ts'
import type { Caller } from '../../src/model/caller.ts'
import { Contactpoging } from '../../src/model/contactpoging.ts'
import { Controlestand } from '../../src/model/controle.ts'
import type { Doel } from '../../src/model/doel.ts'
import { Doosbevestiging } from '../../src/model/dozen.ts'
import { Grondslagen } from '../../src/model/grondslagen.ts'
import { Oin } from '../../src/model/ids.ts'
import { Indicatoren } from '../../src/model/indicatoren.ts'
import { Maatregel } from '../../src/model/maatregel.ts'
import { Melding } from '../../src/model/melding.ts'
import { Navraag, NavraagMetAntwoord } from '../../src/model/navraag.ts'
import { SignaalAntwoord } from '../../src/model/ontvangstbewijs.ts'
import { Problem } from '../../src/model/problem.ts'
import { Selectie } from '../../src/model/selectie.ts'
import { Signaalstand } from '../../src/model/signaalstand.ts'
import { Getroffen, Sleutel, Sleutelgevolg } from '../../src/model/sleutel.ts'
import { Meldingverloop, Signaalverloop } from '../../src/model/verloop.ts'
import { Werkvoorraad } from '../../src/model/werkvoorraad.ts'

/** The id of the examples. */
export const AN_ID = VOORBEELDEN.melding.id

/** One request for each route of the table. */
const REQUESTS = {
  'POST /v1/toetsingen': VOORBEELDEN.toetsing,
  'POST /v1/signalen': VOORBEELDEN.signaal,
  'POST /v1/signalen/_zoek': VOORBEELDEN.signaalzoekvraag,
  'GET /v1/signalen/{id}': undefined,
  'GET /v1/signalen/{id}/bewijs': undefined,
  'POST /v1/signalen/{id}/intrekking': VOORBEELDEN.intrekking,
  'POST /v1/aanleveringen': undefined,
  'GET /v1/aanleveringen': undefined,
  'GET /v1/aanleveringen/{id}': undefined,
  'GET /v1/aanleveringen/{id}/regels': undefined,
  'POST /v1/aanleveringen/{id}/vrijgave': undefined,
  'POST /v1/aanleveringen/{id}/intrekking': undefined,
  'POST /v1/mutaties': undefined,
  'GET /v1/werkvoorraad': undefined,
  'POST /v1/selecties': VOORBEELDEN.selectievraag,
  'POST /v1/selecties/{id}/vaststelling': VOORBEELDEN.selectiebesluit,
  'GET /v1/selecties/{id}': undefined,
  'POST /v1/selecties/{id}/terugdraaiing': undefined,
  'POST /v1/selecties/{id}/aanvulling': undefined,
  'GET /v1/terugkoppelingen': undefined,
  'GET /v1/meldingen': undefined,
  'GET /v1/meldingen/{id}': undefined,
  'GET /v1/meldingen/{id}/verloop': undefined,
  'PUT /v1/meldingen/{id}/resultaat': VOORBEELDEN.resultaatinvoer,
  'POST /v1/meldingen/{id}/contactpogingen': VOORBEELDEN.nieuweContactpoging,
  'POST /v1/meldingen/{id}/samenvoeging': VOORBEELDEN.samenvoeging,
  'POST /v1/meldingen/{id}/splitsing': VOORBEELDEN.splitsing,
  'POST /v1/raadplegingen': VOORBEELDEN.raadplegingen,
  'POST /v1/signalen/{id}/terugkoppeling': VOORBEELDEN.tussenbericht,
  'GET /v1/signalen/{id}/verloop': undefined,
  'POST /v1/ontvangsten': VOORBEELDEN.ontvangsten,
  'GET /v1/gebeurtenissen': undefined,
  'GET /v1/controles': undefined,
  'POST /v1/controles/{id}/uitkomst': VOORBEELDEN.controlebevinding,
  'POST /v1/meldingen/{id}/dozen': VOORBEELDEN.dooslevering,
  'POST /v1/controles/{id}/dozen': VOORBEELDEN.dooslevering,
  'POST /v1/deelnemers/{oin}/sleutels': VOORBEELDEN.sleutelaanmelding,
  'GET /v1/deelnemers/{oin}/sleutels': undefined,
  'PUT /v1/deelnemers/{oin}/sleutels/{sleutelId}': VOORBEELDEN.sleutelwijziging,
  'GET /v1/deelnemers/{oin}/sleutels/{sleutelId}/signalen': undefined,
  'POST /v1/navragen': VOORBEELDEN.nieuweNavraag,
  'GET /v1/navragen': undefined,
  'GET /v1/navragen/{id}': undefined,
  'POST /v1/navragen/{id}/antwoord': VOORBEELDEN.navraagantwoord,
  'GET /v1/indicatoren': undefined,
  'POST /v1/auditgebeurtenissen/_zoek': VOORBEELDEN.auditzoekvraag,
  'GET /v1/auditgebeurtenissen/{id}/bewijs': undefined,
  'GET /v1/grondslagen': undefined,
  'GET /v1/bewaartermijnen': undefined,
  'POST /v1/bewaartermijnen': VOORBEELDEN.bewaarontwerp,
  'GET /v1/bewaartermijnen/{id}': undefined,
  'POST /v1/bewaartermijnen/{id}/advies': VOORBEELDEN.bewaaradvies,
  'POST /v1/bewaartermijnen/{id}/goedkeuring': VOORBEELDEN.bewaargoedkeuring,
  'POST /v1/bewaartermijnen/{id}/intrekking': undefined,
  'GET /v1/maatregelen': undefined,
  'POST /v1/maatregelen': VOORBEELDEN.maatregelvoorstel,
  'POST /v1/maatregelen/{id}/vaststelling': undefined,
  'POST /v1/maatregelen/{id}/beeindiging': undefined,
  'POST /v1/maatregelen/{id}/intrekking': undefined,
  'GET /v1/abonnementen': undefined,
  'POST /v1/abonnementen': VOORBEELDEN.abonnementsvraag,
  'GET /v1/abonnementen/{id}': undefined,
  'PUT /v1/abonnementen/{id}': VOORBEELDEN.abonnementsvraag,
  'DELETE /v1/abonnementen/{id}': undefined,
  'GET /v1/deelnemers': undefined,
  'PUT /v1/deelnemers/{oin}/contact': VOORBEELDEN.contact,
  'PUT /v1/deelnemers/{oin}/benadering': VOORBEELDEN.benadering,
  'PUT /v1/deelnemers/{oin}/clientsleutels': VOORBEELDEN.clientsleutels,
} as const

/** The path of a template with the ids of the examples. */
export const pathOf = (template: string): string =>
  template
    .replace('{poging}', `${VOORBEELDEN.contactpoging.id}?reden=dubbel`)
    .replace('{id}', AN_ID)
    .replace('{oin}', VOORBEELDEN.sleutel.deelnemer)
    .replace('{sleutelId}', VOORBEELDEN.sleutel.sleutelId)

/** A request of a route key, with a valid body where one is due. */
export function aRequest(key: string, headers: Record<string, string> = {}): Request {
  const [method = '', template = ''] = key.split(' ')
  const body = Object.entries(REQUESTS).find(([route]) => route === key)?.[1]
  return new Request(`https://localhost${pathOf(template)}`, {
    method,
    headers: {
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...((key === 'POST /v1/aanleveringen' || key === 'POST /v1/mutaties') && {
        'Content-Type': 'text/csv',
      }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

/** The caller that the fake authentication gives. */
export const aCaller = (doel: Doel): Caller => ({
  oin: Oin.parse('00000099000000001000'),
  namens: Oin.parse('00000099000000001000'),
  rol: 'verhuurder',
  gemeenten: [],
  doel,
  via: 'direct',
})

export type FakeApi = {
  readonly app: ReturnType<typeof createApi>
  /** Names of the flows in the order of their calls. */
  readonly calls: string[]
  readonly credentials: Credentials[]
  readonly inputs: unknown[]
  readonly logged: unknown[]
}

const BESLUIT = Bewaarbesluit.parse(VOORBEELDEN.bewaarbesluit)
const ABONNEMENT = Abonnement.parse(VOORBEELDEN.abonnement)
const MAATREGEL = Maatregel.parse(VOORBEELDEN.maatregel)

const answers = {
  recordMiss: async () => undefined,
  trySignal: async () => Besluit.parse(VOORBEELDEN.besluit),
  receiveSignal: async () => ({
    herhaald: false,
    antwoord: SignaalAntwoord.parse(VOORBEELDEN.signaalAntwoord),
  }),
  receiveList: async function* () {
    yield [{ soort: 'slot', aanlevering: Aanlevering.parse(VOORBEELDEN.aanlevering) }]
  },
  receiveMutations: async function* () {
    const { aantallen, regels } = Mutaties.parse(VOORBEELDEN.mutaties)
    yield regels.map((regel) => ({ soort: 'regel', ...regel }))
    yield [{ soort: 'slot', aantallen }]
  },
  listLists: async () => Aanleveringen.parse(VOORBEELDEN.aanleveringen),
  readList: async () => Aanlevering.parse(VOORBEELDEN.aanlevering),
  releaseList: async () => Aanlevering.parse(VOORBEELDEN.aanlevering),
  withdrawList: async () => Aanlevering.parse(VOORBEELDEN.lijstIngetrokken),
  readListRows: async () => Aanleveringregels.parse(VOORBEELDEN.aanleveringregels),
  readSignal: async () => Signaalstand.parse(VOORBEELDEN.signaalstand),
  searchSignals: async () => Signalen.parse(VOORBEELDEN.signalen),
  withdrawSignal: async () => Signaalstand.parse(VOORBEELDEN.ingetrokken),
  readFeedback: async () => ({
    terugkoppelingen: Terugkoppelingen.parse(VOORBEELDEN.terugkoppelingen).terugkoppelingen,
    sinds: VOORBEELDEN.terugkoppelingen.sinds,
    meer: false,
  }),
  proveSignal: async () => VOORBEELDEN.bewijs,
  showWorkList: async () => Werkvoorraad.parse(VOORBEELDEN.werkvoorraad),
  proposeSelection: async () => ({
    herhaald: false,
    selectie: Selectie.parse(VOORBEELDEN.selectie),
  }),
  decideSelection: async () => Selectie.parse(VOORBEELDEN.selectie),
  readSelection: async () => Selectie.parse(VOORBEELDEN.selectie),
  checkSelection: async () => undefined,
  undoSelection: async () => Selectie.parse(VOORBEELDEN.selectie),
  refillSelection: async () => Selectie.parse(VOORBEELDEN.selectie),
  collectMeldingen: async () => ({ meldingen: [Melding.parse(VOORBEELDEN.melding)] }),
  collectMelding: async () => Melding.parse(VOORBEELDEN.melding),
  checkMelding: async () => undefined,
  setResult: async () => Resultaatgevolg.parse(VOORBEELDEN.resultaatgevolg),
  recordAttempt: async () => ({
    herhaald: false,
    poging: Contactpoging.parse(VOORBEELDEN.contactpoging),
  }),
  voidAttempt: async () => Contactpoging.parse(VOORBEELDEN.contactpogingVervallen),
  joinMeldingen: async () => Samenstelling.parse(VOORBEELDEN.samenstelling),
  splitMelding: async () => Samenstelling.parse(VOORBEELDEN.samenstelling),
  recordViews: async () => 1,
  sendInterim: async () => undefined,
  readSignalCourse: async () => Signaalverloop.parse(VOORBEELDEN.signaalverloop),
  readMeldingCourse: async () => Meldingverloop.parse(VOORBEELDEN.meldingverloop),
  confirmReceipt: async (_caller, { meldingen }) => ({ bevestigd: meldingen }),
  recordCheck: async () => Controlestand.parse(VOORBEELDEN.controlestand),
  addBoxes: async () => Doosbevestiging.parse(VOORBEELDEN.doosbevestiging),
  registerKey: async () => ({ nieuw: true, sleutel: Sleutel.parse(VOORBEELDEN.sleutel) }),
  readKeys: async () => [Sleutel.parse(VOORBEELDEN.sleutel)],
  changeKey: async () => ({ gevolg: Sleutelgevolg.parse(VOORBEELDEN.sleutelgevolg) }),
  readKeySignals: async () => ({ getroffen: Getroffen.parse(VOORBEELDEN.getroffen) }),
  readFeed: async () => ({
    gebeurtenissen: Gebeurtenissen.parse(VOORBEELDEN.gebeurtenissen).gebeurtenissen,
    sinds: VOORBEELDEN.gebeurtenissen.sinds,
    meer: false,
  }),
  askQuestion: async () => ({ herhaald: false, navraag: Navraag.parse(VOORBEELDEN.navraag) }),
  readOwnQuestions: async () => ({ navragen: [Navraag.parse(VOORBEELDEN.navraag)] }),
  readAnswer: async () => NavraagMetAntwoord.parse(VOORBEELDEN.navraagMetAntwoord),
  checkQuestion: async () => undefined,
  answerQuestion: async () => Navraag.parse(VOORBEELDEN.beantwoordeNavraag),
  readIndicators: async () => Indicatoren.parse(VOORBEELDEN.indicatoren),
  checkIndicators: async () => undefined,
  searchEvents: async () => Auditgebeurtenissen.parse(VOORBEELDEN.auditgebeurtenissen),
  proveEvent: async () => VOORBEELDEN.bewijs,
  eventExists: async () => true,
  readBases: async () => Grondslagen.parse(VOORBEELDEN.grondslagen),
  readTerms: async () => Bewaartermijnen.parse(VOORBEELDEN.bewaartermijnen),
  readDecision: async () => BESLUIT,
  draftDecision: async () => ({ herhaald: false, besluit: BESLUIT }),
  adviseDecision: async () => BESLUIT,
  approveDecision: async () => BESLUIT,
  withdrawDecision: async () => BESLUIT,
  readMeasures: async () => [MAATREGEL],
  proposeMeasure: async () => ({ herhaald: false, maatregel: MAATREGEL }),
  setMeasure: async () => MAATREGEL,
  endMeasure: async () => MAATREGEL,
  withdrawMeasure: async () => MAATREGEL,
  readSubscriptions: async () => [ABONNEMENT],
  readSubscription: async () => ABONNEMENT,
  subscribe: async () => ({ herhaald: false, abonnement: ABONNEMENT }),
  changeSubscription: async () => ABONNEMENT,
  unsubscribe: async () => undefined,
  listParties: async () => Deelnemers.parse(VOORBEELDEN.deelnemers),
  changeOwnContact: async (_caller, _oin, contact) => contact,
  changeOwnApproach: async (_caller, _oin, benadering) => benadering,
  changeOwnKeys: async (_caller, _oin, sleutels) => sleutels,
} as const satisfies Omit<ApiFlows, 'authenticate'>

function readJson(raw: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(raw))
  } catch (cause) {
    throw new Problem('inhoud-geen-json', { cause })
  }
}

/** An app whose flows succeed with the examples of the document, but for `flows` and `deps`. */
export function aFakeApi(flows: Partial<ApiFlows> = {}, deps: Partial<ApiDeps> = {}): FakeApi {
  const record: Omit<FakeApi, 'app'> = { calls: [], credentials: [], inputs: [], logged: [] }
  const given: ApiFlows = {
    ...answers,
    authenticate: async (credentials, doel) => {
      record.credentials.push(credentials)
      return aCaller(doel === 'elk' ? 'aanleveren' : doel)
    },
    ...flows,
  }
  const spied = new Proxy(given, {
    get(target, name: keyof ApiFlows) {
      return (...args: unknown[]): unknown => {
        record.calls.push(name)
        record.inputs.push(args[1])
        return Reflect.apply(target[name], target, args) as unknown
      }
    },
  })
  const app = createApi({
    flows: spied,
    readJson,
    gate: [async (_c, next) => next()],
    log: { error: (message, fields) => void record.logged.push({ message, ...fields }) },
    ...deps,
  })
  return { app, ...record }
}
