/** What the sentences about holds and restrictions share: who acts, the record, and what a hold does to sealed fields. */

import { appendEvents } from '../../audit/audit.store.ts'
import type { FieldBox } from '../../crypto/field-box.ts'
import type { Tx } from '../../db/database.ts'
import type { Db, Scope } from '../../db/transaction.ts'
import type { Deed } from '../../identity/municipal-deed.ts'
import type { Keyring } from '../../keyring/keyring.ts'
import { addDays } from '../../legal/calendar.ts'
import type { Policies } from '../../legal/compile.ts'
import type { AuditEvent } from '../../model/audit-event.ts'
import { actorOf } from '../../model/caller.ts'
import type { Dag, Gemeentecode, SignaalId } from '../../model/ids.ts'
import { type Maatregel, MaatregelId } from '../../model/maatregel.ts'
import type { Now, RandomBytes } from '../../model/ports.ts'
import { Problem } from '../../model/problem.ts'
import { type Geldend, lockMaatregel } from '../../retention/maatregel.store.ts'
import { KeysAtHand, lockSealed, rehang } from '../../sealing/rehang.store.ts'
import type { DueOf, HeldRow } from '../../sealing/rehang.ts'

export type MeasuresDeps = {
  readonly db: Db
  /** The policies in force now: asked again for every call. */
  readonly policies: () => Policies
  readonly keyring: Keyring
  readonly fieldBox: FieldBox
  readonly now: Now
  readonly random: RandomBytes
}

/** Row-level security goes by the one municipality. */
export const scopeOf = (gemeentecode: Gemeentecode): Scope => ({
  role: 'gw_bewaring',
  gemeenten: [gemeentecode],
})

/** A measure of the municipality, held until commit. @throws Problem `niet-gevonden` when it is not there or not its own */
export async function getMaatregel(
  tx: Tx,
  gemeentecode: Gemeentecode,
  id: string,
): Promise<Maatregel> {
  const parsed = MaatregelId.safeParse(id)
  const found = parsed.success ? await lockMaatregel(tx, gemeentecode, parsed.data) : undefined
  if (found === undefined) throw new Problem('niet-gevonden')
  return found
}

type Measured = Extract<AuditEvent, { maatregelId: MaatregelId }>
type WithoutFacts<E> = E extends unknown
  ? Omit<E, 'actor' | 'gemeentecode' | 'maatregelId' | 'maatregel'>
  : never

/** Appends the events of a deed in its transaction. */
export async function recordDeeds(
  { random }: MeasuresDeps,
  tx: Tx,
  { caller, gemeentecode, at }: Deed,
  { id: maatregelId, soort: maatregel }: Pick<Maatregel, 'id' | 'soort'>,
  events: readonly WithoutFacts<Measured>[],
): Promise<void> {
  const { oin, namens } = caller
  const facts = { actor: actorOf(caller), gemeentecode, maatregelId, maatregel } as const
  await appendEvents(
    tx,
    { at, random },
    events.map((event) => ({
      event: { ...event, ...facts },
      parties: { oin, namens, gemeentecode },
    })),
  )
}

/**
 * Hangs the sealed fields of these signals, which are held, on the days that their measures leave: at least until a hold ends, and without
 * one on their own day, or tomorrow where that has passed.
 * @returns the keys under which something moved
 */
export async function rehangAll(
  { keyring, fieldBox }: MeasuresDeps,
  tx: Tx,
  { gemeentecode, dag }: Deed,
  geldend: ReadonlyMap<SignaalId, Geldend>,
): Promise<readonly Pick<HeldRow, 'vervaldatum' | 'volgnummer'>[]> {
  const rows = await lockSealed(tx, gemeentecode, [...geldend.keys()])
  const moving = [...Map.groupBy(rows, (row) => row.signaalId)].map(([id, own]) => ({
    rows: own,
    dueOf: heldDue(geldend.get(id)?.bevrorenTot ?? null, addDays(dag, 1)),
  }))
  const keys = new KeysAtHand(keyring)
  try {
    return await rehang(tx, { fieldBox, keys }, gemeentecode, moving)
  } finally {
    keys.forget()
  }
}

const heldDue =
  (bevrorenTot: Dag | null, tomorrow: Dag): DueOf =>
  (_veld, now, own) => {
    if (bevrorenTot !== null && bevrorenTot > own)
      return { vervaldatum: bevrorenTot, oorspronkelijk: own }
    return { vervaldatum: own < tomorrow && own < now ? tomorrow : own }
  }
