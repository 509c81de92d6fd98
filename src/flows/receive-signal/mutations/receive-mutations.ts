/**
 * A VLP tells of many signals at once, by kenmerk: withdrawals, and how debts developed. Part by part as it arrives, each part in one transaction and
 * durable before its outcomes are given. Nothing of the list itself is kept; sending it again doubles nothing, since each row says how it is.
 */
import { MUTATIEKOLOMMEN } from '../../../intake/list/mutation-columns.ts'
import { dayInAmsterdam } from '../../../model/calendar.ts'
import type { Caller } from '../../../model/caller.ts'
import type { Lijstvorm } from '../../../model/lijst.ts'
import {
  MUTATIE_UITKOMSTEN,
  type Mutatiebericht,
  type Mutatieregel,
  type Mutatietelling,
} from '../../../model/mutatie.ts'
import { createRowReader } from '../list/list-rows.ts'
import type { ListSlots } from '../list/list-slots.ts'
import type { WithdrawListDeps } from '../list/withdraw-list.ts'
import { applyMutations } from './apply-mutations.ts'
import { mutationParts, type Row } from './mutation-rows.ts'

export type MutationInput = {
  readonly vorm: Lijstvorm
  readonly body: AsyncIterable<Uint8Array>
}

export type ReceiveMutationsDeps = {
  /** What is in force now, also while nothing may be decided: this ends and reports only. */
  readonly ending: () => WithdrawListDeps
  /** Shared with lists of signals. */
  readonly slots: ListSlots
}

const NOTHING: Mutatietelling = {
  gedaan: 0,
  ongewijzigd: 0,
  onbekend: 0,
  onmogelijk: 0,
  onjuist: 0,
}

/**
 * Receives mutations. Gives the outcomes of each part once that is durable, and all counts at the end; whoever stops taking them ends it there.
 * @throws Problem `lijst-onleesbaar`, before anything is done; `te-veel-lijsten`; `uitkomst-onbekend`
 */
export async function* receiveMutations(
  { ending, slots }: ReceiveMutationsDeps,
  caller: Caller,
  { vorm, body }: MutationInput,
): AsyncGenerator<readonly Mutatiebericht[]> {
  const giveBack = slots.take(caller.namens)
  try {
    const today = () => dayInAmsterdam(ending().now())
    let aantallen = NOTHING
    for await (const rows of mutationParts(body, createRowReader(vorm, MUTATIEKOLOMMEN), today)) {
      const regels = await applyPart(ending(), caller, rows)
      aantallen = countIn(aantallen, regels)
      yield [
        ...regels.map((regel) => ({ soort: 'regel' as const, ...regel })),
        { soort: 'stand', aantallen },
      ]
    }
    yield [{ soort: 'slot', aantallen }]
  } finally {
    giveBack()
  }
}

async function applyPart(
  deps: WithdrawListDeps,
  caller: Caller,
  rows: readonly Row[],
): Promise<readonly Mutatieregel[]> {
  return deps.db.transaction({ role: 'gw_aanlevering', oin: caller.namens }, (tx) =>
    applyMutations(deps, tx, caller, rows),
  )
}

function countIn(counts: Mutatietelling, regels: readonly Mutatieregel[]): Mutatietelling {
  const sum = { ...counts }
  for (const uitkomst of MUTATIE_UITKOMSTEN)
    sum[uitkomst] += regels.filter((one) => one.uitkomst === uitkomst).length
  return sum
}
