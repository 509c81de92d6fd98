/** What a sender hears of the withdrawal of a list, and from when. Pure. */
import type { Lijstintrekking } from '../model/aanlevering.ts'
import { dayInAmsterdam } from '../model/calendar.ts'
import { Dag, type Gemeentecode } from '../model/ids.ts'

/** Of one municipality: how many went, and of how many its fields had gone out. */
type Telling = {
  readonly gemeentecode: Gemeentecode
  readonly ingetrokken: number
  readonly gezien: number
}

/**
 * The first day on which a sender may learn what became of the signals of a month at their municipality: a whole month after it, when whoever
 * chooses among them is done (docs/decisions/0030-lists-on-the-server.md).
 */
export function closingOf(received: Date): Dag {
  const [year = 0, month = 0] = dayInAmsterdam(received).split('-').map(Number)
  return Dag.parse(new Date(Date.UTC(year, month + 1, 1)).toISOString().slice(0, 10))
}

/** Totals at once. How many of them a municipality had seen not before the closing: a list of one row would else say what was chosen. */
export function tellWithdrawal(
  {
    begonnen,
    ingetrokken,
    found,
  }: {
    readonly begonnen: Date
    readonly ingetrokken: Date
    readonly found: readonly Telling[]
  },
  at: Date,
): Lijstintrekking {
  const gezienVanafDatum = closingOf(begonnen)
  const isClosed = dayInAmsterdam(at) >= gezienVanafDatum
  return {
    ingetrokkenTijdstip: ingetrokken.toISOString(),
    perGemeente: found.map(({ gezien, ...told }) => (isClosed ? { ...told, gezien } : told)),
    gezienVanafDatum,
  }
}
