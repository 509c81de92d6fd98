/** The API, bound: who calls, for which flows, with which keys. */
import { appendEvent } from './audit/audit.store.ts'
import { loadBlindIndex } from './crypto/blind-index.ts'
import { loadFieldBox } from './crypto/field-box.ts'
import { createRandomPool } from './crypto/random-pool.ts'
import { createJwsSigner, type JwsSigner } from './crypto/sign.ts'
import { createTokenVerifier } from './crypto/token.ts'
import { addBoxes } from './flows/add-boxes.ts'
import {
  type AuthenticateCallerDeps,
  admitCertificate,
  authenticateCaller,
  identifyParty,
} from './flows/authenticate-caller.ts'
import { changeOwnApproach, changeOwnContact, changeOwnKeys } from './flows/change-own-party.ts'
import {
  checkMelding,
  collectMelding,
  collectMeldingen,
} from './flows/collect-meldingen/collect-meldingen.ts'
import type { CollectMeldingenDeps } from './flows/collect-meldingen/disclose.ts'
import { confirmReceipt } from './flows/confirm-receipt.ts'
import { checkIndicators, readIndicators } from './flows/count-months/read-indicators.ts'
import {
  adviseDecision,
  approveDecision,
  withdrawDecision,
} from './flows/decide-terms/decide-draft.ts'
import { draftDecision } from './flows/decide-terms/draft-decision.ts'
import { readDecision, readTerms } from './flows/decide-terms/read-terms.ts'
import { recordAttempt, voidAttempt } from './flows/follow-up/contact-attempts.ts'
import type { FollowUpDeps } from './flows/follow-up/follow-up.ts'
import { joinMeldingen, splitMelding } from './flows/follow-up/join-meldingen.ts'
import { readMeldingCourse, readSignalCourse } from './flows/follow-up/read-course.ts'
import { readFollowUp } from './flows/follow-up/read-follow-up.ts'
import { recordViews } from './flows/follow-up/record-views.ts'
import { sendInterim } from './flows/follow-up/send-interim.ts'
import { setResult } from './flows/follow-up/set-result.ts'
import { readOwnFeedback } from './flows/give-feedback/read-feedback.ts'
import { groupSignals } from './flows/group-signals.ts'
import { createTokenService } from './flows/issue-tokens.ts'
import { listParties } from './flows/list-parties.ts'
import { createRecipientKeysOf, keysOfOne } from './flows/load-recipient-keys.ts'
import { changeKey } from './flows/manage-keys/change-key.ts'
import { readKeySignals, readKeys } from './flows/manage-keys/read-keys.ts'
import { registerKey } from './flows/manage-keys/register-key.ts'
import {
  changeSubscription,
  unsubscribe,
} from './flows/manage-subscriptions/change-subscription.ts'
import {
  readSubscription,
  readSubscriptions,
  subscribe,
} from './flows/manage-subscriptions/subscribe.ts'
import type { SubscriptionDeps } from './flows/manage-subscriptions/subscriptions.ts'
import { endMeasure, withdrawMeasure } from './flows/measures/end-measure.ts'
import type { MeasuresDeps } from './flows/measures/measures.ts'
import { proposeMeasure, readMeasures, setMeasure } from './flows/measures/set-measure.ts'
import { ownEventExists, proveOwnEvent, proveSignal } from './flows/prove-event.ts'
import { answerQuestion, readOwnQuestions } from './flows/questions/answer-question.ts'
import { askQuestion } from './flows/questions/ask-question.ts'
import type { AnswerDeps } from './flows/questions/questions.ts'
import { checkQuestion, readAnswer } from './flows/questions/read-answer.ts'
import { readMunicipalityFeed } from './flows/read-feed.ts'
import { readSignal } from './flows/read-signal.ts'
import { createListSlots } from './flows/receive-signal/list/list-slots.ts'
import { listLists, readList, readListRows } from './flows/receive-signal/list/read-lists.ts'
import { receiveList } from './flows/receive-signal/list/receive-list.ts'
import { type ReleaseListDeps, releaseList } from './flows/receive-signal/list/release-list.ts'
import { type WithdrawListDeps, withdrawList } from './flows/receive-signal/list/withdraw-list.ts'
import { receiveMutations } from './flows/receive-signal/mutations/receive-mutations.ts'
import { receiveSignal } from './flows/receive-signal/receive-signal.ts'
import type { ReceiveSignalDeps } from './flows/receive-signal/request.ts'
import { withdrawSignal } from './flows/receive-signal/withdraw-signal.ts'
import { recordCheck } from './flows/record-check.ts'
import { recordMiss } from './flows/record-miss.ts'
import { searchEvents } from './flows/search-events.ts'
import { searchSignals } from './flows/search-signals.ts'
import { decideSelection } from './flows/select-meldingen/decide-selection.ts'
import { proposeSelection } from './flows/select-meldingen/propose-selection.ts'
import { checkSelection, readSelection } from './flows/select-meldingen/read-selection.ts'
import { refillSelection } from './flows/select-meldingen/refill-selection.ts'
import type { SelectingDeps } from './flows/select-meldingen/selecting.ts'
import { showWorkList } from './flows/select-meldingen/show-work-list.ts'
import { undoSelection } from './flows/select-meldingen/undo-selection.ts'
import { trySignal } from './flows/try-signal.ts'
import type { GatewayKeys } from './gateway-keys.ts'
import type { ApiFlows } from './http/api-flows.ts'
import { createApi } from './http/app.ts'
import { certificateGate, readTlsFacts } from './http/certificate-gate.ts'
import { rawHeaderGuard } from './http/raw-header-guard.ts'
import { parseToetsing } from './intake/parse-signaal.ts'
import { readStrictJson } from './intake/strict-json.ts'
import type { Policies } from './legal/compile.ts'
import { describeBases } from './legal/public-bases.ts'
import { dayInAmsterdam } from './model/calendar.ts'
import type { Gemeentecode } from './model/ids.ts'
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

