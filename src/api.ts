/** The API, bound: who calls, for which flows, with which keys. */
import { appendEvent } from './audit/audit.store.ts'
import { loadFieldBox } from './crypto/field-box.ts'
import { createJwsSigner, type JwsSigner } from './crypto/sign.ts'
import { createTokenVerifier } from './crypto/token.ts'
import { addBoxes } from './flows/add-boxes.ts'
import {
  type AuthenticateCallerDeps,
  admitCertificate,
  authenticateCaller,
  identifyParty,
} from './flows/authenticate-caller.ts'
import { changeOwnContact, changeOwnKeys } from './flows/change-own-party.ts'
import {
  collectMelding,
  collectMeldingen,
  meldingExists,
} from './flows/collect-meldingen/collect-meldingen.ts'
import { confirmReceipt } from './flows/confirm-receipt.ts'
import {
  adviseDecision,
  approveDecision,
  withdrawDecision,
} from './flows/decide-terms/decide-draft.ts'
import { draftDecision } from './flows/decide-terms/draft-decision.ts'
import { readDecision, readTerms } from './flows/decide-terms/read-terms.ts'
import { createTokenService } from './flows/issue-tokens.ts'
import { listParties } from './flows/list-parties.ts'
import { createRecipientKeys } from './flows/load-recipient-keys.ts'
import { changeKey } from './flows/manage-keys/change-key.ts'
import { readKeySignals, readKeys } from './flows/manage-keys/read-keys.ts'
import { registerKey } from './flows/manage-keys/register-key.ts'
import { endMeasure, withdrawMeasure } from './flows/measures/end-measure.ts'
import type { MeasuresDeps } from './flows/measures/measures.ts'
import { proposeMeasure, readMeasures, setMeasure } from './flows/measures/set-measure.ts'
import { ownEventExists, proveOwnEvent, proveSignal } from './flows/prove-event.ts'
import { readMunicipalityFeed } from './flows/read-feed.ts'
import { readSignal } from './flows/read-signal.ts'
import { receiveSignal } from './flows/receive-signal/receive-signal.ts'
import { recordMiss } from './flows/record-miss.ts'
import { searchEvents } from './flows/search-events.ts'
import { trySignal } from './flows/try-signal.ts'
import { withdrawSignal } from './flows/withdraw-signal.ts'
import type { GatewayKeys } from './gateway-keys.ts'
import type { ApiFlows } from './http/api-flows.ts'
import { createApi } from './http/app.ts'
import { certificateGate, readTlsFacts } from './http/certificate-gate.ts'
import { rawHeaderGuard } from './http/raw-header-guard.ts'
import { parseToetsing } from './intake/parse-signaal.ts'
import { readStrictJson } from './intake/strict-json.ts'
import { describeBases } from './legal/public-bases.ts'
import { dayInAmsterdam } from './model/calendar.ts'
import { manageKeysDeps, type Parts } from './parts.ts'
import { random, realNow } from './reality.ts'

/** Builds it for the address at which it listens. */
export async function buildApi(
  parts: Parts,
  apiUrl: string,
  apiPort: number,
): Promise<ReturnType<typeof createApi>> {
  const { db, log, keys, trust, refusals, now } = parts
  const { omgeving, clientPolicies } = parts.config
  const audience = `${apiUrl}/v1`
  const identify: AuthenticateCallerDeps = {
    db,
    now,
    tlsNow: realNow,
    readCertificate: parts.readCertificate,
    revocations: trust.revocations,
    requirements: { omgeving, ...(clientPolicies === undefined ? {} : { clientPolicies }) },
    seenCertificate: parts.warner.seen,
    countUnknown: (kind) => refusals.count(kind),
    verifyToken: createTokenVerifier({
      issuer: apiUrl,
      audience,
      keys: keys.tokenKeys,
    }),
    appendEvent: (tx, event, parties) => appendEvent(tx, { at: now(), random }, event, parties),
  }
  const tokens = createTokenService({
    ...identify,
    issuer: apiUrl,
    audience,
    signingKey: keys.token,
    publishedKeys: keys.tokenKeys,
    tlsFacts: (request) => readTlsFacts(request.socket),
    fault: (fout) => log.error('de tokendienst faalde', { fout }),
  })
  const hosts = [
    `localhost:${apiPort}`,
    `127.0.0.1:${apiPort}`,
    `[::1]:${apiPort}`,
    new URL(apiUrl).host,
  ]
  return createApi({
    flows: await bindFlows(parts, identify),
    readJson: readStrictJson,
    gate: [certificateGate((tls) => admitCertificate(identify, tls)), rawHeaderGuard(hosts)],
    oauth: async (request, response) => {
      await identifyParty(identify, { tls: readTlsFacts(request.socket) })
      await tokens(request, response)
    },
    log,
  })
}

