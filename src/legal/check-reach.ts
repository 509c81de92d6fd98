/** Rules that no signal could ever satisfy: told by their own conditions, before any example runs. */
import type { PolicyFault } from './check.ts'
import type { PolicyDocuments } from './compile.ts'
import type { Voorwaarde } from './conditions.ts'
import type { WetFile } from './policy-file.ts'

/** Bounds of the vocabulary itself (`model/signaal.ts`): no signal can say more. */
const MOST_CENTS = 100_000_000
const MOST_REMINDERS = 20

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

/** A month is never shorter. */
const LEAST_DAYS_IN_MONTH = 28

/** Ages that exclude each other. */
const ageFaults = (file: string, rule: WetFile): readonly PolicyFault[] => {
  const most = find(rule, 'hoogstensDagenOud')
  const dagen = most.condition?.dagen
  if (dagen === undefined) return []
  const days = find(rule, 'minstensDagenOud').condition?.dagen ?? 0
  const months = find(rule, 'minstensMaandenOud').condition?.maanden ?? 0
  const least: readonly (readonly [least: number, said: string])[] = [
    [days, `${days} dagen`],
    [months * LEAST_DAYS_IN_MONTH, `${months} maanden`],
  ]
  return least
    .filter(([number]) => number > dagen)
    .map(([, said]) => ({
      file,
      path: ['voorwaarden', most.index],
      detail: `geen achterstand is ten minste ${said} en ten hoogste ${dagen} dagen oud; de regel kan nooit gelden: verander een van beide.`,
    }))
}

/** More than a signal can say. */
const boundFaults = (file: string, rule: WetFile): readonly PolicyFault[] => {
  const [amount, fine] = [find(rule, 'minstensBedrag'), find(rule, 'boeteachterstand')]
  const reminders = find(rule, 'schriftelijkHerinnerd')
  const faults: PolicyFault[] = []
  const fault = (index: number, detail: string): void =>
    void faults.push({ file, path: ['voorwaarden', index], detail })
  for (const { index, condition } of [amount, fine])
    if ((condition?.centen ?? 0) > MOST_CENTS)
      fault(
        index,
        `een signaal noemt ten hoogste ${MOST_CENTS} cent; de regel kan nooit gelden: verlaag het bedrag.`,
      )
  if ((reminders.condition?.minstens ?? 0) > MOST_REMINDERS)
    fault(
      reminders.index,
      `een signaal noemt ten hoogste ${MOST_REMINDERS} herinneringen; de regel kan nooit gelden: verlaag "minstens".`,
    )
  return faults
}

/** The faults of every rule that could never apply. */
export function checkReach(documents: PolicyDocuments): readonly PolicyFault[] {
  return [...documents.wet].flatMap(([file, rule]) => [
    ...boundFaults(file, rule),
    ...ageFaults(file, rule),
  ])
}