/** What draws, seals, indexes and signs. */
async function toolsOf({ keys, trust }: Parts) {
  const recipientKeysOf = createRecipientKeysOf(() => trust.trusted.anchors)
  return {
    // Ids and salts of a list are many small draws.
    random: createRandomPool(random),
    fieldBox: await loadFieldBox(random),
    blindIndex: await loadBlindIndex(),
    recipientKeys: keysOfOne(recipientKeysOf),
    recipientKeysOf,
    signReceipt: createReceiptSigner(keys),
  }
}

async function bindFlows(parts: Parts, identify: AuthenticateCallerDeps): Promise<ApiFlows> {
  const { config, db, keyring, policies, crashPoint, now } = parts
  const bound = {
    db,
    keyring,
    now,
    crashPoint,
    ...(await toolsOf(parts)),
    group: (gemeenten: readonly Gemeentecode[]) =>
      groupSignals(
        { db, policies: () => policies.current(), now, random, crashPoint },
        { gemeenten },
      ),
    omgeving: config.omgeving,
    duurzaamheid: parts.engine.kind === 'postgres' ? 'schijf' : 'proces',
  } as const
  /** One request decides by one set of policies: what replaces it meanwhile holds for the next. */
  const deciding = () => pinned(bound, policies.take())
  /** For what ends or reports something: it goes on while nothing may be decided. */
  const ending = () => pinned(bound, policies.current())
  const keyDeps = manageKeysDeps(parts)
  return {
    authenticate: (credentials, doel) => authenticateCaller(identify, credentials, { doel }),
    recordMiss: (caller, route) => recordMiss(identify, caller, route),
    trySignal: (caller, json) => trySignal(deciding(), caller, parseToetsing(json)),
    ...bindLists(deciding, ending, bound),
    readSignal: (caller, id) => readSignal(bound, caller, id),
    searchSignals: (caller, vraag, page) => searchSignals(bound, caller, vraag, page),
    readFeedback: (caller, query) => readOwnFeedback(bound, caller, query),
    proveSignal: (caller, id) => proveSignal(bound, caller, id),
    ...bindSelection(deciding),
    collectMeldingen: (caller, query) => collectMeldingen(deciding(), caller, query),
    ...bindFollowUp(deciding),
    checkMelding: (caller, id) => checkMelding(deciding(), caller, id),
    confirmReceipt: (caller, input) => confirmReceipt(ending(), caller, input),
    recordCheck: (caller, input) => recordCheck(deciding(), caller, input),
    addBoxes: (caller, id, levering) => addBoxes(bound, caller, id, levering),
    registerKey: (caller, input) => registerKey(keyDeps, { caller }, input),
    readKeys: (caller, oin) => readKeys(keyDeps, caller, oin),
    changeKey: (caller, { oin, sleutelId }, wijziging) =>
      changeKey(keyDeps, { caller }, { oin, sleutelId, gemeenten: caller.gemeenten }, wijziging),
    readKeySignals: (caller, place, page) => readKeySignals(keyDeps, caller, place, page),
    readFeed: (caller, query) => readMunicipalityFeed(bound, caller, query),
    ...bindQuestions(bound, deciding),
    readIndicators: (caller, vraag) => readIndicators(ending(), caller, vraag),
    checkIndicators,
    searchEvents: (caller, vraag, page) => searchEvents(bound, caller, vraag, page),
    proveEvent: (caller, id) => proveOwnEvent(bound, caller, id),
    eventExists: (caller, id) => ownEventExists(bound, caller, id),
    ...bindRetention(deciding, ending),
    ...bindParties({ ...identify, random }),
  }
}

