/** What a verification of the log can find, as data. Each finding names the place that is wrong. Pure. */

/** `index` is a leaf's place from 0; a range runs to `totIndex` inclusive where no single place can be named. */
export type Finding =
  /** A stored detail (or its parties, instant or salt) is not what its leaf commits to. Without `index` it still waits. */
  | {
      readonly kind: 'detail-gewijzigd'
      readonly gebeurtenisId: string
      readonly index?: number
    }
  /** The event at this place is not the one that the log signed there. */
  | { readonly kind: 'blad-gewijzigd'; readonly index: number; readonly gebeurtenisId: string }
  /** The log signed a leaf here, and no event has it. */
  | { readonly kind: 'blad-ontbreekt'; readonly index: number }
  /** An event stands here that the log never signed. */
  | { readonly kind: 'blad-ingevoegd'; readonly index: number; readonly gebeurtenisId: string }
  /** `aantal` events from this place on belong `hoortOp` and further. */
  | {
      readonly kind: 'blad-verplaatst'
      readonly index: number
      readonly hoortOp: number
      readonly aantal: number
    }
  /** A hash in a tile is wrong or gone; `index` to `totIndex` are the leaves under it. */
  | {
      readonly kind: 'tegel-gewijzigd'
      readonly niveau: number
      readonly nummer: number
      readonly index: number
      readonly totIndex: number
    }
  /** The root that the head names is not the one that its checkpoint signed. */
  | { readonly kind: 'kop-onjuist'; readonly grootte: number }
  /** The tiles do not give the signed root, and nothing below them tells which hash is wrong. */
  | { readonly kind: 'wortel-onjuist'; readonly grootte: number }
  /** A checkpoint is malformed, not signed by this log, or not of the size it is kept under. */
  | { readonly kind: 'checkpoint-onjuist'; readonly grootte: number }
  /** A signed checkpoint of `grootte` leaves has another root: leaves from `index` to `totIndex` are not those it signed. */
  | {
      readonly kind: 'log-vervangen'
      readonly grootte: number
      readonly index: number
      readonly totIndex: number
    }
  /** The log ends before `index`, but something (a tile, an event, a checkpoint) knows at least `bekend` leaves. */
  | { readonly kind: 'log-ingekort'; readonly index: number; readonly bekend: number }
  /** A receipt's leaf (hex) stands nowhere in the log, and does not wait either. */
  | { readonly kind: 'bewijs-niet-in-log'; readonly bladHash: string }

/** Keeps the first findings and counts the others: a log that is wrong everywhere needs no list of millions. */
export type Findings = {
  add(finding: Finding): void
  readonly kept: readonly Finding[]
  readonly more: number
}

const MAX_FINDINGS = 1_000

export function createFindings(): Findings {
  const kept: Finding[] = []
  let more = 0
  return {
    add: (finding) => {
      if (kept.length < MAX_FINDINGS) kept.push(finding)
      else more += 1
    },
    kept,
    get more() {
      return more
    },
  }
}
