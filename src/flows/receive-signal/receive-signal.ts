/**
 * A VLP's signal is parsed, routed, decided, minimised, sealed, stored and recorded in one transaction, and answered with a receipt.
 * What the law does not let through never leaves the memory of this call.
 */
import type { Tx } from '../../db/database.ts'
import { looksLikeFirm } from '../../intake/firm-name.ts'
import {
  type BeeindigdKenmerk,
  findKenmerkForUpdate,
  type Kenmerkregel,
  releaseKenmerk,
} from '../../intake/kenmerk.store.ts'
import { parseSignaal, presentFields } from '../../intake/parse-signaal.ts'
import { readStrictJson } from '../../intake/strict-json.ts'
import { decide, passingIfAccepted } from '../../legal/decide.ts'
import type { DecisionInput } from '../../legal/decision.ts'
import { factsOf } from '../../legal/facts.ts'
import { minimise } from '../../legal/minimise.ts'
import { ownFieldFaults } from '../../legal/own-fields.ts'
import { termsToday } from '../../legal/own-terms.ts'
import type { Besluit } from '../../model/besluit.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { Caller } from '../../model/caller.ts'
import type { Dag, Gemeentecode } from '../../model/ids.ts'
import type { SignaalAntwoord } from '../../model/ontvangstbewijs.ts'
import { Problem } from '../../model/problem.ts'
import type { RedenCode } from '../../model/reden.ts'
import { findOwnTerms } from '../../retention/eigen-termijn.store.ts'
import { findPostcode } from '../../routing/adres.store.ts'
import { findOpvolgingen } from '../../routing/gemeente.store.ts'
import { findOntvanger } from '../../routing/ontvanger.store.ts'
import { type Bestemming, route } from '../../routing/route.ts'
import { keepAccepted } from './keep-accepted.ts'
import { findOwnEarlier } from './own-earlier.ts'
import { findRepeat } from './recognise-repeat.ts'
import { recordRefusal } from './record-refusal.ts'
import {
  type Decided,
  Overtaken,
  type ReceiveSignalDeps,
  type SignalInput,
  type SignalRequest,
} from './request.ts'

type Outcome =
  | { readonly kind: 'aanvaard' | 'herhaald'; readonly antwoord: SignaalAntwoord }
  | { readonly kind: 'geweigerd'; readonly besluit: Besluit }

const ATTEMPTS = 4

/**
 * Receives one signal. Accepted or repeated: answers with the receipt. Everything it did is durable when it returns.
 * @throws Problem `inhoud-geen-json`, `verzoek-onjuist` (nothing decided); `signaal-geweigerd` with the verdict (recorded, no value kept);
 *         `idempotentiesleutel-hergebruikt`; `uitkomst-onbekend` when the commit's outcome is not known
 */
export async function receiveSignal(
  deps: ReceiveSignalDeps,
  caller: Caller,
  input: SignalInput,
): Promise<{ readonly herhaald: boolean; readonly antwoord: SignaalAntwoord }> {
  const at = deps.now()
  const parsed = parseSignaal(readStrictJson(input.raw))
  const errors = ownFieldFaults(deps.policies(), parsed.signaal)
  if (errors.length > 0) throw new Problem('verzoek-onjuist', { errors })
  const request: SignalRequest = { caller, input, ...parsed, at, dag: dayInAmsterdam(at) }
  const scope = { role: 'gw_aanlevering', oin: caller.namens } as const
  deps.crashPoint('aanlevering-begonnen')
  const outcome = await untilNotOvertaken(() =>
    deps.db.transaction(scope, async (tx) => {
      const received = await receive(deps, tx, request)
      deps.crashPoint('aanlevering-gedaan')
      return received
    }),
  )
  deps.crashPoint('aanlevering-vastgelegd')
  // A refusal is thrown after its transaction: its event must be committed first.
  if (outcome.kind === 'geweigerd')
    throw new Problem('signaal-geweigerd', { besluit: outcome.besluit })
  return { herhaald: outcome.kind === 'herhaald', antwoord: outcome.antwoord }
}

