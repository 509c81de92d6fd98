/** What the sentences about following up share: who acts, the melding at hand, the record. */
import { appendEvents } from '../../audit/audit.store.ts'
import type { FieldBox } from '../../crypto/field-box.ts'
import type { Tx } from '../../db/database.ts'
import type { Db, Scope } from '../../db/transaction.ts'
import { lockMelding, type Meldingrij } from '../../followup/melding.store.ts'
import type { Deed } from '../../identity/municipal-deed.ts'
import type { Keyring } from '../../keyring/keyring.ts'
import type { Policies } from '../../legal/compile.ts'
import type { AuditEvent } from '../../model/audit-event.ts'
import { actorOf } from '../../model/caller.ts'
import type { Dag, Gemeentecode, SignaalId } from '../../model/ids.ts'
import {
  type Meldingstap,
  type Meldingtoestand,
  possibleSteps,
  stepOf,
} from '../../model/melding-life.ts'
import type { Now, RandomBytes } from '../../model/ports.ts'
import { Problem } from '../../model/problem.ts'
import type { Ontvangersleutel } from '../../model/sealed.ts'

export type FollowUpDeps = {
  readonly db: Db
  readonly policies: () => Policies
  readonly keyring: Keyring
  readonly fieldBox: FieldBox
  readonly recipientKeys: (
    tx: Tx,
    gemeentecode: Gemeentecode,
    dag: Dag,
  ) => Promise<readonly Ontvangersleutel[]>
  readonly now: Now
  readonly random: RandomBytes
}

/** Row-level security goes by the one municipality. */
export const scopeOf = (gemeentecode: Gemeentecode): Scope => ({
  role: 'gw_opvolging',
  gemeenten: [gemeentecode],
})

/** A melding of the municipality, by its own id or that of one of its signals, held until commit. @throws Problem `niet-gevonden` */
export async function getMelding(
  tx: Tx,
  gemeentecode: Gemeentecode,
  id: SignaalId,
): Promise<Meldingrij> {
  const found = await lockMelding(tx, gemeentecode, id)
  if (found === undefined) throw new Problem('niet-gevonden')
  return found
}

/** The state after `stap`. @throws Problem `stap-onmogelijk` naming how it stands and what can happen */
export function takeStep({ toestand }: Meldingrij, stap: Meldingstap): Meldingtoestand {
  const next = stepOf(toestand, stap)
  if (next !== undefined) return next
  const possible = possibleSteps(toestand).join(', ') || 'niets meer'
  const detail = `De melding staat op ${toestand}; ${stap} kan dan niet. Wat wel kan: ${possible}.`
  throw new Problem('stap-onmogelijk', {
    errors: [{ pointer: '', code: 'stap-onmogelijk', detail }],
  })
}

type FollowUpEvent = Extract<AuditEvent, { meldingId: SignaalId; actor: unknown }>
type WithoutFacts<E> = E extends unknown ? Omit<E, 'actor' | 'gemeentecode'> : never

/** Appends the events of a deed in its transaction. */
export async function recordDeeds(
  { random }: Pick<FollowUpDeps, 'random'>,
  tx: Tx,
  { caller, gemeentecode, at }: Pick<Deed, 'caller' | 'gemeentecode' | 'at'>,
  events: readonly WithoutFacts<FollowUpEvent>[],
): Promise<void> {
  const { oin, namens } = caller
  const facts = { actor: actorOf(caller), gemeentecode }
  await appendEvents(
    tx,
    { at, random },
    events.map((event) => ({
      event: { ...event, ...facts },
      parties: { oin, namens, gemeentecode },
    })),
  )
}
