/** The verdict on one signal, on the facts that its sender declared and what the store said. */
import type { Tx } from '../../db/database.ts'
import { looksLikeFirm } from '../../intake/firm-name.ts'
import { presentFields } from '../../intake/parse-signaal.ts'
import { decide, passingIfAccepted } from '../../legal/decide.ts'
import { factsOf } from '../../legal/facts.ts'
import { minimise } from '../../legal/minimise.ts'
import type { RedenCode } from '../../model/reden.ts'
import type { Found } from './look-up.ts'
import { findOwnEarlier } from './own-earlier.ts'
import type { Decided, Delivery, Offered, ReceiveSignalDeps } from './request.ts'

export async function decideOn(
  deps: ReceiveSignalDeps,
  tx: Tx,
  delivery: Delivery,
  one: Offered,
  { earlier, ended, bestemming, gemeente }: Found,
): Promise<Decided> {
  const { signaal, onbruikbaar } = one
  const { caller, dag } = delivery
  const policies = deps.policies()
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
  const eerdereSoorten = await findOwnEarlier(
    deps,
    tx,
    delivery,
    signaal,
    offered,
    earlier?.signaalId,
  )
  const input = { ...declared, feiten: { ...declared.feiten, eerdereSoorten } }
  return {
    ...one,
    earlier,
    ended,
    policies,
    decision: decide(policies, input),
    decisionOn: (other) => decide(policies, { ...input, dag: other }),
    offered,
    gemeentecode: bestemming?.gemeentecode,
    wijkcode: bestemming?.wijkcode,
    sleutels: gemeente?.sleutels ?? [],
  }
}
