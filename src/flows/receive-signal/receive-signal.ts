/**
 * A VLP's signal is parsed, routed, decided, minimised, sealed, stored and recorded in one transaction, and answered with a receipt.
 * What the law does not let through never leaves the memory of this call.
 */
import type { Tx } from '../../db/database.ts'
import { looksLikeFirm } from '../../intake/firm-name.ts'
import {
  type BeeindigdKenmerk,
  findKenmerkForUpdate,
  releaseKenmerk,
} from '../../intake/kenmerk.store.ts'
import { parseSignaal, presentFields } from '../../intake/parse-signaal.ts'
import { readStrictJson } from '../../intake/strict-json.ts'
import { decide, passingIfAccepted } from '../../legal/decide.ts'
import type { DecisionInput } from '../../legal/decision.ts'
import { factsOf } from '../../legal/facts.ts'
import { minimise } from '../../legal/minimise.ts'
import type { Besluit } from '../../model/besluit.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { Caller } from '../../model/caller.ts'
import type { Dag, Gemeentecode } from '../../model/ids.ts'
import type { SignaalAntwoord } from '../../model/ontvangstbewijs.ts'
import { Problem } from '../../model/problem.ts'
import type { RedenCode } from '../../model/reden.ts'
import { findPostcode } from '../../routing/adres.store.ts'
import { findOpvolgingen } from '../../routing/gemeente.store.ts'
import { findOntvanger } from '../../routing/ontvanger.store.ts'
import { type Bestemming, route } from '../../routing/route.ts'
import { keepAccepted } from './keep-accepted.ts'
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
  const request: SignalRequest = { caller, input, ...parsed, at, dag: dayInAmsterdam(at) }
  const scope = { role: 'gw_aanlevering', oin: caller.namens } as const
  const outcome = await untilNotOvertaken(() =>
    deps.db.transaction(scope, (tx) => receive(deps, tx, request)),
  )
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
  const decided = await decideOn(deps, tx, request, bestemming, ended?.einde)
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

async function decideOn(
  deps: ReceiveSignalDeps,
  tx: Tx,
  { signaal, onbruikbaar, dag, caller }: SignalRequest,
  bestemming: Bestemming | undefined,
  einde: BeeindigdKenmerk['einde'] | undefined,
): Promise<Decided> {
  const policies = deps.policies()
  const gemeente = bestemming && (await findRecipient(deps, tx, bestemming.gemeentecode, dag))
  const remarks: RedenCode[] = [...(bestemming?.opmerkingen ?? [])]
  if (looksLikeFirm(signaal.persoon.achternaam)) remarks.push('naam-mogelijk-onderneming')
  const input = {
    signaaltype: signaal.signaaltype,
    velden: presentFields(signaal),
    onbruikbaar,
    feiten: factsOf(signaal),
    afzenderRol: caller.rol,
    dag,
    gemeente,
    opmerkingen: remarks,
    beeindigd: signaal.heraanbieding === true ? undefined : einde,
  }
  return {
    decision: decide(policies, input),
    decisionOn: (other) => decide(policies, { ...input, dag: other }),
    offered: minimise(signaal, { regels: passingIfAccepted(policies, input) }),
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
  }
}
