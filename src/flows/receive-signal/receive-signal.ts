/**
 * A VLP's signal is parsed, routed, decided, minimised, sealed, stored and recorded in one transaction, and answered with a receipt: a chunk of one.
 * What the law does not let through never leaves the memory of this call.
 */
import { inputHash } from '../../intake/content-hash.ts'
import { parseSignaal } from '../../intake/parse-signaal.ts'
import { readStrictJson } from '../../intake/strict-json.ts'
import { ownFieldFaults } from '../../legal/own-fields.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { Caller } from '../../model/caller.ts'
import type { SignaalAntwoord } from '../../model/ontvangstbewijs.ts'
import { Problem } from '../../model/problem.ts'
import { receiveChunk, untilNotOvertaken } from './receive-chunk.ts'
import type { Delivery, Kept, Offered, ReceiveSignalDeps } from './request.ts'

export type SignalInput = { readonly raw: Uint8Array; readonly idempotentiesleutel?: string }

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
  const offered = offer(deps, readStrictJson(input.raw))
  const { idempotentiesleutel } = input
  const one = idempotentiesleutel === undefined ? offered : { ...offered, idempotentiesleutel }
  const delivery: Delivery = { caller, at, dag: dayInAmsterdam(at) }
  const scope = { role: 'gw_aanlevering', oin: caller.namens } as const
  deps.crashPoint('aanlevering-begonnen')
  const [outcome] = await untilNotOvertaken(() =>
    deps.db.transaction(scope, async (tx) => {
      const received = await receiveChunk(deps, tx, delivery, [one])
      deps.crashPoint('aanlevering-gedaan')
      return received
    }),
  )
  deps.crashPoint('aanlevering-vastgelegd')
  if (outcome === undefined || outcome.kind === 'bezet')
    throw new Error('a signal that is not held back has no verdict')
  // A refusal is thrown after its transaction: its event must be committed first.
  if (outcome.kind === 'geweigerd')
    throw new Problem('signaal-geweigerd', { besluit: outcome.besluit })
  const antwoord = await answer(deps, caller, outcome.kept, input.raw)
  return { herhaald: outcome.kind === 'herhaald', antwoord }
}

/**
 * The signal in `json`, in the vocabulary and with the fields of its type's own that a policy declares.
 * @throws Problem `verzoek-onjuist` with all faults
 */
export function offer({ policies }: Pick<ReceiveSignalDeps, 'policies'>, json: unknown): Offered {
  const parsed = parseSignaal(json)
  const errors = ownFieldFaults(policies(), parsed.signaal)
  if (errors.length > 0) throw new Problem('verzoek-onjuist', { errors })
  return parsed
}

async function answer(
  { keyring }: ReceiveSignalDeps,
  { namens }: Caller,
  { id, versie, besluit, ontvangstbewijs, sleutelmaand }: Kept,
  raw: Uint8Array,
): Promise<SignaalAntwoord> {
  const monthKey = await keyring.monthKey(namens, sleutelmaand)
  return { id, versie, besluit, ontvangstbewijs, ...inputHash(monthKey, id, raw) }
}
