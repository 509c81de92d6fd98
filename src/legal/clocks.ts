/** The clocks of Wgs art. 4 and the rhythm of visits. Pure. */
import type { Dag } from '../model/ids.ts'
import { addDays } from './calendar.ts'
import { addWorkingDays, isWorkingDay } from './working-days.ts'

/** Wgs art. 4 lid 1 onder b: four weeks after receipt; lid 2: three working days when threatening. */
const WEEKS_DAYS = 28
const THREATENING_WORKING_DAYS = 3
/** How long before the end a municipality is warned. */
const WARN_DAYS = 5
/** The pilot: somebody who did not answer a card is visited again after five days; attempts end after three weeks. */
const CARD_DAYS = 5
const ATTEMPT_DAYS = 21

/** The last day of the first conversation, and from when on a municipality is warned of it. */
export type Gesprekstermijn = { readonly uiterlijk: Dag; readonly nadert: Dag }

/** A term of a law that ends on a day that is none of work is longer until the next (Algemene termijnenwet art. 1). */
const extended = (dag: Dag): Dag => {
  let at = dag
  while (!isWorkingDay(at)) at = addDays(at, 1)
  return at
}

const workingDayBefore = (dag: Dag): Dag => {
  let at = addDays(dag, -1)
  while (!isWorkingDay(at)) at = addDays(at, -1)
  return at
}

/**
 * @param start the day that starts the clock (`klokStart`)
 * @param dringend the day on which help was accepted in a threatening situation; undefined where it was not, or nothing threatens
 */
export function conversationTerm(start: Dag, dringend: Dag | undefined): Gesprekstermijn {
  const usual = extended(addDays(start, WEEKS_DAYS))
  if (dringend !== undefined) {
    const urgent = addWorkingDays(dringend > start ? dringend : start, THREATENING_WORKING_DAYS)
    if (urgent <= usual) return { uiterlijk: urgent, nadert: workingDayBefore(urgent) }
  }
  return { uiterlijk: usual, nadert: addDays(usual, -WARN_DAYS) }
}

/** The day on which a card without an answer asks for another visit. */
export const afterCard = (dag: Dag): Dag => addDays(dag, CARD_DAYS)

/** The day on which attempts that began on `first` have lasted long enough. */
export const endOfAttempts = (first: Dag): Dag => addDays(first, ATTEMPT_DAYS)
