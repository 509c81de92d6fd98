/** The facts that a decision weighs: declared by the sender, used in memory, and kept only as truth values. */
import type { Dag } from '../model/ids.ts'
import type { Inspanningen, Signaal } from '../model/signaal.ts'
import type { Toetsing } from '../model/toetsing.ts'
import { daysBetween } from './calendar.ts'

export type Feiten = {
  readonly signaaldatum: Dag
  readonly natuurlijkPersoon: boolean
  readonly bedragInCenten: number
  readonly ontstaansdatum?: Dag | undefined
  readonly maanden?: number | undefined
  readonly inspanningen?: Inspanningen | undefined
  readonly crisissignaal?: boolean | undefined
}

/** The facts of a signal; no name, address or number of a person is among them. */
export function factsOf(signaal: Signaal): Feiten {
  const { signaaldatum, persoon, achterstand, inspanningen, crisissignaal } = signaal
  const { natuurlijkPersoon } = persoon
  return { signaaldatum, natuurlijkPersoon, ...achterstand, inspanningen, crisissignaal }
}

/** The facts of a try-out. */
export function factsOfToetsing(toetsing: Toetsing): Feiten {
  const { signaaldatum, natuurlijkPersoon, achterstand, inspanningen } = toetsing
  return { signaaldatum, natuurlijkPersoon, ...achterstand, inspanningen }
}

const DAYS_IN_MONTH = 30

/** Age of the arrears on the day of the signal, in days; a number of months counts 30 days each. Undefined when neither is known. */
export function ageInDays(feiten: Feiten): number | undefined {
  if (feiten.ontstaansdatum !== undefined)
    return daysBetween(feiten.ontstaansdatum, feiten.signaaldatum)
  return feiten.maanden === undefined ? undefined : feiten.maanden * DAYS_IN_MONTH
}
