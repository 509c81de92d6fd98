/** The facts that a decision weighs: declared by the sender, used in memory, and kept only as truth values. */
import type { Dag } from '../model/ids.ts'
import type { Bijzonderheid, Inspanningen, Signaal } from '../model/signaal.ts'
import type { Toetsing } from '../model/toetsing.ts'
import { addMonths, daysBetween } from './calendar.ts'

export type Feiten = {
  readonly signaaldatum: Dag
  readonly natuurlijkPersoon: boolean
  readonly bedragInCenten: number
  readonly ontstaansdatum?: Dag | undefined
  readonly maanden?: number | undefined
  readonly inspanningen?: Inspanningen | undefined
  readonly crisissignaal?: boolean | undefined
  readonly eindeleveringDatum?: Dag | undefined
  readonly bijzonderheden?: readonly Bijzonderheid[] | undefined
  /** Not declared but found: the types of the sender's own earlier signals of this person; absent where nobody looked. */
  readonly eerdereSoorten?: ReadonlySet<string> | undefined
  /** Not declared but found: whether the municipality recorded an agreement with the sender; absent: none. */
  readonly afspraak?: boolean | undefined
}

/** The facts of a signal; no name, address or number of a person is among them. */
export function factsOf(signaal: Signaal): Feiten {
  const { signaaldatum, persoon, achterstand, inspanningen, crisissignaal } = signaal
  const { eindeleveringDatum, bijzonderheden } = signaal
  const { natuurlijkPersoon } = persoon
  return {
    signaaldatum,
    natuurlijkPersoon,
    ...achterstand,
    inspanningen,
    crisissignaal,
    eindeleveringDatum,
    bijzonderheden,
  }
}

/** The facts of a try-out. */
export function factsOfToetsing(toetsing: Toetsing): Feiten {
  const { signaaldatum, natuurlijkPersoon, achterstand, inspanningen } = toetsing
  const { eindeleveringDatum, bijzonderheden } = toetsing
  return {
    signaaldatum,
    natuurlijkPersoon,
    ...achterstand,
    inspanningen,
    eindeleveringDatum,
    bijzonderheden,
  }
}

const DAYS_IN_MONTH = 30

/** Age of the arrears on the day of the signal, in days; a number of months counts 30 days each. Undefined when neither is known. */
export function ageInDays(feiten: Feiten): number | undefined {
  if (feiten.ontstaansdatum !== undefined)
    return daysBetween(feiten.ontstaansdatum, feiten.signaaldatum)
  return feiten.maanden === undefined ? undefined : feiten.maanden * DAYS_IN_MONTH
}

/** Whether the arrears are at least so many calendar months old on the day of the signal; false when their age is unknown. */
export function isMonthsOld(
  { ontstaansdatum, signaaldatum, maanden }: Feiten,
  least: number,
): boolean {
  if (ontstaansdatum !== undefined) return addMonths(ontstaansdatum, least) <= signaaldatum
  return maanden !== undefined && maanden >= least
}
