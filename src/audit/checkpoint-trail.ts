/** Follows all checkpoints that the log ever signed along its leaves: each must be the root of the tree at its size. Pure. */
import { sameBytes } from '../crypto/hash.ts'
import { type Checkpoint, openCheckpoint } from './checkpoint.ts'
import type { Findings } from './finding.ts'
import { type Frontier, grow, rootOf } from './frontier.ts'

/** A checkpoint as stored: the size it is kept under, and the signed note. */
export type StoredCheckpoint = { readonly grootte: number; readonly tekst: string }

/** How this log signs: its name, and its keys of now and before. */
export type LogKeys = { readonly origin: string; readonly vkeys: readonly string[] }

export type Trail = {
  /**
   * Goes on over one tile of leaves. `expected`: the tile's own hash by the tree above, which the tree goes on with.
   * `checkpoints`: those stored for a size within it, by size.
   */
  pass(
    leaves: readonly (Uint8Array | undefined)[],
    expected: Uint8Array | undefined,
    checkpoints: readonly StoredCheckpoint[],
  ): void
  /** Checkpoints compared so far. */
  readonly compared: number
}

const TILE_LEVELS = 8

/** @param outside checkpoints from elsewhere, already opened; those of a size within the log are compared too */
export function createTrail(
  keys: LogKeys,
  outside: readonly Checkpoint[],
  findings: Findings,
): Trail {
  let frontier: Frontier | undefined = []
  let size = 0
  let lastSame = 0
  let differs = false
  let compared = 0
  const compare = (root: Uint8Array, checkpoint: Checkpoint): void => {
    compared += 1
    const same = sameBytes(root, checkpoint.root)
    // The first that differs says where; those after it say no more.
    if (!same && !differs)
      findings.add({
        kind: 'log-vervangen',
        grootte: checkpoint.size,
        index: lastSame,
        totIndex: checkpoint.size - 1,
      })
    if (same) lastSame = checkpoint.size
    differs = !same
  }
  const opened = (stored: StoredCheckpoint): readonly Checkpoint[] => {
    const checkpoint = openCheckpoint(stored.tekst, keys.origin, keys.vkeys)
    if (checkpoint?.size === stored.grootte) return [checkpoint]
    findings.add({ kind: 'checkpoint-onjuist', grootte: stored.grootte })
    return []
  }
  return {
    pass: (leaves, expected, checkpoints) => {
      const end = size + leaves.length
      const here = [
        ...checkpoints.flatMap(opened),
        ...outside.filter((one) => one.size > size && one.size <= end),
      ].sort((a, b) => a.size - b.size)
      let inside = frontier
      let at = size
      for (const checkpoint of here) {
        for (; at < checkpoint.size; at += 1) inside = add(inside, 0, leaves[at - size])
        if (inside !== undefined) compare(rootOf(inside), checkpoint)
      }
      size = end
      frontier = add(frontier, TILE_LEVELS, expected)
    },
    get compared() {
      return compared
    },
  }
}

const add = (
  frontier: Frontier | undefined,
  level: number,
  hash: Uint8Array | undefined,
): Frontier | undefined =>
  frontier === undefined || hash === undefined ? undefined : grow(frontier, level, hash)
