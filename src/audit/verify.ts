/** Lays everything that the log keeps beside everything that it signed, tile by tile, and collects what does not fit. Pure. */
import { toHex } from '../crypto/bytes.ts'
import { sameBytes } from '../crypto/hash.ts'
import { createAlignment } from './align.ts'
import { type Checkpoint, openCheckpoint } from './checkpoint.ts'
import { createTrail, type LogKeys, type StoredCheckpoint } from './checkpoint-trail.ts'
import { createFindings, type Finding } from './finding.ts'
import { type Detail, leafOfDetail } from './leaf.ts'
import { emptyRoot, leafHash } from './merkle.ts'
import { splitHashes, type Tile } from './tile.ts'
import { type Below, type Entries, isSound, repairTile } from './trust.ts'

/** An event as stored. `detail` is absent once its term has ended; `index` while it waits. */
export type StoredEvent = {
  readonly id: string
  readonly index: number | null
  readonly commitment: Uint8Array
  readonly detail: Detail | undefined
}

/** The log at one instant: its head, and the farthest that tiles, events and checkpoints reach. */
export type LogExtent = {
  readonly grootte: number
  readonly wortel: Uint8Array
  readonly checkpoint: string | null
  /** Leaves that the tiles, the events with a place and the stored checkpoints know of. */
  readonly inTegels: number
  readonly inGebeurtenissen: number
  readonly inCheckpoints: number
  readonly wachtend: number
}

/** What others hold against the log: leaf hashes of receipts (hex), and checkpoints (signed notes). */
export type OutsideEvidence = {
  readonly bladHashes: readonly string[]
  readonly checkpoints: readonly string[]
}

/** The outcome. The log is sound when there is no finding. */
export type Verification = {
  readonly grootte: number
  readonly wachtend: number
  /** Leaves whose detail is no longer there: its term ended. The leaf stays. */
  readonly zonderDetail: number
  readonly checkpoints: number
  readonly bevindingen: readonly Finding[]
  /** Findings beyond the first 1,000: counted only. */
  readonly meerBevindingen: number
}

/** One tile's worth of the log. `expected`: its hash by the tree above (a full tile); `edge`: its trusted hashes (the growing tile). */
type Window = {
  readonly nummer: number
  readonly first: number
  readonly width: number
  readonly expected?: Uint8Array | undefined
  readonly edge?: Entries
  readonly tile?: Tile | undefined
  readonly events: readonly StoredEvent[]
  readonly checkpoints: readonly StoredCheckpoint[]
}

export type LogVerification = {
  /** The root that the log signed, or says it has when no signature of it holds. */
  readonly root: Uint8Array
  add(findings: readonly Finding[]): void
  /** Goes on over one tile; tiles come in order, from the first to the last. */
  pass(window: Window): void
  /** Events with a place beyond the log's end. */
  beyond(events: readonly StoredEvent[]): void
  /** Events that wait: no fault, but their details must be theirs. */
  waiting(events: readonly StoredEvent[]): void
  finish(): Verification
}

/** What each place of a tile should hold by the events stored there: the leaf of the commitment and that of the detail. */
export function leavesBelow(first: number, width: number, events: readonly StoredEvent[]): Below {
  const byIndex = new Map(events.map((event) => [event.index, event]))
  return Array.from({ length: width }, (_, i) => {
    const event = byIndex.get(first + i)
    if (event === undefined) return []
    const leaf = leafHash(event.commitment)
    return event.detail === undefined ? [leaf] : [leaf, leafOfDetail(event.detail)]
  })
}