async function untilNotOvertaken<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Overtaken) || attempt === ATTEMPTS) throw error
    }
  }
}

async function receive(deps: ReceiveSignalDeps, tx: Tx, request: SignalRequest): Promise<Outcome> {
  const { signaal, caller, dag } = request
  const known = await findKenmerkForUpdate(
    tx,
    caller.namens,
    signaal.onderdeel ?? '',
    signaal.kenmerk,
  )
  const [earlier, ended] =
    known !== undefined && 'einde' in known ? [undefined, known] : [known, undefined]
  const { postcode, huisnummer } = signaal.adres
  const bestemming = route(
    await findPostcode(tx, postcode),
    huisnummer,
    dag,
    await findOpvolgingen(tx),
  )
  const decided = await decideOn(deps, tx, request, bestemming, { earlier, ended })
  // What was accepted stays answered by its first receipt, also on a day when it would come too late.
  const repeat = await findRepeat(deps, tx, request, decided, earlier)
  if (repeat !== undefined) return { kind: 'herhaald', antwoord: repeat }
  const { decision } = decided
  if (decision.besluit.besluit === 'geweigerd') {
    await recordRefusal(deps, tx, request, decision, bestemming?.gemeentecode, earlier)
    return { kind: 'geweigerd', besluit: decision.besluit }
  }
  // Offered anew: the ended signal gives its kenmerk up to the new one.
  if (ended !== undefined) await releaseKenmerk(tx, caller.namens, ended.signaalId)
  return { kind: 'aanvaard', antwoord: await keepAccepted(deps, tx, request, decided, earlier) }
}

/** What stands under the kenmerk already: living, or ended. */
type Known = {
  readonly earlier: Kenmerkregel | undefined
  readonly ended: BeeindigdKenmerk | undefined
}

async function decideOn(
  deps: ReceiveSignalDeps,
  tx: Tx,
  request: SignalRequest,
  bestemming: Bestemming | undefined,
  { earlier, ended }: Known,
): Promise<Decided> {
  const { signaal, onbruikbaar, dag, caller } = request
  const policies = deps.policies()
  const gemeente = bestemming && (await findRecipient(deps, tx, bestemming.gemeentecode, dag))
  const remarks: RedenCode[] = [...(bestemming?.opmerkingen ?? [])]
  if (looksLikeFirm(signaal.persoon.achternaam)) remarks.push('naam-mogelijk-onderneming')
  const declared = {
    signaaltype: signaal.signaaltype,
    velden: presentFields(signaal),
    onbruikbaar,
    feiten: factsOf(signaal),
    afzenderRol: caller.rol,
    afzenderOin: caller.namens,
    dag,
    gemeente,
    opmerkingen: remarks,
    wijkBekend: bestemming?.wijkcode !== undefined,
    beeindigd: signaal.heraanbieding === true ? undefined : ended?.einde,
  }
  // By what may pass, and not by what is withheld: a field without a basis decides nothing.
  const offered = minimise(signaal, { regels: passingIfAccepted(policies, declared) })
  const eerdereSoorten = await findOwnEarlier(deps, tx, request, offered, earlier?.signaalId)
  const input = { ...declared, feiten: { ...declared.feiten, eerdereSoorten } }
  return {
    policies,
    decision: decide(policies, input),
    decisionOn: (other) => decide(policies, { ...input, dag: other }),
    offered,
    wijkcode: bestemming?.wijkcode,
    sleutels: gemeente?.sleutels ?? [],
  }
}

async function findRecipient(
  deps: ReceiveSignalDeps,
  tx: Tx,
  gemeentecode: Gemeentecode,
  dag: Dag,
): Promise<DecisionInput['gemeente']> {
  return {
    gemeentecode,
    oin: await findOntvanger(tx, gemeentecode, dag),
    sleutels: await deps.recipientKeys(tx, gemeentecode, dag),
    termijnen: termsToday(deps.policies(), await findOwnTerms(tx, gemeentecode, dag)),
  }
}
