/** The verdicts on a chunk, on the facts that their sender declared and what the store said. */
import type { Tx } from '../../db/database.ts'
import { looksLikeFirm } from '../../intake/firm-name.ts'
import { presentFields } from '../../intake/parse-signaal.ts'
import { decide, passingIfAccepted } from '../../legal/decide.ts'
import type { DecisionInput } from '../../legal/decision.ts'
import { factsOf } from '../../legal/facts.ts'
import { minimise } from '../../legal/minimise.ts'
import { recognisedBy } from '../../legal/slepers.ts'
import type { RedenCode } from '../../model/reden.ts'
import type { Found } from './look-up.ts'
import { type Asking, findEarlierTypes, findOwnEarlier } from './own-earlier.ts'
import type { Decided, Delivery, EigenEerder, Offered, ReceiveSignalDeps } from './request.ts'

/** Decides on the signals of a chunk; the persons of those that may pass are held until commit. @returns the verdicts, in their order */
export async function decideAll(
  deps: ReceiveSignalDeps,
  tx: Tx,
  delivery: Delivery,
  signals: readonly Offered[],
  found: (index: number) => Found,
): Promise<readonly Decided[]> {
  const weighed = signals.map((one, index) => weigh(deps, delivery, one, found(index)))
  const own = await findOwnEarlier(deps, tx, delivery, weighed)
  const decided: Decided[] = []
  for (const one of weighed) decided.push(await decideOn(deps, tx, delivery, one, own.get(one)))
  return decided
}

/** A signal with all that is declared and found of it but its sender's earlier ones. */
type Weighed = Asking &
  Pick<Decided, 'policies' | 'ended' | 'gemeentecode' | 'wijkcode' | 'sleutels' | 'herkenning'> & {
    readonly declared: DecisionInput
  }

function weigh(
  deps: ReceiveSignalDeps,
  { caller, dag }: Delivery,
  one: Offered,
  { earlier, ended, bestemming, gemeente }: Found,
): Weighed {
  const { signaal, onbruikbaar } = one
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
  return {
    ...one,
    policies,
    declared,
    // By what may pass, and not by what is withheld: a field without a basis decides nothing.
    offered: minimise(signaal, { regels: passingIfAccepted(policies, declared) }),
    herkenning: minimise(signaal, { regels: recognisedBy(policies, declared) }),
    earlier,
    ended,
    gemeentecode: bestemming?.gemeentecode,
    wijkcode: bestemming?.wijkcode,
    sleutels: gemeente?.sleutels ?? [],
  }
}

async function decideOn(
  deps: ReceiveSignalDeps,
  tx: Tx,
  delivery: Delivery,
  { declared, ...one }: Weighed,
  eigen: EigenEerder | undefined,
): Promise<Decided> {
  const { policies } = one
  const eerdereSoorten = await findEarlierTypes(deps, tx, delivery, one, eigen)
  const feiten = { ...declared.feiten, eerdereSoorten }
  const input = { ...declared, feiten, herhaald: eigen?.herhaald }
  return {
    ...one,
    eigen,
    decision: decide(policies, input),
    decisionOn: (other) => decide(policies, { ...input, dag: other }),
  }
}
