/** Rules that no signal could ever satisfy: told by their own conditions, before any example runs. */
import type { PolicyFault } from './check.ts'
import { type PolicyDocuments, windowOf } from './compile.ts'
import type { Voorwaarde } from './conditions.ts'
import type { WetFile } from './policy-file.ts'

/** Bounds of the vocabulary itself (`model/signaal.ts`): no signal can say more. */
const MOST_CENTS = 100_000_000
const MOST_REMINDERS = 20

const windowFaults = (file: string, rule: WetFile): readonly PolicyFault[] => {
  const { vanaf, tot } = windowOf(rule)
  if (tot === undefined || vanaf < tot) return []
  const detail = `de regel geldt op geen enkele dag: "geldig" en "actief" hebben van ${vanaf} tot ${tot} niets gemeen; maak een van beide ruimer of haal het bestand weg`
  return [{ file, path: ['actief'], detail }]
}

const find = <N extends Voorwaarde['voorwaarde']>(
  rule: WetFile,
  naam: N,
): {
  readonly index: number
  readonly condition: Extract<Voorwaarde, { voorwaarde: N }> | undefined
} => {
  const index = rule.voorwaarden.findIndex(({ voorwaarde }) => voorwaarde === naam)
  const isNamed = (one: Voorwaarde): one is Extract<Voorwaarde, { voorwaarde: N }> =>
    one.voorwaarde === naam
  return { index, condition: rule.voorwaarden.find(isNamed) }
}

const conditionFaults = (file: string, rule: WetFile): readonly PolicyFault[] => {
  const faults: PolicyFault[] = []
  const [least, most] = [find(rule, 'minstensDagenOud'), find(rule, 'hoogstensDagenOud')]
  const [amount, reminders] = [find(rule, 'minstensBedrag'), find(rule, 'schriftelijkHerinnerd')]
  const fault = (index: number, detail: string): void =>
    void faults.push({ file, path: ['voorwaarden', index], detail })
  if (least.condition !== undefined && most.condition !== undefined)
    if (least.condition.dagen > most.condition.dagen)
      fault(
        most.index,
        `geen achterstand is ten minste ${least.condition.dagen} en ten hoogste ${most.condition.dagen} dagen oud; de regel kan nooit gelden: verander een van beide`,
      )
  if ((amount.condition?.centen ?? 0) > MOST_CENTS)
    fault(
      amount.index,
      `een signaal noemt ten hoogste ${MOST_CENTS} cent; de regel kan nooit gelden: verlaag het bedrag`,
    )
  if ((reminders.condition?.minstens ?? 0) > MOST_REMINDERS)
    fault(
      reminders.index,
      `een signaal noemt ten hoogste ${MOST_REMINDERS} herinneringen; de regel kan nooit gelden: verlaag "minstens"`,
    )
  return faults
}

/** The faults of every rule that could never apply. */
export function checkReach(documents: PolicyDocuments): readonly PolicyFault[] {
  return [...documents.wet].flatMap(([file, rule]) => [
    ...windowFaults(file, rule),
    ...conditionFaults(file, rule),
  ])
}
