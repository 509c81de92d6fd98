/** Counts of a run, for people: verdicts, and reasons with their words. */
import { dutchNumber } from '../import-progress.ts'

type Counted = { count: number; readonly uitleg: string }

/** Counts outcomes in the order in which `lines` shows them. */
export class Tally {
  readonly #outcomes = new Map<string, { count: number; readonly reasons: Map<string, Counted> }>()

  /** One row; each reason counts once. */
  add(
    uitkomst: string,
    redenen: readonly {
      readonly kolom: string
      readonly code: string
      readonly uitleg: string
    }[] = [],
  ): void {
    const outcome = this.#outcomes.get(uitkomst) ?? {
      count: 0,
      reasons: new Map<string, Counted>(),
    }
    this.#outcomes.set(uitkomst, outcome)
    outcome.count += 1
    for (const { kolom, code, uitleg } of redenen) {
      const name = kolom === '' ? code : `${kolom}: ${code}`
      const reason = outcome.reasons.get(name) ?? { count: 0, uitleg }
      outcome.reasons.set(name, reason)
      reason.count += 1
    }
  }

  count(uitkomst: string): number {
    return this.#outcomes.get(uitkomst)?.count ?? 0
  }

  /** A line for each outcome, and under it one for each reason, most frequent first. */
  lines(): readonly string[] {
    return [...this.#outcomes].flatMap(([name, { count, reasons }]) => [
      `  ${name.padEnd(44)} ${dutchNumber(count).padStart(8)}`,
      ...[...reasons]
        .toSorted(([, a], [, b]) => b.count - a.count)
        .map(
          ([reason, { count: times, uitleg }]) =>
            `    ${reason.padEnd(42)} ${dutchNumber(times).padStart(8)}  ${uitleg}`,
        ),
    ])
  }
}