/** Begins a verification; `finish` ends it. */
export function createLogVerification(
  keys: LogKeys,
  extent: LogExtent,
  evidence: OutsideEvidence,
): LogVerification {
  const findings = createFindings()
  const add = (list: readonly Finding[]): void => list.forEach(findings.add)
  const outside = openOutside(keys, evidence.checkpoints)
  add(outside.findings)
  add(judgeHead(keys, extent, outside.checkpoints))
  const trail = createTrail(keys, outside.checkpoints, findings)
  const alignment = createAlignment()
  const sought = new Set(evidence.bladHashes)
  let zonderDetail = 0
  const check = (event: StoredEvent, signed: Uint8Array | undefined): void => {
    if (event.detail === undefined) zonderDetail += event.index === null ? 0 : 1
    else add(judgeDetail(event, event.detail, signed))
  }
  const lay = (first: number, leaves: Entries, events: readonly StoredEvent[]): void => {
    const byIndex = new Map(events.map((event) => [event.index, event]))
    for (const [i, signed] of leaves.entries()) {
      const event = byIndex.get(first + i)
      if (sought.size > 0 && signed !== undefined) sought.delete(toHex(signed))
      if (event !== undefined) check(event, signed)
      alignment.place(first + i, signed, event && storedLeaf(event, first + i))
    }
  }
  return {
    root: signedRoot(keys, extent) ?? extent.wortel,
    add,
    pass: (window) => {
      const trusted = trustedLeaves(window)
      add(trusted.findings)
      trail.pass(trusted.entries, window.expected, window.checkpoints)
      lay(window.first, trusted.entries, window.events)
    },
    beyond: (events) => {
      for (const event of events) {
        check(event, undefined)
        if (event.index !== null)
          alignment.place(event.index, undefined, storedLeaf(event, event.index))
      }
    },
    waiting: (events) => {
      for (const event of events) {
        check(event, undefined)
        sought.delete(toHex(leafHash(event.commitment)))
      }
    },
    finish: () => {
      add(alignment.finish())
      add([...sought].map((bladHash): Finding => ({ kind: 'bewijs-niet-in-log', bladHash })))
      return {
        grootte: extent.grootte,
        wachtend: extent.wachtend,
        zonderDetail,
        checkpoints: trail.compared,
        bevindingen: findings.kept,
        meerBevindingen: findings.more,
      }
    },
  }
}

const storedLeaf = (
  event: StoredEvent,
  index: number,
): { readonly index: number; readonly gebeurtenisId: string; readonly leaf: Uint8Array } => ({
  index,
  gebeurtenisId: event.id,
  leaf: leafHash(event.commitment),
})

function trustedLeaves(window: Window): {
  readonly entries: Entries
  readonly findings: readonly Finding[]
} {
  const { nummer, first, width, expected, edge, tile, events } = window
  if (edge !== undefined) return { entries: edge, findings: [] }
  if (tile !== undefined && isSound(tile, expected))
    return { entries: splitHashes(tile.hashes), findings: [] }
  const place = { niveau: 0, nummer }
  return repairTile(place, tile, leavesBelow(first, width, events), expected)
}

/** A detail is right when it is what the event's commitment stands for, or what the log signed at its place. */
function judgeDetail(
  event: StoredEvent,
  detail: Detail,
  signed: Uint8Array | undefined,
): readonly Finding[] {
  const leaf = leafOfDetail(detail)
  if (sameBytes(leaf, leafHash(event.commitment))) return []
  if (signed !== undefined && sameBytes(leaf, signed)) return []
  const where = event.index === null ? {} : { index: event.index }
  return [{ kind: 'detail-gewijzigd', gebeurtenisId: event.id, ...where }]
}

function signedRoot(keys: LogKeys, extent: LogExtent): Uint8Array | undefined {
  if (extent.grootte === 0) return emptyRoot()
  const checkpoint = openCheckpoint(extent.checkpoint ?? '', keys.origin, keys.vkeys)
  return checkpoint?.size === extent.grootte ? checkpoint.root : undefined
}

function judgeHead(
  keys: LogKeys,
  extent: LogExtent,
  outside: readonly Checkpoint[],
): readonly Finding[] {
  const findings: Finding[] = []
  const { grootte } = extent
  const root = signedRoot(keys, extent)
  if (root === undefined) findings.push({ kind: 'checkpoint-onjuist', grootte })
  else if (!sameBytes(root, extent.wortel)) findings.push({ kind: 'kop-onjuist', grootte })
  const known = [extent.inTegels, extent.inCheckpoints, ...outside.map((one) => one.size)]
  const bekend = Math.max(...known)
  if (bekend > grootte) findings.push({ kind: 'log-ingekort', index: grootte, bekend })
  return findings
}

function openOutside(
  keys: LogKeys,
  notes: readonly string[],
): { readonly checkpoints: readonly Checkpoint[]; readonly findings: readonly Finding[] } {
  const opened = notes.map((note) => openCheckpoint(note, keys.origin, keys.vkeys))
  return {
    checkpoints: opened.filter((checkpoint) => checkpoint !== undefined),
    findings: opened
      .filter((checkpoint) => checkpoint === undefined)
      .map((): Finding => ({ kind: 'checkpoint-onjuist', grootte: 0 })),
  }
}
