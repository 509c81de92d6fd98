/**
 * Carries out one part of a list of mutations, in the transaction of its caller. What a row becomes follows from what the sender itself did and told,
 * and from the end of a signal as its kenmerk keeps it; from nothing that a municipality did.
 */
import { appendEvents } from '../../../audit/audit.store.ts'
import type { Tx } from '../../../db/database.ts'
import {
  type BeeindigdKenmerk,
  findKenmerkenForUpdate,
  type Kenmerkregel,
  nameOf,
} from '../../../intake/kenmerk.store.ts'
import {
  findSchuldverlopen,
  putSchuldverlopen,
  type Schuldverloop,
} from '../../../intake/schuldverloop.store.ts'
import { lockFree } from '../../../intake/vasthouden.store.ts'
import { actorOf, type Caller } from '../../../model/caller.ts'
import type { SignaalId } from '../../../model/ids.ts'
import type { Intrekkingsreden } from '../../../model/intrekking.ts'
import { type Lijstfoutcode, regelfout } from '../../../model/lijst.ts'
import type { Mutatieregel, Mutatieuitkomst } from '../../../model/mutatie.ts'
import { type WithdrawSignalDeps, withdrawHeld } from '../withdraw-signal.ts'
import type { Row, Told } from './mutation-rows.ts'
import { nextDevelopment } from './next-development.ts'

export type ApplyDeps = Pick<WithdrawSignalDeps, 'policies' | 'now' | 'random'>

/** What one row became; `code` says why not. */
type Outcome = { readonly uitkomst: Mutatieuitkomst; readonly code?: Lijstfoutcode }

/** A row with the kenmerk that it names, held. */
type Withdrawing = {
  readonly row: Told
  readonly regel: Kenmerkregel | BeeindigdKenmerk
  readonly reden: Intrekkingsreden
}
type Developing = {
  readonly row: Told
  readonly regel: Kenmerkregel
  readonly verloop: Schuldverloop
}

const DONE: Outcome = { uitkomst: 'gedaan' }
const SAME: Outcome = { uitkomst: 'ongewijzigd' }
const ENDED: Outcome = { uitkomst: 'onmogelijk', code: 'signaal-beeindigd' }
const UNKNOWN: Outcome = { uitkomst: 'onbekend', code: 'kenmerk-onbekend' }
const OLDER: Outcome = { uitkomst: 'onmogelijk', code: 'verloop-achterhaald' }

/** @returns the outcome of each row of a part, in their order; no signal stands in it twice */
export async function applyMutations(
  deps: ApplyDeps,
  tx: Tx,
  caller: Caller,
  rows: readonly Row[],
): Promise<readonly Mutatieregel[]> {
  const told = rows.filter((row): row is Told => 'mutatie' in row)
  const names = told.map(({ mutatie }) => mutatie)
  const regels = await findKenmerkenForUpdate(tx, caller.namens, names)
  const outcomes = new Map<Row, Outcome>()
  const withdrawing: Withdrawing[] = []
  const developing: Developing[] = []
  for (const row of told) {
    const regel = regels.get(nameOf(row.mutatie))
    const { intrekking: reden, schuldverloop: ontwikkeling, datum } = row.mutatie
    if (regel === undefined) outcomes.set(row, UNKNOWN)
    else if (reden !== undefined) withdrawing.push({ row, regel, reden })
    else if ('einde' in regel) outcomes.set(row, ENDED)
    else if (ontwikkeling !== undefined && datum !== undefined)
      developing.push({ row, regel, verloop: { ontwikkeling, datum } })
  }
  await developAll(deps, tx, caller, developing, outcomes)
  await withdrawAll(deps, tx, caller, withdrawing, outcomes)
  return rows.map((row) => toRegel(row, outcomes.get(row), idOf(row, regels)))
}

/** Municipality by municipality in one order, as feeds are held. */
async function withdrawAll(
  deps: ApplyDeps,
  tx: Tx,
  caller: Caller,
  withdrawing: readonly Withdrawing[],
  outcomes: Map<Row, Outcome>,
): Promise<void> {
  const inOrder = withdrawing.toSorted((a, b) =>
    a.regel.gemeentecode.localeCompare(b.regel.gemeentecode),
  )
  for (const { row, regel, reden } of inOrder) {
    // One that ended may still lose what an earlier reason left: whether it did would tell that it was collected.
    await withdrawHeld(deps, tx, caller, { regel, reden })
    outcomes.set(row, 'einde' in regel ? SAME : DONE)
  }
}

async function developAll(
  { now, random }: ApplyDeps,
  tx: Tx,
  caller: Caller,
  developing: readonly Developing[],
  outcomes: Map<Row, Outcome>,
): Promise<void> {
  const { oin, namens } = caller
  const places = developing.map(({ regel }) => regel)
  // Held before anything is written: the sweep counts a signal with what was told of it, or after that.
  const free = await lockFree(tx, namens, places)
  const earlier = await findSchuldverlopen(tx, namens, places)
  const next: Developing[] = []
  for (const one of developing) {
    const step = nextDevelopment(earlier.get(one.regel.signaalId), one.verloop)
    outcomes.set(one.row, { vervangen: DONE, gelijk: SAME, ouder: OLDER }[step])
    if (step === 'vervangen') next.push(one)
  }
  await putSchuldverlopen(
    tx,
    namens,
    next.map(({ regel: { gemeentecode, signaalId }, verloop }) => ({
      gemeentecode,
      signaalId,
      ...verloop,
    })),
  )
  const actor = actorOf(caller)
  await appendEvents(
    tx,
    { at: now(), random },
    next.map(({ regel: { signaalId, versie, gemeentecode } }) => ({
      event: { soort: 'schuldverloop-vastgelegd', actor, signaalId, versie, gemeentecode },
      // What is held back is no municipality's yet: not even in its own log.
      parties: { oin, namens, ...(free.has(signaalId) ? { gemeentecode } : {}) },
    })),
  )
}

const idOf = (
  row: Row,
  regels: ReadonlyMap<string, Kenmerkregel | BeeindigdKenmerk>,
): SignaalId | undefined =>
  'mutatie' in row ? regels.get(nameOf(row.mutatie))?.signaalId : undefined

function toRegel(row: Row, outcome: Outcome | undefined, id: SignaalId | undefined): Mutatieregel {
  const { regel } = row
  if ('fouten' in row) {
    const { kenmerk, fouten } = row
    const named = kenmerk === undefined ? {} : { kenmerk }
    return { regel, ...named, uitkomst: 'onjuist', fouten: [...fouten] }
  }
  if (outcome === undefined) throw new Error('a mutation has no outcome')
  const { kenmerk, onderdeel } = row.mutatie
  const { uitkomst, code } = outcome
  return {
    regel,
    kenmerk,
    ...(onderdeel === undefined ? {} : { onderdeel }),
    uitkomst,
    ...(id === undefined ? {} : { id }),
    ...(code === undefined ? {} : { fouten: [regelfout(code, columnOf(code))] }),
  }
}

const columnOf = (code: Lijstfoutcode): string => {
  if (code === 'verloop-achterhaald') return 'datum'
  return code === 'kenmerk-onbekend' ? 'kenmerk' : 'schuldverloop'
}
