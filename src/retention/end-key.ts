/** Ending a retention key: which step comes next follows from what stands there, so a crash anywhere is answered by going on. Pure. */
import type { SignaalId } from '../model/ids.ts'

/** What stands in the database about a key that is to end. */
export type Sleutelstand = {
  readonly toestand: 'open' | 'sluitend' | 'vernietigd'
  /** Whether any sealed row still hangs on it. */
  readonly heeftRijen: boolean
}

/**
 * `sluiten`: nothing new may hang on it, a successor opens where something stays. `leegmaken`: a batch is moved or let go.
 * `vernietigen`: proven empty, so the key goes, with its event. `klaar`: nothing left to do.
 */
export type Eindstap = 'sluiten' | 'leegmaken' | 'vernietigen' | 'klaar'

export function nextStep({ toestand, heeftRijen }: Sleutelstand): Eindstap {
  switch (toestand) {
    case 'open':
      return 'sluiten'
    case 'sluitend':
      return heeftRijen ? 'leegmaken' : 'vernietigen'
    case 'vernietigd':
      if (heeftRijen) throw new Error('a sealed row hangs on a destroyed retention key')
      return 'klaar'
  }
}

/** Tells of a signal whether its fields outlive the key; asked again at every attempt. */
export type Blijft = (signaalId: SignaalId) => boolean

/** The rows of a batch that move to the successor, and those that go: without `blijft` (the due date itself) all of them. */
export function splitBatch<Row extends { readonly signaalId: SignaalId }>(
  rows: readonly Row[],
  blijft: Blijft | undefined,
): { readonly stays: readonly Row[]; readonly goes: readonly Row[] } {
  return {
    stays: rows.filter((row) => blijft?.(row.signaalId) === true),
    goes: rows.filter((row) => blijft?.(row.signaalId) !== true),
  }
}

/** How many fields some rows hold. */
export function countFields(rows: readonly { readonly velden: readonly unknown[] }[]): number {
  return rows.reduce((sum, row) => sum + row.velden.length, 0)
}