type Questions =
  | 'askQuestion'
  | 'readOwnQuestions'
  | 'readAnswer'
  | 'checkQuestion'
  | 'answerQuestion'

/** What a municipality asks a VLP, and the answer. */
function bindQuestions(
  bound: Omit<AnswerDeps, 'policies'>,
  deciding: () => AnswerDeps,
): Pick<ApiFlows, Questions> {
  return {
    askQuestion: (caller, input) => askQuestion(deciding(), caller, input),
    readOwnQuestions: (caller, page) => readOwnQuestions(bound, caller, page),
    readAnswer: (caller, asked) => readAnswer(deciding(), caller, asked),
    checkQuestion: (caller, id) => checkQuestion(bound, caller, id),
    answerQuestion: (caller, input) => answerQuestion(deciding(), caller, input),
  }
}

const pinned = <T extends object>(deps: T, policies: Policies): T & { policies(): Policies } => ({
  ...deps,
  policies: () => policies,
})

type Lists =
  | 'receiveSignal'
  | 'withdrawSignal'
  | 'receiveList'
  | 'receiveMutations'
  | 'listLists'
  | 'readList'
  | 'readListRows'
  | 'releaseList'
  | 'withdrawList'

/** What a sender delivers and takes back, alone or in lists. */
function bindLists(
  deciding: () => ReceiveSignalDeps,
  ending: () => WithdrawListDeps & ReleaseListDeps,
  bound: Omit<ReleaseListDeps, 'policies'>,
): Pick<ApiFlows, Lists> {
  const slots = createListSlots()
  return {
    receiveSignal: (caller, input) => receiveSignal(deciding(), caller, input),
    withdrawSignal: (caller, input) => withdrawSignal(ending(), caller, input),
    receiveList: (caller, input) => receiveList({ deciding, slots }, caller, input),
    receiveMutations: (caller, input) => receiveMutations({ ending, slots }, caller, input),
    listLists: (caller, query) => listLists(bound, caller, query),
    readList: (caller, id) => readList(bound, caller, id),
    readListRows: (caller, query) => readListRows(bound, caller, query),
    releaseList: (caller, id) => releaseList(ending(), caller, id),
    withdrawList: (caller, id) => withdrawList(ending(), caller, id),
  }
}

type Selecting =
  | 'showWorkList'
  | 'proposeSelection'
  | 'decideSelection'
  | 'readSelection'
  | 'checkSelection'
  | 'undoSelection'
  | 'refillSelection'

/** What a municipality chooses. */
const bindSelection = (deciding: () => SelectingDeps): Pick<ApiFlows, Selecting> => ({
  showWorkList: (caller, query) => showWorkList(deciding(), caller, query),
  proposeSelection: (caller, input) => proposeSelection(deciding(), caller, input),
  decideSelection: (caller, id, body) => decideSelection(deciding(), caller, id, body),
  readSelection: (caller, id) => readSelection(deciding(), caller, id),
  checkSelection: (caller, id) => checkSelection(deciding(), caller, id),
  undoSelection: (caller, id) => undoSelection(deciding(), caller, id),
  refillSelection: (caller, id) => refillSelection(deciding(), caller, id),
})
type FollowUp =
  | 'collectMelding'
  | 'setResult'
  | 'recordAttempt'
  | 'voidAttempt'
  | 'joinMeldingen'
  | 'splitMelding'
  | 'recordViews'
  | 'sendInterim'
  | 'readSignalCourse'
  | 'readMeldingCourse'