async function bindFlows(parts: Parts, identify: AuthenticateCallerDeps): Promise<ApiFlows> {
  const { config, db, keyring, keys, policies, crashPoint, now } = parts
  const deps = {
    db,
    keyring,
    now,
    random,
    crashPoint,
    policies: () => policies,
    fieldBox: await loadFieldBox(random),
    recipientKeys: createRecipientKeys(() => parts.trust.trusted.anchors),
    signReceipt: createReceiptSigner(keys),
    omgeving: config.omgeving,
    duurzaamheid: parts.engine.kind === 'postgres' ? 'schijf' : 'proces',
  } as const
  const keyDeps = manageKeysDeps(parts)
  return {
    authenticate: (credentials, doel) => authenticateCaller(identify, credentials, { doel }),
    recordMiss: (caller, route) => recordMiss(identify, caller, route),
    trySignal: (caller, json) => trySignal(deps, caller, parseToetsing(json)),
    receiveSignal: (caller, input) => receiveSignal(deps, caller, input),
    readSignal: (caller, id) => readSignal(deps, caller, id),
    withdrawSignal: (caller, input) => withdrawSignal(deps, caller, input),
    proveSignal: (caller, id) => proveSignal(deps, caller, id),
    collectMeldingen: (caller, query) => collectMeldingen(deps, caller, query),
    collectMelding: (caller, query) => collectMelding(deps, caller, query),
    meldingExists: (caller, id) => meldingExists(deps, caller, id),
    confirmReceipt: (caller, input) => confirmReceipt(deps, caller, input),
    addBoxes: (caller, id, levering) => addBoxes(deps, caller, id, levering),
    registerKey: (caller, input) => registerKey(keyDeps, { caller }, input),
    readKeys: (caller, oin) => readKeys(keyDeps, caller, oin),
    changeKey: (caller, { oin, sleutelId }, wijziging) =>
      changeKey(keyDeps, { caller }, { oin, sleutelId, gemeenten: caller.gemeenten }, wijziging),
    readKeySignals: (caller, place, page) => readKeySignals(keyDeps, caller, place, page),
    readFeed: (caller, query) => readMunicipalityFeed(deps, caller, query),
    searchEvents: (caller, vraag, page) => searchEvents(deps, caller, vraag, page),
    proveEvent: (caller, id) => proveOwnEvent(deps, caller, id),
    eventExists: (caller, id) => ownEventExists(deps, caller, id),
    ...bindRetention(deps),
    listParties: (caller, page) => listParties(deps, caller, page),
    changeOwnContact: (caller, oin, contact) => changeOwnContact(identify, caller, oin, contact),
    changeOwnKeys: (caller, oin, sleutels) => changeOwnKeys(identify, caller, oin, sleutels),
  }
}

type Retention =
  | 'readBases'
  | 'readTerms'
  | 'readDecision'
  | 'draftDecision'
  | 'adviseDecision'
  | 'approveDecision'
  | 'withdrawDecision'
  | 'readMeasures'
  | 'proposeMeasure'
  | 'setMeasure'
  | 'endMeasure'
  | 'withdrawMeasure'

/** What a municipality reads and decides about keeping. */
function bindRetention(deps: MeasuresDeps): Pick<ApiFlows, Retention> {
  return {
    readBases: async () => describeBases(deps.policies(), dayInAmsterdam(deps.now())),
    readTerms: (caller) => readTerms(deps, caller),
    readDecision: (caller, id) => readDecision(deps, caller, id),
    draftDecision: (caller, input) => draftDecision(deps, caller, input),
    adviseDecision: (caller, id, advies) => adviseDecision(deps, caller, id, advies),
    approveDecision: (caller, id, body) => approveDecision(deps, caller, id, body),
    withdrawDecision: (caller, id) => withdrawDecision(deps, caller, id),
    readMeasures: (caller) => readMeasures(deps, caller),
    proposeMeasure: (caller, input) => proposeMeasure(deps, caller, input),
    setMeasure: (caller, id) => setMeasure(deps, caller, id),
    endMeasure: (caller, id) => endMeasure(deps, caller, id),
    withdrawMeasure: (caller, id) => withdrawMeasure(deps, caller, id),
  }
}

/** Signs with the key of the moment; a key is imported once. */
function createReceiptSigner(keys: GatewayKeys): JwsSigner['sign'] {
  let current: { readonly kid: string; readonly signer: JwsSigner } | undefined
  return (claims) => {
    const key = keys.receipt()
    const { kid } = key
    if (current?.kid !== kid)
      current = { kid, signer: createJwsSigner(key, { kid, typ: 'ontvangstbewijs+jwt' }) }
    return current.signer.sign(claims)
  }
}
