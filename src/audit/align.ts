/**
 * Lays the stored events beside the leaves that the log signed and names what differs, also when one insertion or removal shifted
 * all that follows. Leaves are told apart by their salted hash. Pure; memory grows with what is wrong, not with the log.
 */
import { toHex } from '../crypto/bytes.ts'
import type { Finding } from './finding.ts'

/** An event as stored: its place and the leaf hash of its commitment. */
type StoredLeaf = {
  readonly index: number
  readonly gebeurtenisId: string
  readonly leaf: Uint8Array
}

/** Unmatched leaves kept at once, per side; beyond it the oldest counts as unmatched for good. */
const MAX_PENDING = 100_000

/** Events from stored place `index` on that belong `shift` places further; a run of equal shifts. */
type Run = { readonly index: number; readonly shift: number; aantal: number }

export type Alignment = {
  /** Lays one place's signed leaf beside the event that is stored there; either may be absent. */
  place(index: number, signed: Uint8Array | undefined, stored: StoredLeaf | undefined): void
  /** The findings, once all places were laid. */
  finish(): readonly Finding[]
}

export function createAlignment(): Alignment {
  const missing = createPending<number>()
  const strange = createPending<StoredLeaf>()
  const runs: Run[] = []
  const lastOfShift = new Map<number, Run>()
  const moved = (index: number, belongs: number): void => {
    const shift = belongs - index
    const last = lastOfShift.get(shift)
    if (last !== undefined && last.index + last.aantal === index) {
      last.aantal += 1
      return
    }
    const run = { index, shift, aantal: 1 }
    runs.push(run)
    lastOfShift.set(shift, run)
  }
  const seekStored = (index: number, signed: Uint8Array): void => {
    const found = strange.take(signed)
    if (found === undefined) missing.keep(signed, index)
    else moved(found.index, index)
  }
  const seekSigned = (stored: StoredLeaf): void => {
    const found = missing.take(stored.leaf)
    if (found === undefined) strange.keep(stored.leaf, stored)
    else moved(stored.index, found)
  }
  return {
    place: (index, signed, stored) => {
      if (signed !== undefined && stored !== undefined && equal(signed, stored.leaf)) return
      if (signed !== undefined) seekStored(index, signed)
      if (stored !== undefined) seekSigned(stored)
    },
    finish: () => judge([...missing.all()], [...strange.all()], runs),
  }
}

function judge(
  missing: readonly number[],
  strange: readonly StoredLeaf[],
  runs: readonly Run[],
): readonly Finding[] {
  const gone = new Set(missing)
  const changed: StoredLeaf[] = []
  const inserted: StoredLeaf[] = []
  for (const stored of strange) (gone.delete(stored.index) ? changed : inserted).push(stored)
  const lost = [...gone].sort((a, b) => a - b)
  const added = inserted.map((stored) => stored.index).sort((a, b) => a - b)
  // An event at stored place i belongs at i - (insertions before i) + (removals before where it belongs).
  const isExplained = ({ index, shift }: Run): boolean =>
    shift === countBelow(lost, index + shift) - countBelow(added, index)
  return [
    ...changed.map((one) => found('blad-gewijzigd', one)),
    ...lost.map((index): Finding => ({ kind: 'blad-ontbreekt', index })),
    ...inserted.map((one) => found('blad-ingevoegd', one)),
    ...runs
      .filter((run) => !isExplained(run))
      .sort((a, b) => a.index - b.index)
      .map(displaced),
  ]
}

/** How many of `sorted` are below `limit`. */
function countBelow(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((sorted[middle] ?? limit) < limit) low = middle + 1
    else high = middle
  }
  return low
}

const displaced = ({ index, shift, aantal }: Run): Finding => ({
  kind: 'blad-verplaatst',
  index,
  hoortOp: index + shift,
  aantal,
})

const found = (kind: 'blad-gewijzigd' | 'blad-ingevoegd', one: StoredLeaf): Finding => ({
  kind,
  index: one.index,
  gebeurtenisId: one.gebeurtenisId,
})

type Pending<T> = {
  keep(leaf: Uint8Array, what: T): void
  take(leaf: Uint8Array): T | undefined
  all(): Iterable<T>
}

function createPending<T>(): Pending<T> {
  const waiting = new Map<string, T>()
  const unmatched: T[] = []
  return {
    keep: (leaf, what) => {
      const key = toHex(leaf)
      const double = waiting.get(key)
      if (double !== undefined) unmatched.push(double)
      waiting.set(key, what)
      if (waiting.size > MAX_PENDING) giveUpOldest(waiting, unmatched)
    },
    take: (leaf) => {
      if (waiting.size === 0) return undefined
      const key = toHex(leaf)
      const what = waiting.get(key)
      waiting.delete(key)
      return what
    },
    all: () => [...unmatched, ...waiting.values()],
  }
}

function giveUpOldest<T>(waiting: Map<string, T>, unmatched: T[]): void {
  for (const [key, what] of waiting) {
    waiting.delete(key)
    unmatched.push(what)
    return
  }
}

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0