/** What a municipality does after opening, and what became of a signal. */
function bindFollowUp(
  deciding: () => FollowUpDeps & CollectMeldingenDeps,
): Pick<ApiFlows, FollowUp> {
  return {
    collectMelding: async (caller, query) => {
      const melding = await collectMelding(deciding(), caller, query)
      const opvolging = await readFollowUp(deciding(), caller, { ...query, id: melding.id })
      return { ...melding, ...(opvolging === undefined ? {} : { opvolging }) }
    },
    setResult: (caller, id, input) => setResult(deciding(), caller, id, input),
    recordAttempt: (caller, id, input) => recordAttempt(deciding(), caller, id, input),
    voidAttempt: (caller, place, reden) => voidAttempt(deciding(), caller, place, reden),
    joinMeldingen: (caller, id, andere) => joinMeldingen(deciding(), caller, id, andere),
    splitMelding: (caller, id, signalen) => splitMelding(deciding(), caller, id, signalen),
    recordViews: (caller, list) => recordViews(deciding(), caller, list),
    sendInterim: (caller, id, code) => sendInterim(deciding(), caller, id, code),
    readSignalCourse: (caller, id) => readSignalCourse(deciding(), caller, id),
    readMeldingCourse: (caller, id) => readMeldingCourse(deciding(), caller, id),
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
function bindRetention(
  deciding: () => MeasuresDeps,
  ending: () => MeasuresDeps,
): Pick<ApiFlows, Retention> {
  return {
    readBases: async () => {
      const { policies, now } = ending()
      return describeBases(policies(), dayInAmsterdam(now()))
    },
    readTerms: (caller) => readTerms(ending(), caller),
    readDecision: (caller, id) => readDecision(ending(), caller, id),
    draftDecision: (caller, input) => draftDecision(deciding(), caller, input),
    adviseDecision: (caller, id, advies) => adviseDecision(deciding(), caller, id, advies),
    approveDecision: (caller, id, body) => approveDecision(deciding(), caller, id, body),
    withdrawDecision: (caller, id) => withdrawDecision(ending(), caller, id),
    readMeasures: (caller) => readMeasures(ending(), caller),
    proposeMeasure: (caller, input) => proposeMeasure(deciding(), caller, input),
    setMeasure: (caller, id) => setMeasure(deciding(), caller, id),
    endMeasure: (caller, id) => endMeasure(ending(), caller, id),
    withdrawMeasure: (caller, id) => withdrawMeasure(ending(), caller, id),
  }
}

type Parties =
  | 'readSubscriptions'
  | 'readSubscription'
  | 'subscribe'
  | 'changeSubscription'
  | 'unsubscribe'
  | 'listParties'
  | 'changeOwnContact'
  | 'changeOwnApproach'
  | 'changeOwnKeys'

/** What a party sees of others and keeps of itself: also where it wants to hear of its feeds. */
function bindParties(deps: SubscriptionDeps): Pick<ApiFlows, Parties> {
  return {
    readSubscriptions: (caller) => readSubscriptions(deps, caller),
    readSubscription: (caller, id) => readSubscription(deps, caller, id),
    subscribe: (caller, input) => subscribe(deps, caller, input),
    changeSubscription: (caller, id, vraag) => changeSubscription(deps, caller, id, vraag),
    unsubscribe: (caller, id) => unsubscribe(deps, caller, id),
    listParties: (caller, page) => listParties(deps, caller, page),
    changeOwnContact: (caller, oin, contact) => changeOwnContact(deps, caller, oin, contact),
    changeOwnApproach: (caller, oin, benadering) =>
      changeOwnApproach(deps, caller, oin, benadering),
    changeOwnKeys: (caller, oin, sleutels) => changeOwnKeys(deps, caller, oin, sleutels),
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
