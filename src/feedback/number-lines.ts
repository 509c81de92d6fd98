/** Which lines of a queue are told, and under which number of the feed. Pure. */
import type { SignaalId } from '../model/ids.ts'
import type { Terugkoppelregel } from '../model/terugkoppelregel.ts'

/** A line in a queue. */
export type Wachtregel = Terugkoppelregel & { readonly plaats: number }

/** How a VLP calls a signal, and whether it withdrew it. */
export type EigenNaam = {
  readonly onderdeel: string
  readonly kenmerk: string
  /** The version that it names now. */
  readonly versie: number
  readonly ingetrokken: boolean
}

/** A line with its place in the feed. */
export type Feedregel = Terugkoppelregel & {
  readonly volgnummer: number
  readonly naam?: EigenNaam | undefined
  readonly vervangt?: number | undefined
}

export type Feedstand = {
  /** The last number of the feed. */
  readonly laatste: number
  readonly namen: ReadonlyMap<SignaalId, EigenNaam>
  /** The last final line on each signal that was told before. */
  readonly eerder: ReadonlyMap<SignaalId, number>
}

/**
 * Numbers `waiting`, which stands in the order of telling. Of a signal that its VLP withdrew nothing is told any more, and of one version nothing
 * that names another; of several final lines only the last, which replaces one that was told before.
 */
export function numberLines(
  waiting: readonly Wachtregel[],
  { laatste, namen, eerder }: Feedstand,
): readonly Feedregel[] {
  const due = waiting.filter((one) => isTold(one, namen.get(one.signaalId)))
  const final = new Map(
    due.filter(({ soort }) => soort === 'eind').map((one) => [one.signaalId, one.plaats]),
  )
  return due
    .filter(
      ({ soort, signaalId, plaats }) => soort === 'tussentijds' || final.get(signaalId) === plaats,
    )
    .map(({ plaats: _plaats, ...regel }, index) => ({
      ...regel,
      volgnummer: laatste + index + 1,
      naam: namen.get(regel.signaalId),
      vervangt: regel.soort === 'eind' ? eerder.get(regel.signaalId) : undefined,
    }))
}

/** What names a version was said of that one alone: a signal that was corrected since, or offered anew under its name, is another. */
const isTold = ({ versie }: Wachtregel, naam: EigenNaam | undefined): boolean =>
  naam?.ingetrokken !== true && (versie === undefined || naam?.versie === versie)
