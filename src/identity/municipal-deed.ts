/** A person of a municipality who decides something there. Pure. */
import { dayInAmsterdam } from '../model/calendar.ts'
import type { Caller } from '../model/caller.ts'
import type { Dag, Gemeentecode } from '../model/ids.ts'
import { Problem } from '../model/problem.ts'

/** One person of one municipality, acting at one instant; `dag` is its day. */
export type Deed = {
  readonly caller: Caller
  readonly gemeentecode: Gemeentecode
  readonly door: string
  readonly at: Date
  readonly dag: Dag
}

/**
 * Who acts, for its municipality.
 * @throws Problem `rol-niet-toegestaan` when it acts for no municipality; `persoon-vereist` for a machine
 */
export function deedOf(caller: Caller, at: Date): Deed {
  const [gemeentecode] = caller.gemeenten
  if (gemeentecode === undefined) throw new Problem('rol-niet-toegestaan')
  const { medewerker: door } = caller
  if (door === undefined || door === 'systeem') throw new Problem('persoon-vereist')
  return { caller, gemeentecode, door, at, dag: dayInAmsterdam(at) }
}
